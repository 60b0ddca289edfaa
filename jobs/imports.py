"""How do uploaded CRM files become the mirror? The clock reads and applies them, so that web processes stay free."""

from __future__ import annotations

from datetime import datetime

from config import Config, from_environment
from domain import imports
from integrations.tables import Files
from models import ImportRun


def run_due(now: datetime, config: Config | None = None) -> int:
    """Preview what was uploaded, apply what is queued or was left standing. Returns how many imports ended well."""
    return imports.run_due(now, Files((config or from_environment()).import_folder))


def waiting(_: datetime) -> int:
    """Files that are to be read or applied."""
    return ImportRun.select().where(ImportRun.state.in_(("uploaded", "queued"))).count()
