"""Is what an applicant typed complete, and how is it kept until the mail is confirmed?

Nothing is looked up here, neither the company nor the address: the same answer for the same work, whoever asks
(PRODUCT.md, promise 3).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from peewee import IntegrityError

from domain import codes, events, moment, people, rules
from domain.accounts import throttles
from domain.countries import CODES
from domain.matching import registrable_domain
from domain.refusals import Invalid, Refused
from domain.rules import Rules
from domain.words import N_
from models import Application
from models.base import db

LONGEST = {"company": 200, "number": 40, "domain": 200, "text": 2000}
"""Characters per field; what is longer is told, never cut in silence."""

CLOSED = N_(
    "We take no applications at the moment. What you typed is still here: copy it if you want to ask us by email."
)
COMPANY_MISSING = N_("Enter the company’s name.")
COUNTRY_MISSING = N_("Choose a country.")
NUMBER_MISSING = N_("Enter the company’s register or VAT number.")
DOMAIN_WRONG = N_(
    "Enter the company’s own web address, such as company.com; one of an email provider does not tell who you are."
)
TERRITORY_MISSING = N_("Choose at least one country in which you want to sell.")
TEXT_MISSING = N_("Tell us in a few sentences what you sell and why you want to join.")
TOO_LONG = N_("This is too long. Shorten it.")
NOT_AGREED = N_("Read the programme rules and agree to them.")
RULES_CHANGED = N_("The programme rules have changed since you opened this page. Read them again and agree.")


@dataclass(frozen=True)
class Typed:
    """What an applicant typed, cleaned but not judged. `agreed`: the number of the rules agreed to, 0 for none."""

    company: str = ""
    country: str = ""
    number: str = ""
    domain: str = ""
    territories: tuple[str, ...] = ()
    contact_name: str = ""
    email: str = ""
    locale: str = ""
    text: str = ""
    agreed: int = 0


def fresh_key() -> str:
    """The hidden key of a form: however often the same is sent with it, it makes one application."""
    return secrets.token_urlsafe(18)


def apply(typed: Typed, key: str, network: str) -> Application:
    """Keep an application and mail the link that confirms it. The same form sent twice makes one.

    Raises `Refused` (closed, over budget) and `Invalid`.
    """
    numbers, typed = rules.in_force(), replace(typed, email=typed.email.lower())
    sent_key = _sent_key(typed, key)
    if twin := Application.get_or_none(Application.sent_key == sent_key):
        return twin
    if not numbers.takes_applications:
        raise Refused(CLOSED)
    _judge(typed, numbers)
    throttles.spend(throttles.APPLICATIONS_PER_NETWORK, network)
    throttles.spend(throttles.APPLICATIONS_PER_ADDRESS, typed.email)
    throttles.spend(throttles.applications_in_all(numbers.applications_per_hour), "everybody")
    try:
        return _kept(typed, sent_key, numbers)
    except IntegrityError:  # the same form, sent twice in one moment
        return Application.get(Application.sent_key == sent_key)


def _kept(typed: Typed, sent_key: str, numbers: Rules) -> Application:
    now, values = moment.now(), asdict(typed)
    del values["agreed"]
    with db.atomic():
        made = Application.create(
            **{**values, "territories": list(typed.territories), "locale": numbers.spoken(typed.locale),
               "domain": registrable_domain(typed.domain)},
            code=codes.fresh("AP"), nonce=secrets.token_urlsafe(18), sent_key=sent_key, salt=events.fresh_salt(),
            rules_version=numbers.version_id, created_at=now,
            forget_at=now + timedelta(days=numbers.application_confirm_days),
        )  # fmt: skip
        events.record(
            "application.sent", made, facts={"code": made.code, "rules": numbers.number}, text=made.text, salt=made.salt
        )
    return made


def _judge(typed: Typed, numbers: Rules) -> None:
    """Raises `Invalid` with all that is wrong at once, in the order of the form."""
    found = {
        "company": None if typed.company else COMPANY_MISSING,
        "country": None if typed.country in CODES else COUNTRY_MISSING,
        "number": None if any(c.isalnum() for c in typed.number) else NUMBER_MISSING,
        "domain": None if registrable_domain(typed.domain) else DOMAIN_WRONG,
        "territories": None if _are_offered(typed.territories, numbers) else TERRITORY_MISSING,
        "text": None if typed.text else TEXT_MISSING,
        "contact_name": people.fault_of_name(typed.contact_name),
        "email": people.fault_of_address(typed.email),
        "agreed": _fault_of_agreement(typed.agreed, numbers),
    }
    found |= {name: TOO_LONG for name, most in LONGEST.items() if len(getattr(typed, name)) > most}
    if errors := {name: says for name, says in found.items() if says}:
        raise Invalid(errors)


def _are_offered(territories: tuple[str, ...], numbers: Rules) -> bool:
    return bool(territories) and set(territories) <= set(numbers.countries)


def _fault_of_agreement(agreed: int, numbers: Rules) -> str | None:
    if not agreed:
        return NOT_AGREED
    return None if agreed == numbers.number else RULES_CHANGED


def _sent_key(typed: Typed, key: str) -> str:
    """Key and content together: whoever went back to mend the mail address sends another application."""
    content = json.dumps([key or fresh_key(), *asdict(typed).values()], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
