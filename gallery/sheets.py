"""How do the mails and papers look that the portal makes? Made of the programme's own rows, in the language of the pass."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

from config import Config
from domain import letters
from domain.certificates.paper import facts_of
from gallery.programme import NOW
from gallery.screens import Chapter, Sheet, claim
from integrations import message
from integrations.pdf import Order, Press
from jobs import certificates, papers
from models import Certificate, Delivery, Event, PaperOrder, Vendor

Make = Callable[[str, Config], "str | bytes"]


def mail(event: str) -> Make:
    """The newest mail about such an event, to whoever got it."""

    def make(language: str, config: Config) -> str:
        rows = Delivery.with_event().where(Delivery.channel == "mail", Event.name == event)
        letter = letters.of(rows.order_by(Delivery.id.desc()).first())
        said = message.write(event, language, letter.facts)
        return said.html(config.address + letter.path, Vendor.get_current().accent)

    return make


def paper(order: Callable[[str, Config], Order]) -> Make:
    def make(language: str, config: Config) -> bytes:
        with Press() as press:
            return press.paper(order(language, config)).content

    return make


def certificate(language: str, config: Config) -> Order:
    issued = Certificate.get(Certificate.registration == claim("approved"), Certificate.state == "issued")
    fresh = facts_of(issued.registration, issued.revision, language, NOW)
    issued.locale = language
    issued.facts |= {name: fresh[name] for name in ("country_name", "filed_zone", "approved_zone")}
    return certificates.order(issued, config)


def benefits(language: str, config: Config) -> Order:
    return papers.benefit_sheet(_ordered(language), claim("approved"), NOW, config)


def dossier(language: str, config: Config) -> Order:
    found = PaperOrder.get(PaperOrder.kind == "dossier")
    found.locale = language
    return papers.dossier_of(found, next(iter(found.registrations())), NOW, config)


def _ordered(language: str) -> PaperOrder:
    return cast(PaperOrder, SimpleNamespace(locale=language))


MAILS: tuple[tuple[str, str], ...] = (
    ("user.invited", "You are invited"), ("application.sent", "Confirm the application"),
    ("application.confirmed", "We have the application"), ("application.declined", "The application is declined"),
    ("registration.submitted", "A claim was registered"),
    ("registration.returned", "A question"), ("registration.approved", "Approved"),
    ("registration.declined", "Declined"), ("answer.half_used", "Half of the answer time is used"),
    ("protection.ending", "Protection ends soon"), ("watch.freed", "An account is free"),
)  # fmt: skip

SHEETS = Chapter("Mails and papers", (
    *(Sheet(f"mail-{event.replace('.', '-').replace('_', '-')}", f"Mail: {title}", mail(event)) for event, title in MAILS),
    Sheet("paper-certificate", "The certificate", paper(certificate)),
    Sheet("paper-benefits", "The benefit sheet", paper(benefits)),
    Sheet("paper-dossier", "The dossier of a claim, first page", paper(dossier)),
))  # fmt: skip
