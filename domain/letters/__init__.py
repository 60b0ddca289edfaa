"""What must a mail say? Plain facts gathered from an event and the rows it is about, for one recipient."""

from __future__ import annotations

from domain.letters.writing import Letter, of, of_many

__all__ = ["Letter", "of", "of_many"]
