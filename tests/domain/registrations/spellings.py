"""One account as eight partners write it; at least five differ after normalising."""

from __future__ import annotations

from datetime import date

from models import Partner, User
from tests.world import MONDAY, SILVER

EIGHT: tuple[tuple[str, str], ...] = (
    ("Talsperrenverband Oberwald", "www.talsperrenverband-oberwald.example"),
    ("Talsperenverband Oberwald", "i.thoma@gmail.com"),  # typo
    ("Talsperrenverband Obervald", "irene.thoma@gmx.de"),  # typo
    ("Oberwald Talsperrenverband", "thoma@web.de"),  # word order
    ("TVO Wasserwirtschaft", "https://talsperrenverband-oberwald.example/kontakt"),  # only by web domain
    ("Талсперренвербанд Обервалд", "thoma@mail.ru"),  # transliterated
    ("TALSPERRENVERBAND OBERWALD GmbH", "i.thoma@t-online.de"),
    ("Talsperrenverband Oberwald e.V.", "oberwald@posteo.de"),
)
"""Company and web address or mail of each; addresses of mail providers prove nothing, so that names must do."""


def rivals(count: int = 8) -> list[User]:
    """As many partners with one person each."""
    found = []
    for number in range(count):
        partner = Partner.create(
            code=f"P-RACE-{number:04d}",
            name=f"Rennstall {number}",
            country="DE",
            **{**SILVER, "joined_on": date(2024, 5, 1)},
        )
        found.append(
            User.create(
                email=f"rep{number}@race{number}.example",
                name=f"Rep {number}",
                role="rep",
                partner=partner,
                created_at=MONDAY,
            )
        )
    return found
