"""Who tries to learn the vendor's customers? Five people of one partner, by each door, never past a budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random

from domain import checks, moment, probing, protection, watches
from domain.checks import Prospect
from domain.refusals import Refused
from domain.registrations import drafts, filing, holds
from models import Alarm, Partner, Receipt, Registration, User
from sample.names import Made
from tests.world import MONDAY

DAYS = 30
PEOPLE = 5
SCREEN = " ".join(f"{letter}x" for letter in "abcdefghijklmnopqrst")
"""As many words as a name is known by; what stands behind them is read all the same."""

TICK = timedelta(seconds=30)
Step = tuple[datetime, User, "Question"]
Question = Callable[["Attack", User], None]


@dataclass
class Attack:
    """One partner's people, what they have learnt, and the clock that judges them every half minute."""

    partner: Partner
    people: list[User]
    customers: Iterator[Made]
    decoys: Iterator[Made]
    rng: Random
    learnt: set[str] = field(default_factory=set)
    asked: int = 0
    ticked: datetime = MONDAY
    base: Receipt | None = None  # of a harmless name, behind which others are held

    def is_noticed(self) -> bool:
        return Alarm.open_of(self.partner.id) is not None

    def told(self, made: Made, verdict: str) -> None:
        self.asked += 1
        if verdict in ("taken", "review"):
            self.learnt.add(made.name)

    def run(self, steps: Iterator[Step]) -> None:
        """Until a person is alarmed, or the time is over. A door that is closed is tried again on the next step."""
        for at, user, question in steps:
            if at > MONDAY + timedelta(days=DAYS):
                break
            with moment.at(at):
                self._tick(at)
                if self.is_noticed():
                    break
                try:
                    question(self, user)
                except Refused:
                    continue
            if self.is_noticed():
                break

    def _tick(self, at: datetime) -> None:
        if at - self.ticked >= TICK:
            self.ticked = at
            probing.run(at)


def settle(attack: Attack, user: User) -> None:
    made = next(attack.customers)
    attack.told(made, checks.check(user, Prospect(made.name), settled=True).verdict)


def listed(attack: Attack, user: User) -> None:
    """As a line of a list, whose order and pace are not judged."""
    made = next(attack.customers)
    attack.told(made, checks.check(user, Prospect(made.name), settled=True, from_list="L-1").verdict)


def diluted(attack: Attack, user: User) -> None:
    """In a list with five invented names for each customer; nothing is made of what comes out."""
    made = next(attack.customers if attack.rng.random() < 0.15 else attack.decoys)
    attack.told(made, checks.check(user, Prospect(made.name), settled=True, from_list="L-1").verdict)


def read(attack: Attack, user: User) -> None:
    """While typing alone."""
    made = next(attack.customers)
    attack.told(made, checks.check(user, Prospect(made.name), settled=False).verdict)


def sieve(attack: Attack, user: User) -> None:
    """While typing, a hundred guesses for one customer."""
    made = next(attack.customers if attack.rng.random() < 0.01 else attack.decoys)
    attack.told(made, checks.check(user, Prospect(made.name), settled=False).verdict)


def screen(attack: Attack, user: User) -> None:
    """While typing, behind the same twenty words each time, as a name that the company had before."""
    made = next(attack.customers)
    attack.told(made, checks.check(user, Prospect(f"{SCREEN} formerly {made.name}"), settled=False).verdict)


def retype(attack: Attack, user: User) -> None:
    """One free receipt with a web address of one's own; the form that was begun from it names another each time."""
    harmless, made = next(attack.decoys), next(attack.customers)
    if attack.base is None or attack.rng.random() < 0.1:
        answer = checks.check(user, Prospect(harmless.name, f"{harmless.name[:6].lower()}.example", "DE"), settled=True)
        attack.base = Receipt.get(Receipt.code == answer.receipt)
    draft = drafts.start(user, attack.base)
    typed = drafts.StageOne(company=made.name, domain=attack.base.domain, country="DE")
    kept = holds.hold(user, drafts.save(user, draft.idempotency_key, typed))
    attack.told(made, "free" if kept.status == "held" else "review")
    if kept.status == "held":
        drafts.discard(user, kept)


def file(attack: Attack, user: User) -> None:
    """Straight from the form; what stands is taken back, so that there is room for the next."""
    made = next(attack.customers)
    filed = _file(user, made)
    if not filed.is_sealed:
        attack.told(made, "taken" if filed.status == "refused" else "review" if filed.is_waiting else "free")
    if filed.is_open:
        protection.withdraw(user, filed, "No longer wanted.")


