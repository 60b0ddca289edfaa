"""How do partners ask: one that sells from morning to evening, one that tries out a list? Traces for the judgment."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from domain.probing.judging import Asked, Trace, Typed
from tests.world import MONDAY

SYLLABLES = tuple("al|ba|cor|den|el|fin|gar|hol|im|jen|ka|lor|mun|nor|os|pel|quar|ro|sta|tun|ul|ver|wal|xan".split("|"))  # noqa: SIM905


def name(rng: Random) -> str:
    return " ".join("".join(rng.choices(SYLLABLES, k=3)) for _ in range(2))


def workday(rng: Random, day: datetime, user: int, names: int) -> list[tuple[datetime, int]]:
    """When a person asks: now and then, in small bunches, between eight and six, with a break at noon."""
    at, found = day.replace(hour=8, minute=rng.randrange(50)), []
    for _ in range(names):
        at += timedelta(seconds=rng.expovariate(1 / 60) + 6 if rng.random() < 0.5 else rng.expovariate(1 / 2400) + 20)
        found.append((min(at, day.replace(hour=18)), user))
    return found


def honest(seed: int, *, people: int = 4, names: int = 25, days: int = 30, hits: float = 0.12) -> list[Asked]:
    """A heavy but honest partner: it claims one name in fifteen, and goes after one in three that were not free."""
    rng, asked = Random(seed), list[Asked]()
    start = MONDAY.replace(hour=0)
    for day in (start + timedelta(days=number) for number in range(days)):
        if day.weekday() > 4:
            continue
        shares = [rng.randrange(names // people - 3, names // people + 4) for _ in range(people)]
        moments = sorted(one for user, share in enumerate(shares) for one in workday(rng, day, user, share))
        for at, user in moments:
            is_hit = rng.random() < hits
            is_pursued, is_claimed = is_hit and rng.random() < 0.33, not is_hit and rng.random() < 1 / 15
            asked.append(Asked(at, user, name(rng), is_hit, is_pursued or is_claimed, is_claimed))
    return asked


def typing(asked: list[Asked], per_name: int = 9) -> tuple[Typed, ...]:
    """So many answers while each name is typed."""
    sums: dict[tuple[int, datetime], int] = {}
    for one in asked:
        key = (one.user, one.at.replace(hour=0, minute=0, second=0, microsecond=0))
        sums[key] = sums.get(key, 0) + per_name + 1
    return tuple(Typed(user, at.date(), answers) for (user, at), answers in sums.items())


def until(asked: list[Asked], now: datetime, days: int = 30) -> Trace:
    """What the judgment sees at this moment."""
    seen = [one for one in asked if now - timedelta(days=days) <= one.at <= now]
    return Trace(tuple(seen), typing(seen))
