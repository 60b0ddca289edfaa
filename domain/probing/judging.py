"""Does a partner ask as people do who sell, or as somebody who tries out a list? Pure; numbers come from the rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import fmean, pstdev
from typing import Any

from domain.rules import Rules

NIGHT = (23, 5)
"""From this hour on, and before that one, where the partner is at home."""

SHARE_FROM = 30  # names, before their share says anything
CLAIMED_ONE_IN = 50
EVEN = 0.12  # spread of the pauses as a share of their mean: people are far above 0.5
PAUSE = timedelta(minutes=30)  # after a longer one a new run begins
TYPED_PER_NAME = 40
MUCH_OF_A_DAY = 50  # per cent of a person's names


@dataclass(frozen=True)
class Asked:
    """One name that somebody asked for, at a moment where the partner is at home."""

    at: datetime
    user: int
    name: str
    is_hit: bool = False  # not free
    is_pursued: bool = False  # a claim that stands, an appeal, a wish to be told
    is_claimed: bool = False
    from_list: bool = False  # asked by the portal, line after line of a list that somebody gave it
    is_early: bool = False  # of a list, and so lately that it could hardly be claimed yet


@dataclass(frozen=True)
class Typed:
    """All answers that one person got on one day, typed or settled."""

    user: int
    day: date
    answers: int


@dataclass(frozen=True)
class Trace:
    """What one partner asked since a moment, oldest first; `in_the_air`: not free while typing, and never settled."""

    asked: tuple[Asked, ...] = ()
    typed: tuple[Typed, ...] = ()
    in_the_air: int = 0
    factor: float = 1.0  # how much more a manager allows this partner than the rules do

    @property
    def by_hand(self) -> list[Asked]:
        """What people asked themselves. Order, pace and hour of a list are the portal's, and say nothing of them."""
        return [one for one in self.asked if not one.from_list]


@dataclass(frozen=True)
class Reason:
    """Why it looks like probing: a code with words in `reasons`, and the figures that stand in them."""

    code: str
    values: dict[str, Any]


def judge(trace: Trace, rules: Rules) -> list[Reason]:
    return [Reason(code, values) for code, test in TESTS.items() if (values := test(trace, rules))]


def _hits(trace: Trace, rules: Rules) -> dict[str, Any]:
    """However slowly it is done: so many names that were not free, and nothing was made of them."""
    left = {one.name for one in trace.asked if one.is_hit} - {one.name for one in trace.asked if one.is_pursued}
    found = len(left) + trace.in_the_air
    return {"hits": found, "days": rules.alarm_days} if found >= rules.alarm_hits * trace.factor else {}


def _share(trace: Trace, rules: Rules) -> dict[str, Any]:
    """Who sells asks for new customers, and meets mostly free ones."""
    names = {one.name: one.is_hit for one in trace.asked}
    asked = len(names) + trace.in_the_air
    hits = sum(names.values()) + trace.in_the_air
    if asked < SHARE_FROM or 100 * hits < rules.alarm_hit_share * asked:
        return {}
    return {"share": round(100 * hits / asked), "names": asked}


def _unclaimed(trace: Trace, rules: Rules) -> dict[str, Any]:
    """Names of a list count once there was time to make something of them."""
    names = {one.name for one in trace.asked if not one.is_early}
    claimed = {one.name for one in trace.asked if one.is_claimed and not one.is_early}
    is_many = len(names) >= rules.alarm_names * trace.factor
    return (
        {"names": len(names), "claimed": len(claimed)} if is_many and len(claimed) * CLAIMED_ONE_IN < len(names) else {}
    )


def _sorted(trace: Trace, rules: Rules) -> dict[str, Any]:
    """A list is asked in its order, up or down, whoever of the partner asks."""
    longest = max((_ordered(run) for run in _runs(trace.by_hand)), default=0)
    return {"names": longest} if longest >= rules.alarm_run else {}


def _even(trace: Trace, rules: Rules) -> dict[str, Any]:
    """A program waits the same time between two names."""
    for run in (run for one in _by_user(trace.by_hand) for run in _runs(one)):
        gaps = [(b.at - a.at).total_seconds() for a, b in pairwise(run)]
        size = rules.alarm_run - 1
        for start in range(len(gaps) - size + 1):
            part = gaps[start : start + size]
            if pstdev(part) <= EVEN * fmean(part):
                return {"names": rules.alarm_run, "seconds": round(fmean(part))}
    return {}


def _night(trace: Trace, rules: Rules) -> dict[str, Any]:
    nights = Counter((one.at - timedelta(hours=NIGHT[1])).date() for one in trace.by_hand if _is_night(one.at))
    worst = max(nights.values(), default=0)
    return {"names": worst} if worst >= rules.alarm_night * trace.factor else {}


def _crowd(trace: Trace, rules: Rules) -> dict[str, Any]:
    """Several people of one partner who each use much of what a person has, on one day."""
    per_person = Counter((one.at.date(), one.user) for one in trace.by_hand)
    much = rules.settled_per_day * trace.factor * MUCH_OF_A_DAY / 100
    people = Counter(day for (day, _), names in per_person.items() if names >= much)
    most = max(people.values(), default=0)
    return {"people": most} if most >= rules.alarm_people else {}


def _typed(trace: Trace, rules: Rules) -> dict[str, Any]:
    """Answers that were read off while typing, where hardly a name was settled."""
    settled = Counter((one.user, one.at.date()) for one in trace.asked)
    for one in trace.typed:
        names = settled[one.user, one.day]
        if one.answers >= rules.alarm_typed and one.answers > TYPED_PER_NAME * max(1, names):
            return {"answers": one.answers, "names": names}
    return {}


TESTS: dict[str, Callable[[Trace, Rules], dict[str, Any]]] = {
    "hits": _hits,
    "share": _share,
    "unclaimed": _unclaimed,
    "sorted": _sorted,
    "even": _even,
    "night": _night,
    "crowd": _crowd,
    "typed": _typed,
}


def _is_night(at: datetime) -> bool:
    return at.hour >= NIGHT[0] or at.hour < NIGHT[1]


def _by_user(asked: Iterable[Asked]) -> list[list[Asked]]:
    found: defaultdict[int, list[Asked]] = defaultdict(list)
    for one in asked:
        found[one.user].append(one)
    return list(found.values())


def _runs(asked: Iterable[Asked]) -> Iterator[list[Asked]]:
    """What was asked without a long pause."""
    run: list[Asked] = []
    for one in asked:
        if run and one.at - run[-1].at > PAUSE:
            yield run
            run = []
        run.append(one)
    yield run


def _ordered(run: list[Asked]) -> int:
    """How many different names follow each other in the order of the alphabet, up or down."""
    longest = up = down = 1 if run else 0
    for before, after in pairwise(run):
        if before.name != after.name:
            up, down = (up + 1, 1) if before.name < after.name else (1, down + 1)
        longest = max(longest, up, down)
    return longest
