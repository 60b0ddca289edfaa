"""What stands in this file? Tables as people export them, read row by row, in any usual encoding and separator."""

from __future__ import annotations

from integrations.tables.files import Files
from integrations.tables.records import Row
from integrations.tables.table import LARGEST, MOST_BROKEN, MOST_ROWS, Table, Unreadable, open_table

__all__ = ["LARGEST", "MOST_BROKEN", "MOST_ROWS", "Files", "Row", "Table", "Unreadable", "open_table"]
