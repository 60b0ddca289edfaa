"""Who is this, and how do they prove it? Sessions, links, passwords, second factors, and how often one may try."""

from __future__ import annotations

from domain.accounts import factors
from domain.accounts.factors import enter
from domain.accounts.links import (
    DEAD_LINK,
    ask_for_link,
    first_link,
    invite,
    link_code,
    link_of,
    link_path,
    link_token,
    living_link,
    use_code,
    use_link,
)
from domain.accounts.passwords import change_password, delete_password, set_password, sign_in_by_password
from domain.accounts.sessions import end_one, end_session, end_sessions, open_session, person_of

__all__ = [
    "DEAD_LINK", "ask_for_link", "change_password", "delete_password", "end_one", "end_session", "end_sessions",
    "enter", "factors", "first_link", "invite", "link_code", "link_of", "link_path", "link_token", "living_link",
    "open_session", "person_of", "set_password", "sign_in_by_password", "use_code", "use_link",
]  # fmt: skip
