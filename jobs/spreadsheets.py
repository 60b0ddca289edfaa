"""How do released spreadsheets become registrations? The clock files their rows, then drops the file."""

from __future__ import annotations

from datetime import datetime

from config import Config, from_environment
from domain import moment, spreadsheets
from integrations.tables import Files
from models import Spreadsheet


def run_due(now: datetime, config: Config | None = None) -> int:
    """Carry over what a director released. Returns how many spreadsheets were brought to their end."""
    files = Files((config or from_environment()).import_folder)
    with moment.at(now):
        ended = spreadsheets.run_due(now)
    for sheet in spreadsheets.with_needless_files():
        files.drop(sheet.path)
        spreadsheets.forget_file(sheet)
    return ended


def waiting(_: datetime) -> int:
    """Spreadsheets that are released and not yet carried over."""
    return Spreadsheet.select().where(Spreadsheet.state == "released").count()
