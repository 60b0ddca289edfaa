"""How do ordered papers become files? The clock makes one order after the other, outside any transaction."""

from __future__ import annotations

import json
import logging
import time
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from config import ROOT, Config, from_environment
from domain import certificates, moment, papers, rules
from domain.clash import CLASH_WORDS
from domain.decisions import RULE_WORDS
from domain.evidence_findings import WEIGHED
from domain.matching import REASON_WORDS
from domain.papers import benefits, dossier
from domain.words import N_
from integrations import papers as issued
from integrations import parcels
from integrations.parcels import Bundle
from integrations.pdf import Attached, NotPrinted, Order, Press
from integrations.render import render, says
from integrations.workbook import Sheet, csv_of
from jobs.certificates import logo, place, verify_address, without_scheme
from models import Certificate, PaperOrder, Registration

log = logging.getLogger(__name__)

STYLE = ROOT / "templates" / "pdf" / "sheet.css"
SHEET_PAGES, DOSSIER_PAGES = 1, 200
NOTE_EVERY = 20
"""Certificates between two notes of progress."""

FORGOTTEN = timedelta(hours=1)
"""A file that was begun so long ago and never finished is nobody's."""

DOSSIER, HISTORY = N_("Dossier %(code)s"), N_("The entries of the register about this registration, for machines")
GONE = N_("Nothing of what was ordered can be had any more.")
COLUMNS = (
    N_("Registration"), N_("Partner"), N_("Account"), N_("Protected until"), N_("Revision"), N_("Verify at"),
    N_("File"), "SHA-256",
)  # fmt: skip


class Unmade(Exception):
    """The order cannot be made; the message is for whoever ordered."""


def make_due(now: datetime, config: Config | None = None, press: Press | None = None) -> int:
    """Make every order that is due. Returns how many are ready."""
    config = config or from_environment()
    with moment.at(now), nullcontext(press) if press else Press() as printing:
        return sum(_make(order, now, config, printing) for order in list(PaperOrder.due(now)))


def waiting(now: datetime) -> int:
    return PaperOrder.due(now).count()


def sweep(now: datetime, config: Config | None = None) -> int:
    """Drop what was kept long enough, its files with it, and halves of files. Returns how many orders went."""
    config = config or from_environment()
    over = papers.forget_expired(now)
    for code in over:
        parcels.drop(config.paper_folder, code)
    parcels.drop_halves(config.paper_folder, time.time() - FORGOTTEN.total_seconds())
    return len(over)


def expired(now: datetime) -> int:
    return PaperOrder.select().where(PaperOrder.expires_at <= now).count()


def _make(order: PaperOrder, now: datetime, config: Config, press: Press) -> bool:
    """One order. What fails is noted on its row and keeps no other waiting."""
    if not papers.take(order, now):
        return False
    try:
        claims = list(order.registrations())
        if not claims:
            raise Unmade(GONE)
        if order.kind == "certificates":
            return _bundle(order, claims, config)
        return _sheet(order, claims[0], now, config, press)
    except (NotPrinted, Unmade) as error:
        log.warning("order %s was not made: %s", order.code, error)
        papers.note_failure(order, str(error))
    except Exception as error:
        log.exception("order %s could not be made", order.code)
        papers.note_failure(order, f"{type(error).__name__}: {error}")
    return False


def _sheet(order: PaperOrder, claim: Registration, now: datetime, config: Config, press: Press) -> bool:
    """The benefit sheet or the dossier of one claim."""
    make = {"benefits": benefit_sheet, "dossier": dossier_of}[order.kind]
    paper = press.paper(make(order, claim, now, config))
    sha256 = parcels.keep(config.paper_folder, order.code, paper.content)
    name = {"benefits": "benefits", "dossier": "dossier"}[order.kind]
    return papers.finish(order, f"{name}-{claim.code}.pdf", sha256, len(paper.content), 1)


def benefit_sheet(order: PaperOrder, claim: Registration, now: datetime, config: Config) -> Order:
    facts = benefits.facts_of(claim, order.locale, now)
    page = render(
        "pdf/benefits.html", order.locale, facts=facts, logo=logo(), site=without_scheme(config.address)
    )  # fmt: skip
    return Order(page, STYLE.read_text(), SHEET_PAGES)


def dossier_of(order: PaperOrder, claim: Registration, now: datetime, config: Config) -> Order:
    """Signed, with the lines of the register inside."""
    found = dossier.of(claim, order.ordered_by, now)
    made_at = now.isoformat(timespec="seconds")
    page = render("pdf/dossier.html", order.locale, it=found, made_at=made_at, **_words(claim, order, config))
    record = json.dumps(dossier.record_of(claim), ensure_ascii=False, indent=2)
    inside = Attached(f"{claim.code}-history.json", record, says(HISTORY, order.locale), made_at)
    reason = says(DOSSIER, order.locale, code=claim.code)
    return Order(page, STYLE.read_text(), DOSSIER_PAGES, inside, place(config), reason)


def _words(claim: Registration, order: PaperOrder, config: Config) -> dict[str, Any]:
    """What the dossier's template needs beside the facts."""
    return {
        "logo": logo(), "site": without_scheme(config.address), "zone": rules.in_force().zone,
        "country": certificates.country_name(claim.country, order.locale), "states": dossier.STATE_WORDS,
        "actions": dossier.ACTION_WORDS, "rule_words": RULE_WORDS, "reasons": {**REASON_WORDS, **CLASH_WORDS},
        "weighed": WEIGHED,
    }  # fmt: skip


def _bundle(order: PaperOrder, claims: list[Registration], config: Config) -> bool:
    """The certificates of these claims in one ZIP, with a table of what is inside."""
    rows, done = [[says(column, order.locale) for column in COLUMNS]], 0
    with Bundle(config.paper_folder, order.code) as bundle:
        for number, claim in enumerate(claims, 1):
            row = _put(bundle, claim, config)
            rows += [row] if row else []
            done += bool(row)
            if number % NOTE_EVERY == 0 and not papers.note_progress(order, done):
                raise Unmade("another clock has taken over")
        if not done:
            raise Unmade(GONE)
        bundle.add("certificates.csv", _csv(rows))
    day = moment.now().date().isoformat()
    return papers.finish(order, f"certificates-{day}.zip", bundle.sha256, bundle.size, done)


def _put(bundle: Bundle, claim: Registration, config: Config) -> list[str]:
    """Add the certificate that is current now; its line of the table, or nothing when it cannot be had."""
    certificate = certificates.of(claim).issued
    if certificate is None:
        return []
    try:
        content = issued.read(config.certificate_folder, str(certificate.sha256))
    except issued.Altered:
        log.exception("certificate %s", certificate.id)
        return []
    name = f"certificate-{claim.code}.pdf"
    bundle.add(name, content)
    return _line(certificate, name, config)


def _line(certificate: Certificate, name: str, config: Config) -> list[str]:
    facts = certificate.facts
    return [
        facts["code"], facts["partner"], facts["account"], facts["protected_until"], str(certificate.revision),
        verify_address(certificate, config), name, str(certificate.sha256),
    ]  # fmt: skip


def _csv(rows: list[list[str]]) -> bytes:
    """As spreadsheets read it, and none takes a cell for a formula."""
    return csv_of(Sheet("", rows[0], rows[1:]), ";")
