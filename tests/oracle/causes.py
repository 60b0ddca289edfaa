"""Names that are answered alike for different causes: half-random companies, each drawn at random for one cause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from domain import checks, decisions, moment, protection
from domain.checks import Prospect
from domain.decisions import Words
from domain.judgements import saying
from domain.matching import Company, index
from domain.matching.index import Kind
from domain.registrations import drafts, holds
from models import Account, Lead, Opportunity, Partner, Receipt, User
from models.base import db
from tests.world import MONDAY, SILVER, World

SYLLABLES = tuple("bal dor fen gir hul jam kes lom nur pav rix sot tum vel wig zan".split())  # noqa: SIM905
DAY = MONDAY.date() - timedelta(days=3)
BEFORE = {"created_on": DAY - timedelta(days=30), "last_activity_on": DAY, "updated_at": MONDAY}


def names(rng: Random, count: int) -> list[str]:
    """Names of one length, unlike each other."""
    found: set[str] = set()
    while len(found) < count:
        found.add(" ".join("".join(rng.choices(SYLLABLES, k=3)).title() for _ in range(2)))
    return sorted(found, key=lambda _: rng.random())


class Causes:
    """Brings a name into the state that a cause stands for."""

    def __init__(self, world: World) -> None:
        self.world, self.helpers, self.made = world, list[User](), 0

    def account(self, name: str, **values: Any) -> Account:
        row = Account.create(external_id=name, name=name, country="DE", updated_at=MONDAY, **{"products": [], **values})
        with db.atomic():
            index.put(Kind.ACCOUNT, row.id, Company(name, "", "DE"))
        return row

    def claim(self, name: str) -> None:
        self.world.file(self.fresh(), name, country="DE", domain=f"{name.replace(' ', '').lower()}.example")

    def opportunity(self, name: str) -> None:
        Opportunity.create(external_id=f"O-{name}", account=self.account(name), name="Deal", stage="proposal", **BEFORE)

    def lead(self, name: str) -> None:
        row = Lead.create(external_id=f"L-{name}", company=name, stage="working", **BEFORE)
        with db.atomic():
            index.put(Kind.LEAD, row.id, Company(name, "", "DE"))

    def customer(self, name: str) -> None:
        self.account(name, products=["flow"])

    def known(self, name: str) -> None:
        self.account(name)

    def stale(self, name: str) -> None:
        long_ago = {**BEFORE, "created_on": DAY - timedelta(days=400), "last_activity_on": DAY - timedelta(days=200)}
        Opportunity.create(
            external_id=f"S-{name}", account=self.account(name), name="Deal", stage="proposal", **long_ago
        )

    def near(self, name: str) -> None:
        """Another partner's claim on a name that is close to it."""
        first, second = name.split()
        self.claim(f"{first} {second} Service")

    def judged(self, name: str, verdict: str = "same") -> None:
        """A rival's claim under quite another name, and what a person said about the two."""
        other = f"{name[::-1].title()} Werke"
        self.claim(other)
        saying.say(self.world.max, Company(name, country="DE"), Company(other, country="DE"), verdict)

    def judged_different(self, name: str) -> None:
        self.judged(name, "different")

    def hold(self, name: str) -> None:
        user = self.fresh()
        receipt = Receipt.get(code=checks.check(user, Prospect(name, country="DE"), settled=True).receipt)
        assert holds.hold(user, drafts.start(user, receipt)).status == "held"

    def ended(self, name: str) -> None:
        """A rival's claim that was withdrawn: its cool-down is the rival's alone."""
        filed = self.world.file(self.fresh(), name, country="DE", domain=f"{name.replace(' ', '').lower()}.example")
        claim = decisions.approve(self.world.max, filed, Words(clause="5.1"))
        protection.withdraw(claim.holder, claim, "No longer wanted.")

    def fresh(self) -> User:
        """Somebody of another partner each time, so that no cap is reached."""
        self.made += 1
        partner = Partner.create(code=f"P-H{self.made:03}-0000", name=f"Firm {self.made}", country="DE", **SILVER)
        return User.create(
            email=f"h{self.made}@h.example", name="H", role="rep", partner=partner, created_at=moment.now()
        )


TAKEN: tuple[tuple[str, Callable[[Causes, str], None]], ...] = (
    ("rival's claim", Causes.claim), ("open opportunity", Causes.opportunity), ("lead", Causes.lead),
    ("judged the same", Causes.judged),
)  # fmt: skip
REVIEW: tuple[tuple[str, Callable[[Causes, str], None]], ...] = (
    ("hold", Causes.hold), ("near name", Causes.near), ("customer", Causes.customer), ("known account", Causes.known),
    ("stale opportunity", Causes.stale),
)  # fmt: skip
FREE: tuple[tuple[str, Callable[[Causes, str], None]], ...] = (
    ("nothing", lambda causes, name: None), ("rival's cool-down", Causes.ended),
    ("judged different", Causes.judged_different),
)  # fmt: skip
