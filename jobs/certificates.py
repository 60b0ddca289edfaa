"""How do requested certificates become files? One run prints all that are due, outside any transaction."""

from __future__ import annotations

import json
import logging
from base64 import b64encode
from contextlib import nullcontext
from datetime import datetime

from peewee import DoesNotExist

from config import ROOT, Config, from_environment
from domain import certificates, moment, seal
from domain.words import N_
from integrations import papers, qr
from integrations.pdf import Attached, NotPrinted, Order, Press
from integrations.render import render, says
from integrations.signers import Place
from models import Certificate, Vendor

log = logging.getLogger(__name__)

TITLE, INSIDE = N_("Registration certificate %(code)s"), N_("The facts on this certificate, for machines")
STYLE = ROOT / "templates" / "pdf" / "certificate.css"


def prepare_due(now: datetime, config: Config | None = None, press: Press | None = None) -> int:
    """Ask for revisions where facts changed, then make every certificate that is due. Returns how many were issued."""
    config = config or from_environment()
    with moment.at(now), nullcontext(press) if press else Press() as printing:
        _request_changed()
        return sum(_prepare(row, now, config, printing) for row in list(certificates.due(now)))


def _request_changed() -> None:
    """Trouble with one claim must not keep the certificates of others waiting."""
    try:
        certificates.request_changed()
    except (ValueError, LookupError, DoesNotExist):
        log.exception("a new revision could not be asked for")


def waiting(now: datetime) -> int:
    """How many certificates would be tried."""
    return int(certificates.due(now).count())


def _prepare(certificate: Certificate, now: datetime, config: Config, press: Press) -> bool:
    """One certificate: taken, printed, stored, issued. What fails is noted on its row and keeps no other waiting."""
    if not certificates.take(certificate, now):
        return False
    try:
        paper = press.paper(order(certificate, config))
        sha256 = papers.keep(config.certificate_folder, paper.content)
    except NotPrinted as error:
        log.warning("certificate %s was not printed: %s", certificate.id, error)
        certificates.note_failure(certificate, str(error))
        return False
    except Exception as error:
        log.exception("certificate %s could not be made", certificate.id)
        certificates.note_failure(certificate, f"{type(error).__name__}: {error}")
        return False
    return certificates.issue(certificate, sha256, len(paper.content), paper.signer)


def order(certificate: Certificate, config: Config) -> Order:
    """The page, with the record inside, signed."""
    facts, speak = certificate.facts, certificate.locale
    record = json.dumps(
        certificates.record_of(certificate, verify_address(certificate, config)), ensure_ascii=False, indent=2
    )  # fmt: skip
    inside = Attached(
        f"{facts['code']}.json", record, says(INSIDE, speak), facts["made_at"]
    )  # fmt: skip
    reason = says(TITLE, speak, code=facts["code"])
    return Order(
        page(certificate, config), STYLE.read_text(), attached=inside, signer=place(config), reason=reason
    )  # fmt: skip


def place(config: Config) -> Place:
    """Where the key lies that signs our papers."""
    return Place(
        config.signing_folder, Vendor.get_current().legal_name, config.signing_file, config.signing_password
    )  # fmt: skip


def page(certificate: Certificate, config: Config) -> str:
    """The certificate as HTML, in its language: the facts on its row and nothing else of the claim."""
    facts, address = certificate.facts, verify_address(certificate, config)
    return render(
        "pdf/certificate.html", certificate.locale, facts=facts, logo=logo(), qr=qr.of(address),
        rings=seal.rings(facts["entry"]), entry=seal.groups(facts["entry"]),
        site=without_scheme(config.address), address=without_scheme(address),
    )  # fmt: skip


def verify_address(certificate: Certificate, config: Config) -> str:
    """What the QR code opens: https://…/v/7K4M-2QXR."""
    return f"{config.address}/v/{certificate.verify_code.removeprefix('V-')}"


def without_scheme(address: str) -> str:
    return address.split("//", 1)[-1]


def logo() -> str:
    """The vendor's logo as an address that needs no fetching; "" without one."""
    logo = Vendor.get_current().logo
    return f"data:image/svg+xml;base64,{b64encode(logo.encode()).decode()}" if logo else ""
