"""How good is the matching engine, and what would others in its place give? The table of docs/matching.md, measured.

Names come from any table parted by tabs with a column `name`, labelled pairs from one with name_a, name_b and same.
Without such files invented names are used, and what needs labels is left out.
"""

from __future__ import annotations
