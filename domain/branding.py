"""Under whose name, logo and colour does the programme appear, and how did that change?"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace

from domain import contrast, events, moment, people
from domain.countries import CODES
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import BrandVersion, RulesVersion, User, Vendor
from models.base import db, serialised

NOT_YOURS = N_("Only an administrator can change this.")
NAME_MISSING = N_("Enter the name your partners know you by.")
LEGAL_MISSING = N_("Enter the company’s name as it stands in the register.")
COUNTRY_MISSING = N_("Choose the country you are at home in.")
NO_COLOUR = N_("Enter the colour as # and six digits, such as #0f5061.")
LONG = N_("Use at most %(longest)s characters.")
NOTHING = N_("Nothing would change. Change an answer first.")
MOVED_ON = N_(
    "Somebody has changed the appearance while you typed. What you typed is kept. Look at it again, then publish."
)
LONGEST = 200


@dataclass(frozen=True)
class Brand:
    name: str = ""
    legal_name: str = ""
    address: str = ""
    country: str = ""
    mail: str = ""
    accent: str = "#0f5061"
    logo: str = ""  # SVG that needs no cleaning: from our own files, or cleaned by the caller


FIELDS = tuple(field.name for field in fields(Brand))


def current() -> Brand:
    vendor = Vendor.get_current()
    return Brand(**{name: getattr(vendor, name) for name in FIELDS})


def set_brand(by: User, brand: Brand, seen: int | None = None, note: str = "") -> BrandVersion:
    """The next version of the appearance, at once for everyone; papers that were issued stay as they are.

    `seen` is the number of the version that the person saw; None: whatever there is. Raises `Refused` (not yours; it
    moved on) and `Invalid`.
    """
    if not may(by, "programme:set"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    brand = judged(brand)
    if len(note) > 500:
        raise Invalid({"note": LONG}, longest=500)
    with serialised("brand"):
        if seen is not None and seen != BrandVersion.highest():
            raise Refused(MOVED_ON)
        changed = changes(current(), brand)
        if not changed:
            raise Invalid({"main": NOTHING})
        return _written(by, brand, note.strip(), changed)


def judged(brand: Brand) -> Brand:
    """Tidied. Raises `Invalid` with all that is wrong."""
    brand = replace(brand, **{name: text.strip() for name, text in asdict(brand).items()})
    accent = contrast.tidy(brand.accent)
    faults = {
        "name": None if brand.name else NAME_MISSING,
        "legal_name": None if brand.legal_name else LEGAL_MISSING,
        "country": None if brand.country in CODES else COUNTRY_MISSING,
        "mail": people.fault_of_address(brand.mail) if brand.mail else None,
        "accent": None if accent else NO_COLOUR,
    }
    long = {name: LONG for name in ("name", "legal_name", "address") if len(getattr(brand, name)) > LONGEST}
    if errors := {**long, **{name: says for name, says in faults.items() if says}}:
        raise Invalid(errors, longest=LONGEST)
    return replace(brand, accent=accent)


def changes(before: Brand, after: Brand) -> list[str]:
    """The fields that differ."""
    return [name for name in FIELDS if getattr(before, name) != getattr(after, name)]


def of(version: BrandVersion) -> Brand:
    return Brand(**{name: getattr(version, name) for name in FIELDS})


def mark_sample(by: User) -> None:
    """Say that this database holds the made-up programme: never beyond loopback, with a clock that may be moved."""
    with db.atomic():
        vendor = Vendor.get_current()
        Vendor.update(is_sample=True).where(Vendor.id == vendor.id).execute()
        events.record("vendor.marked_sample", vendor, actor=by)


def _written(by: User, brand: Brand, note: str, changed: list[str]) -> BrandVersion:
    vendor = Vendor.get_current()
    if not BrandVersion.highest():
        first = RulesVersion.select().order_by(RulesVersion.number).first()
        BrandVersion.create(number=1, created_at=first.created_at if first else moment.now(), **asdict(current()))
    Vendor.update(**asdict(brand)).where(Vendor.id == vendor.id).execute()
    version = BrandVersion.create(
        number=BrandVersion.highest() + 1, note=note, created_at=moment.now(), created_by=by, **asdict(brand)
    )
    facts = {"number": version.number, "fields": changed, "accent": brand.accent}
    others = [person for person in User.with_role("director", "administrator") if person != by]
    events.record("vendor.branded", vendor, actor=by, facts=facts, text=note, salt=vendor.salt, to=others)
    return version
