"""What stands in this file? Tables as people export them, read row by row: any usual encoding, separator and line end."""

from __future__ import annotations

from integrations.tables.files import Files
from integrations.tables.records import Broken, Record
from integrations.tables.table import LARGEST, MOST_BROKEN, MOST_ROWS, Table, Unreadable, open_table

__all__ = ["LARGEST", "MOST_BROKEN", "MOST_ROWS", "Broken", "Files", "Record", "Table", "Unreadable", "open_table"]
