"""What does the database itself refuse? Events are never changed or removed; a place in the order is never changed."""

from __future__ import annotations

from typing import Any

from peewee import PostgresqlDatabase

RULES = (
    ("event_is_immutable", "event", "UPDATE OR DELETE", "1 = 1", "events are never changed"),
    ("rules_are_immutable", "rules_version", "UPDATE OR DELETE", "1 = 1", "a version of the rules is never changed"),
    (
        "filing_is_immutable", "registration", "UPDATE",
        "OLD.filed_at IS NOT NULL AND (NEW.filed_at IS NULL OR NEW.filed_at <> OLD.filed_at"
        " OR NEW.claim_seq IS NULL OR NEW.claim_seq <> OLD.claim_seq)",
        "a filing keeps its time and its number",
    ),
    (
        "certificate_is_immutable", "certificate", "UPDATE",
        "OLD.sha256 IS NOT NULL AND (NEW.sha256 IS NULL OR NEW.sha256 <> OLD.sha256"
        " OR NEW.verify_code <> OLD.verify_code"
        " OR CAST(NEW.facts AS TEXT) <> CAST(OLD.facts AS TEXT))",
        "an issued certificate is never changed",
    ),
)  # fmt: skip
"""name, table, on what, when, what it says"""


def statements(db: Any) -> list[str]:
    if isinstance(getattr(db, "obj", db), PostgresqlDatabase):
        return [sql for rule in RULES for sql in _postgres(*rule)]
    return [sql for rule in RULES for sql in _sqlite(*rule)]


def _sqlite(name: str, table: str, on: str, when: str, says: str) -> list[str]:
    return [
        f'CREATE TRIGGER {name}_{action.lower()} BEFORE {action} ON "{table}" WHEN {when} '
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        for action in on.split(" OR ")
    ]


def _postgres(name: str, table: str, on: str, when: str, says: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{says}'; END IF; RETURN NEW; END $$",
        f'CREATE TRIGGER {name} BEFORE {on} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()',
    ]
