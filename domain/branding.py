"""Under whose name, logo and colour does the programme appear?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain import events
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import User, Vendor
from models.base import db

COLOUR = re.compile(r"#[0-9a-f]{6}")
NOT_YOURS = N_("Only an administrator or director can change this.")


@dataclass(frozen=True)
class Brand:
    address: str = ""
    mail: str = ""
    accent: str = "#0f5061"
    logo: str = ""  # SVG that needs no cleaning: from our own files, or cleaned by the caller


def set_brand(by: User, brand: Brand) -> Vendor:
    """Raises `Refused` (not yours) and `Invalid` for a colour that is none."""
    if not may(by, "programme:set"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    if not COLOUR.fullmatch(brand.accent):
        raise Invalid({"accent": N_("Enter the colour as # and six digits, such as #0f5061.")})
    with db.atomic():
        vendor = Vendor.get_current()
        Vendor.update(**brand.__dict__).where(Vendor.id == vendor.id).execute()
        events.record("vendor.branded", vendor, actor=by, facts={"accent": brand.accent})
    return Vendor.get_current()


def mark_sample(by: User) -> None:
    """Say that this database holds the made-up programme: never beyond loopback, with a clock that may be moved."""
    with db.atomic():
        vendor = Vendor.get_current()
        Vendor.update(is_sample=True).where(Vendor.id == vendor.id).execute()
        events.record("vendor.marked_sample", vendor, actor=by)
