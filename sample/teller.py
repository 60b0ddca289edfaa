"""How does a made-up person act? Short sentences over the domain's verbs, at the moment to which the clock was moved."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from config import Config
from domain import checks, decisions, evidence, evidence_ratings, moment, protection
from domain.decisions import Words
from domain.registrations import details, drafts, filing, holds
from integrations import evidence as store
from models import Evidence, Receipt, Registration, User
from sample import files
from sample.cast import FIRMS
from sample.names import Made

CONTACTS = (
    "Irene Thoma", "Petra Wille", "Jonas Hartinger", "Sofía Medrano", "Carlos Requena", "Helen Garrick", "Martin Ulmer",
    "Lucía Dávila", "Andrew Holloway", "Birgit Eberle", "Raúl Carmona", "Emma Fairbanks",
)  # fmt: skip
TOPICS = (
    "Flow measurement",
    "Gas analysis",
    "Calibration contract",
    "Pumping station 2",
    "Boiler house",
    "Leak detection",
)
BY_LINE = {"flow_sensors": TOPICS[0], "gas_analysers": TOPICS[1], "calibration": TOPICS[2]}


class Teller:
    """Acts for the cast; every random choice comes from one seeded source."""

    def __init__(self, config: Config, rng: Random, now: datetime) -> None:
        self.config, self.rng, self.now = config, rng, now

    def day(self, days: float, hour: float = 9.0) -> datetime:
        """`days` ago, on a working day (the Friday before a weekend), at that hour UTC."""
        wanted = (self.now - timedelta(days=days)).date()
        wanted -= timedelta(days=max(0, wanted.weekday() - 4))
        return datetime.combine(wanted, datetime.min.time(), self.now.tzinfo) + timedelta(
            hours=hour, seconds=self.rng.randrange(3000)
        )

    def rep(self, number: int) -> User:
        """One of the partners' people, in turn."""
        firm = FIRMS[number % len(FIRMS)]
        person = firm.people[number // len(FIRMS) % len(firm.people)]
        return User.get(User.email == person.address(firm.domain))

    def staff(self, name: str) -> User:
        return User.get(User.name == name)

    def manager(self, claim: Registration) -> User:
        return Registration.get_by_id(claim.id).assignee or self.staff("Max Lindner")

    def check(self, user: User, made: Made, line: str = "", name: str = "") -> Receipt:
        asked = checks.Prospect(name=name or made.name, domain=made.domain, country=made.country, line=line)
        answer = checks.check(user, asked, settled=True)
        return Receipt.get(Receipt.code == answer.receipt)

    def draft(
        self, user: User, made: Made, *, line: str = "flow_sensors", held: bool = True, **values: Any
    ) -> Registration:
        """Checked, begun, held if free, stage 1 filled in."""
        claim = drafts.start(user, self.check(user, made, line))
        claim = holds.hold(user, claim) if held else claim
        today = moment.now().date()
        typed = drafts.StageOne(**{
            "company": made.name, "domain": made.domain, "country": made.country, "city": made.city,
            "contact_name": self.rng.choice(CONTACTS), "product_line": line, "value_band": "15k_to_40k",
            "expected_close_on": today + timedelta(days=self.rng.randrange(40, 150)),
            "first_contact_on": today - timedelta(days=self.rng.randrange(3, 40)), **values,
        })  # fmt: skip
        return drafts.save(user, claim.idempotency_key, typed)

    def prove(self, user: User, claim: Registration, made: Made, kinds: str) -> None:
        """Attach files: m(ail), f(orward), i(nvitation), o(ffer), p(icture), n(otes)."""
        topic, contact = BY_LINE.get(claim.product_line, TOPICS[0]), claim.contact_name
        before = moment.now() - timedelta(days=2, hours=3)
        making = {
            "m": lambda: files.mail(made, contact, user.email, before, topic),
            "i": lambda: files.meeting(made, contact, before, topic),
            "o": lambda: files.offer(
                made, user.partner.name if user.partner else user.name, topic, self.rng.randrange(18, 390) * 100, before
            ),
            "f": lambda: files.forward(made, contact, f"{user.name} <{user.email}>", before - timedelta(days=3), topic),
            "p": lambda: files.picture(made, topic, before),
            "n": lambda: files.notes(made, topic, user.name, before),
        }
        for kind in kinds:
            name, content = making[kind]()
            kept = store.keep(self.config.evidence_folder, claim.partner_id, name, io.BytesIO(content))
            evidence.attach(user, kept, registration=claim)

    def file(self, user: User, made: Made, proof: str = "m", **values: Any) -> Registration:
        """Check, fill in, prove, file."""
        claim = self.draft(user, made, **values)
        self.prove(user, claim, made, proof)
        return filing.submit(user, claim)

    def complete(self, user: User, claim: Registration) -> Registration:
        """All of stage 2: the answer clock starts."""
        typed = {
            "industry": self.rng.choice(("Water", "Chemicals", "Food", "Energy", "Public")), "employees": self.rng.choice(("50", "250", "1200")),
            "decision_makers": f"{claim.contact_name}, head of engineering", "how_found": "Customer visit",
            "project": f"{BY_LINE.get(claim.product_line, TOPICS[0])}, {claim.city}", "next_steps": "Demo on site, then the offer",
            "activities": "Two calls, one visit", "competitors": "One other maker",
        }  # fmt: skip
        return details.save(user, claim, typed)

    def approve(self, claim: Registration, clause: str = "5.1", **said: Any) -> Registration:
        opened = decisions.opened(self.manager(claim), Registration.get_by_id(claim.id))
        self.rate(opened, "accepted")
        return decisions.approve(self.manager(claim), opened, Words(clause=clause, **said))

    def rate(self, claim: Registration, weight: str) -> None:
        for file in Evidence.of_claim(claim):
            evidence_ratings.rate(self.manager(claim), file, weight)

    def ask(self, claim: Registration, text: str, reply_by: date | None = None) -> Registration:
        opened = decisions.opened(self.manager(claim), Registration.get_by_id(claim.id))
        return decisions.return_for_information(self.manager(claim), opened, Words(text=text, reply_by=reply_by))

    def decline(self, claim: Registration, reason: str, clause: str, text: str, next_step: str) -> Registration:
        opened = decisions.opened(self.manager(claim), Registration.get_by_id(claim.id))
        self.rate(opened, "weak")
        said = Words(reason=reason, clause=clause, text=text, next_step=next_step)
        return decisions.decline(self.manager(claim), opened, said)

    def update(self, user: User, claim: Registration, text: str = "") -> Registration:
        words = text or self.rng.choice((
            "Visited the plant; the engineer wants an offer for two measuring points.", "Demo went well, budget is confirmed.",
            "Offer sent, answer expected after the board meets.", "Call with purchasing: they compare with one other maker.",
        ))  # fmt: skip
        return protection.update(user, Registration.get_by_id(claim.id), words)
