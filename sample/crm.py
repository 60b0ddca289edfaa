"""What does the sample's CRM export look like? Three CSV files as a CRM writes them: accounts, leads, opportunities."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sample import aliases
from sample.cast import FIRMS, LINES
from sample.names import Made

OWNERS = ("K. Brandt", "S. Ottmann", "J. Reyes", "P. Whitfield", "D. Kunze", "M. Serra")
OPEN_STAGES = ("new", "qualified", "proposal", "negotiation")
LEAD_STAGES = ("new", "working", "qualified")

ACCOUNT_HEADERS = (
    "Account ID",
    "Account Name",
    "Website",
    "Country",
    "City",
    "VAT Number",
    "Owner",
    "Partner of Record",
    "Products",
    "Also Known As",
)
LEAD_HEADERS = (
    "Lead ID",
    "Company",
    "Website",
    "Country",
    "City",
    "Stage",
    "Status",
    "Product Line",
    "Owner",
    "Created On",
    "Last Activity",
)
DEAL_HEADERS = (
    "Opportunity ID",
    "Account ID",
    "Topic",
    "Stage",
    "Status",
    "Product Line",
    "Amount",
    "Currency",
    "Owner",
    "Partner",
    "Created On",
    "Last Activity",
)


def write(
    folder: Path, rng: Random, accounts: Sequence[Made], prospects: Sequence[Made], today: date
) -> dict[str, Path]:
    """The three files as of `today`. `prospects` are companies that are leads only."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {
        "accounts": (ACCOUNT_HEADERS, _accounts(Random(rng.random()), accounts)),
        "leads": (LEAD_HEADERS, _leads(Random(rng.random()), prospects, today)),
        "opportunities": (DEAL_HEADERS, _deals(Random(rng.random()), accounts, today)),
    }
    return {kind: _file(folder / f"{kind}.csv", headers, lines) for kind, (headers, lines) in rows.items()}


def _accounts(rng: Random, accounts: Sequence[Made]) -> Iterator[tuple[str, ...]]:
    """One in four is a customer; a third of those came through a partner."""
    for number, made in enumerate(accounts):
        is_customer = rng.random() < 0.25
        products = rng.sample(LINES, rng.choice((1, 1, 2))) if is_customer else []
        partner = rng.choice(FIRMS).name if is_customer and rng.random() < 0.33 else ""
        vat = f"{made.country}{rng.randrange(10**8, 10**9)}" if rng.random() < 0.4 else ""
        website = f"https://www.{made.domain}/" if rng.random() < 0.8 else ""
        yield (
            _id("A", number),
            made.name,
            website,
            made.country,
            made.city,
            vat,
            rng.choice(OWNERS),
            partner,
            "; ".join(products),
            aliases.other_names(number, made),
        )
    for number, (name, website, made) in enumerate(aliases.twins(accounts), len(accounts)):
        yield _id("A", number), name, website, made.country, made.city, "", OWNERS[number % len(OWNERS)], "", "", ""


def _leads(rng: Random, prospects: Sequence[Made], today: date) -> Iterator[tuple[str, ...]]:
    for number, made in enumerate(prospects):
        created = today - timedelta(days=rng.randrange(5, 200))
        active = min(today, created + timedelta(days=rng.randrange(0, 120)))
        status = "open" if rng.random() < 0.7 else "disqualified"
        website = made.domain if rng.random() < 0.6 else ""
        yield (
            _id("L", number), made.name, website, made.country, made.city, rng.choice(LEAD_STAGES), status,
            rng.choice(LINES), rng.choice(OWNERS), created.isoformat(), active.isoformat(),
        )  # fmt: skip


def _deals(rng: Random, accounts: Sequence[Made], today: date) -> Iterator[tuple[str, ...]]:
    """Some 900 opportunities, half of them closed, a fifth of the open ones asleep."""
    for number in range(900):
        account = rng.randrange(len(accounts))
        created = today - timedelta(days=rng.randrange(10, 400))
        status = rng.choice(("open", "open", "won", "lost"))
        asleep = rng.random() < 0.2
        active = max(created, today - timedelta(days=rng.randrange(95, 300) if asleep else rng.randrange(0, 80)))
        line = rng.choice(LINES)
        partner = rng.choice(FIRMS).name if rng.random() < 0.1 else ""
        yield (
            _id("O", number), _id("A", account), f"{line}, {accounts[account].city}", rng.choice(OPEN_STAGES), status, line,
            f"{rng.randrange(40, 2400) * 100}.00", "EUR", rng.choice(OWNERS), partner, created.isoformat(), active.isoformat(),
        )  # fmt: skip


def _id(letter: str, number: int) -> str:
    return f"{letter}-{100000 + number * 7}"


def _file(path: Path, headers: Sequence[str], rows: Iterable[tuple[str, ...]]) -> Path:
    """As Windows programs save it: semicolons, a byte-order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headers)
        writer.writerows(rows)
    return path
