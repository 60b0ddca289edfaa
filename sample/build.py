"""How is the sample programme made? Stories and jobs in the order of their moments, under a moved clock."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from config import Config
from domain import imports, lookup, moment, papers, rules
from domain.clash import Asker
from domain.matching import Company, Level
from integrations.tables import Files
from jobs.schedule import SCHEDULE
from models import Registration, User
from sample import aliases, crm, founding, joining, probing, settings, training
from sample.names import Made, companies
from sample.plots import PLOTS
from sample.stories import Story
from sample.teller import Teller

SEED = 20270308
ACCOUNTS, PROSPECTS = 5000, 700
HISTORY = timedelta(days=170)

Say = Callable[[str], None]


def build(config: Config, say: Say, now: datetime | None = None) -> None:
    """Fill a new, migrated database. The same seed and moment give the same programme."""
    now = now or moment.now()
    rng = Random(SEED)
    names = companies(rng)
    accounts, prospects = list(islice(names, ACCOUNTS)), list(islice(names, PROSPECTS))
    say("Founding the programme: vendor, staff, eight partners")
    administrator = founding.found(now)
    founding.join(administrator, now)
    founding.give_passwords(now)
    say(f"Importing the CRM: {ACCOUNTS} accounts, leads, opportunities")
    mirror(config, administrator, accounts, prospects, now - HISTORY)
    say(f"Telling {len(PLOTS)} stories: checks, claims, decisions")
    tell(Teller(config, rng, now), unlike_all(names, len(PLOTS), now), now)
    mirror(config, administrator, accounts, prospects, now - timedelta(hours=6), kinds=("leads", "opportunities"))
    order_papers(now)


def mirror(
    config: Config, by: User, accounts: list[Made], prospects: list[Made], at: datetime,
    kinds: tuple[str, ...] = ("accounts", "leads", "opportunities"),
) -> None:  # fmt: skip
    """Import an export as of `at`, by the same verbs as the screens."""
    files = Files(config.import_folder)
    with moment.at(at), tempfile.TemporaryDirectory() as folder:
        written = crm.write(Path(folder), Random(SEED), accounts, prospects, at.date())
        for kind in kinds:
            with written[kind].open("rb") as stream:
                name = files.keep(stream)
            run = imports.preview(imports.receive(by, name, written[kind].name, files.open(name), kind), files)
            imports.start(by, run)
            imports.run_due(moment.now(), files)


def order_papers(now: datetime) -> None:
    """What Ana and a manager find under their papers on order as soon as the clock has run."""
    ana, manager = User.get(User.email == "ana@acme.example"), next(iter(User.with_role("channel_manager")))
    claim = Registration.visible_to(ana).where(Registration.status == "approved").order_by(Registration.claim_seq).get()
    with moment.at(now):
        papers.order_benefits(ana, claim)
        papers.order_dossier(manager, claim)


def unlike_all(names: Iterator[Made], count: int, now: datetime) -> list[Made]:
    """Companies that look like nothing we know and like none of each other, so that each story ends as it is told."""
    in_force, chosen = rules.in_force(now - HISTORY), list[Made]()
    for made in names:
        company = Company(made.name, made.domain, made.country, made.city)
        others = [Company(one.name, one.domain, one.country, one.city) for one in chosen]
        alike = any(lookup.likeness(company, other, in_force).level is not Level.DIFFERENT for other in others)
        if not alike and not lookup.find(company, Asker(None), in_force, now.date()):
            chosen.append(made)
        if len(chosen) == count:
            break
    return chosen


def tell(teller: Teller, companies_: list[Made], now: datetime) -> None:
    """Go through time: whichever story or day comes next. The daily jobs run each morning, as the clock would."""
    due: list[tuple[datetime, int, Story]] = []
    stories = [plot(teller, made, number) for number, (plot, made) in enumerate(zip(PLOTS, companies_, strict=True))]
    ada = User.get(User.role == "administrator")
    apart = [
        mornings(now),
        settings.programme(teller, ada),
        probing.fair(teller),
        probing.list_of_names(teller),
        *joining.stories(teller),
        training.notes(teller, User.get(User.name == "Max Lindner")),
        aliases.judged(teller),
    ]
    for number, story in enumerate([*stories, *apart]):
        _queue(due, number, story)
    while due:
        at, number, story = heapq.heappop(due)
        if at > now:
            continue
        with moment.at(at):
            _queue(due, number, story)


def mornings(now: datetime) -> Story:
    """Every day's jobs but those that reach outside: mails and papers follow when the real clock runs."""
    day = now - HISTORY
    while day < now:
        yield day.replace(hour=8, minute=30)
        for job in SCHEDULE:
            if not job.is_outward:
                job.verb(moment.now())
        day += timedelta(days=1)


def _queue(due: list[tuple[datetime, int, Story]], number: int, story: Story) -> None:
    """Let a story act up to its next moment, and remember that moment."""
    moment_ = next(story, None)
    if moment_ is not None:
        heapq.heappush(due, (moment_, number, story))