def mix(attack: Attack, user: User) -> None:
    """Nine checks and a filing, so that none of the checks is a tenth."""
    (file if attack.asked % 10 == 9 else settle)(attack, user)


def hold(attack: Attack, user: User) -> None:
    """A check, a hold if there is one, and what is not free is watched as long as there is room."""
    made = next(attack.customers)
    answer = checks.check(user, Prospect(made.name, country=made.country), settled=True)
    attack.told(made, answer.verdict)
    receipt = Receipt.get(Receipt.code == answer.receipt)
    if answer.verdict == "taken":
        watches.ask(user, receipt, "Ours")
    else:
        holds.hold(user, drafts.start(user, receipt))


def pretend(attack: Attack, user: User) -> None:
    """As somebody who sells: mostly free names, some claims, and what is not free is followed up where it can be."""
    made = next(attack.customers if attack.rng.random() < 0.15 else attack.decoys)
    answer = checks.check(user, Prospect(made.name), settled=True)
    attack.told(made, answer.verdict)
    receipt = Receipt.get(Receipt.code == answer.receipt)
    if (answer.verdict == "free" and attack.rng.random() < 0.06) or (
        answer.verdict == "review" and attack.rng.random() < 0.5
    ):
        _file(user, made)
    elif answer.verdict == "taken":
        watches.ask(user, receipt, "Ours")


def _file(user: User, made: Made) -> Registration:
    today = moment.now().date()
    typed = drafts.StageOne(
        company=made.name, domain=made.domain, country="DE", city=made.city, contact_name="Irene Thoma",
        product_line="flow", value_band="15k_to_40k", expected_close_on=today + timedelta(days=60),
        first_contact_on=today - timedelta(days=10),
    )  # fmt: skip
    return filing.submit(user, drafts.save(user, drafts.fresh_key(), typed))


def burst(attack: Attack, question: Question) -> Iterator[Step]:
    """As fast as the minute allows, all five at once."""
    for minute in range(DAYS * 1440):
        for number in range(30):
            for user in attack.people:
                yield MONDAY + timedelta(minutes=minute, milliseconds=number), user, question


def slow(attack: Attack, question: Question, a_day: float) -> Iterator[Step]:
    """A few a day, on working days, at the hours and with the pauses of people, one after the other."""
    people, at = cycle(attack.people), MONDAY
    for number in range(DAYS):
        day = (MONDAY + timedelta(days=number)).replace(hour=8)
        if day.weekday() > 4:
            continue
        moments = sorted(attack.rng.uniform(0, 9 * 3600) for _ in range(int(a_day) + (attack.rng.random() < a_day % 1)))
        for seconds, user in zip(moments, islice(people, len(moments)), strict=True):
            at = day + timedelta(seconds=seconds)
            yield at, user, question


STRATEGIES: dict[str, Callable[[Attack], Iterator[Step]]] = {
    "settle, as fast as the budgets allow": lambda attack: burst(attack, settle),
    "settle, 90 names a day": lambda attack: slow(attack, settle, 90),
    "settle, 3 names a day": lambda attack: slow(attack, settle, 3),
    "settle, 1.3 names a day": lambda attack: slow(attack, settle, 1.3),
    "lists of customers, as fast as the budgets allow": lambda attack: burst(attack, listed),
    "lists with 85 % invented names, 80 lines a day": lambda attack: slow(attack, diluted, 80),
    "read while typing, as fast as allowed": lambda attack: burst(attack, read),
    "read while typing, 4 names a day": lambda attack: slow(attack, read, 4),
    "sieve guesses while typing": lambda attack: burst(attack, sieve),
    "sieve guesses while typing, 1,800 a day": lambda attack: slow(attack, sieve, 1800),
    "behind twenty words, as fast as allowed": lambda attack: burst(attack, screen),
    "retype what was free and hold it, as fast as allowed": lambda attack: burst(attack, retype),
    "file and take back": lambda attack: slow(attack, file, 20),
    "file and take back, 2 a day": lambda attack: slow(attack, file, 2),
    "check and file in turn, as fast as allowed": lambda attack: burst(attack, mix),
    "check, hold, watch": lambda attack: slow(attack, hold, 5),
    "pretend to sell, 27 names a day": lambda attack: slow(attack, pretend, 27),
    "pretend to sell, 95 names a day": lambda attack: slow(attack, pretend, 95),
}
