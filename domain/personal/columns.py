"""In which columns may somebody be named, what stays there although it names them, and what is a secret?

Read off the models, so that a new table is searched, erased and exported without anybody thinking of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from peewee import Field, JSONField, TextField

import models
from domain.personal.names import GONE
from domain.words import N_
from models.base import Model

COMPANY = N_("The name of a company stays: the order of claims, and who may claim it, rest on it.")
ISSUED = N_("What was issued is never changed: its hash is what anybody can verify.")
PUBLISHED = N_("A version of the rules, once published, is never changed: claims are bound to it.")
ACCOUNT = N_("This person can sign in. Erase the account on the person’s own page.")
VENDOR = N_("This is the vendor’s own name and address, as it is printed on papers.")

STAYS: dict[str, str] = {
    "registration.company": COMPANY, "account.name": COMPANY, "lead.company": COMPANY, "opportunity.name": COMPANY,
    "question.company": COMPANY, "watch.name": COMPANY, "receipt.name": COMPANY, "receipt.core": COMPANY,
    "bulk_line.name": COMPANY,
    "account.also": COMPANY, "judgement.name": COMPANY, "judgement.core": COMPANY, "judgement.other_name": COMPANY,
    "judgement.other_core": COMPANY,
    "partner.name": COMPANY, "application.company": COMPANY, "certificate.facts": ISSUED,
    "rules_version.text": PUBLISHED,
    "rules_version.numbers": PUBLISHED, "publication.wording": PUBLISHED, "user.name": ACCOUNT, "user.email": ACCOUNT,
    "address_change.old": ACCOUNT, "address_change.new": ACCOUNT,
    "vendor.name": VENDOR, "vendor.legal_name": VENDOR, "vendor.address": VENDOR, "vendor.mail": VENDOR,
    "brand_version.name": VENDOR, "brand_version.legal_name": VENDOR, "brand_version.address": VENDOR,
    "brand_version.mail": VENDOR,
}  # fmt: skip
"""Column -> why a name in it is left."""

UNTOLD = frozenset({"receipt", "reading", "watch", "bulk_check", "bulk_line"})
"""What partners asked and wait for: cleared like the rest, but nobody learns from a search that it was there."""

DERIVED = frozenset({"name_entry", "name_key", "name_word", "name_state", "case_key", "likely_pair"})
"""Made from the names of companies, for searching: whoever needs them makes them anew."""

NAMELESS = frozenset(
    {"event", "lease", "job_run", "throttle", "sequence", "mirror", "deletion", "erasure", "pair_search"}
)
"""Ids, codes, hashes and numbers alone."""

SEALED: dict[str, tuple[str, ...]] = {
    "note": ("text",), "condition": ("text",), "question": ("text", "answer"), "import_run": ("reason",),
    "spreadsheet": ("reason",), "publication": ("note",),
    "application": ("text",), "allowance": ("reason",), "check_pause": ("reason",), "alarm": ("note",),
}  # fmt: skip
"""Free text whose salted hash stands in the register: it goes whole, its salt too, and the hash then tells nothing."""

TEXT_SALTS = frozenset(f"{table}.salt" for table in SEALED)
NO_SECRET = TEXT_SALTS | {"event.text_hash", "case_key.key", "name_key.key", "name_word.key"}
SECRET = re.compile(r"hash|nonce|salt|secret|token|credential|(^|_)key($|_)|password|recovery|totp")


def table_of(model: type[Model]) -> str:
    return str(model._meta.table_name)


def is_secret(model: type[Model], field: Field) -> bool:
    """By its name: what lets somebody in, or proves that they may. It leaves the house with no export."""
    return f"{table_of(model)}.{field.name}" not in NO_SECRET and bool(SECRET.search(field.name))


def searched() -> Iterator[tuple[type[Model], list[Field]]]:
    """Each table in which somebody may be named, with the columns that hold text."""
    for model in models.ALL:
        if table_of(model) not in DERIVED | NAMELESS and (fields := _texts(model)):
            yield model, fields


def _texts(model: type[Model]) -> list[Field]:
    return [
        field
        for field in model._meta.sorted_fields
        if isinstance(field, (TextField, JSONField)) and not (field.constraints or is_secret(model, field))
    ]


def emptied(row: Any) -> dict[Any, str]:
    """What a sealed text, its fellows and their salt become."""
    texts = {getattr(type(row), name): GONE if getattr(row, name) else "" for name in SEALED[table_of(type(row))]}
    return {**texts, type(row).salt: ""}
