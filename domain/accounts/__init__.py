"""Who is this, and how do they prove it? Sessions, mailed links, passwords, and how often one may try."""

from __future__ import annotations

from domain.accounts.sessions import end_one, end_session, end_sessions, open_session, person_of

__all__ = ["end_one", "end_session", "end_sessions", "open_session", "person_of"]
