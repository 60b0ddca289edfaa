"""What does a rival of Acme's have in a full programme, and what can it ask? The side from which leaks are sought.

Its claims meet Acme's on the same customers, told by their web domains: no word that marks Acme's is ever Rita's own.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from config import Config
from domain import accounts, bulk, calendars, decisions, moment, papers, protection, questions, reversals, watches
from domain.checks import Prospect, check
from domain.decisions import Words
from domain.registrations import drafts, holds
from integrations.pdf import Press
from jobs import papers as papers_job
from jobs import running
from jobs.certificates import prepare_due
from jobs.mail import composed
from jobs.readouts import read_due
from jobs.schedule import SCHEDULE
from models import (
    Budget,
    Certificate,
    Delivery,
    Evidence,
    PaperOrder,
    Receipt,
    Registration,
    Session,
    SigninLink,
    Throttle,
    User,
)
from tests.attacks.hearing import leaks, said_in
from tests.forms import Form, as_shown, forms_on
from tests.full import CANARIES, NOW, Full, addresses
from tests.fuzzing import random_request
from tests.integrations.readers.test_files import pdf
from tests.nasty import VALUES, Pairs, body
from tests.readers import Here, no_keys
from tests.world import MONDAY

PEOPLE = ("rita", "rolf")
"""Who asks: a rep, and the one who looks after Rival's people."""

QUERIES = ("receipt", "registration", "partner", "which", "q", "code", "successor", "claim", "key")


@dataclass
class Side:
    """What is Acme's (`theirs`), what is Rival's (`own`), and the forms that Rival's people see."""

    theirs: Full
    own: Full
    marked: tuple[str, ...] = ()
    forms: list[Form] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)  # that open for Rival's people


def rivals_side(full: Full, press: Press) -> Side:
    """Let Rival do all that a partner can, some of it against Acme; papers are printed in earnest."""
    world = full.world
    with moment.at(MONDAY):
        User.create(
            email="rolf@rival.example", name="Rolf Winter", role="partner_admin", partner=world.rita.partner,
            created_at=MONDAY,
        )  # fmt: skip
    own = Full(world, full.config)
    with moment.at(MONDAY + timedelta(hours=4)):
        _file_against(full, own)
        _prove(own)
        _appeal(full, own)
        _change(full, own)
    with moment.at(NOW - timedelta(minutes=30)):
        _papers(full, own, press)
    with moment.at(NOW - timedelta(minutes=2)):
        _rest(full, own)
    side = Side(full, own, _marked(full))
    with moment.at(NOW):
        _look_around(side)
    return side


def _file_against(full: Full, own: Full) -> None:
    """On each of Acme's customers by its domain; what meets a protected claim is refused, the rest waits behind."""
    world = full.world
    for state in ("submitted", "returned", "approved", "won", "extension", "declined"):
        domain = Registration.get(Registration.code == full.claims[state]).domain
        claim = world.file(world.rita, f"Wasserwerk {state.title()}bach", domain=domain, contact_name="Rolf Reiher")
        own.claims[state] = claim.code
    own.claims["approved"] = Registration.get(Registration.company == "Molkerei Rotenhain").code
    rotenhain = Registration.get(Registration.code == own.claims["approved"])
    decisions.approve(world.max, rotenhain, Words(clause="5.1", text="Good luck."))
    Registration.update(stage_two_at=moment.now()).where(Registration.id == rotenhain.id).execute()
    found = check(world.rita, Prospect("Ziegelei Querbach", country="DE"), settled=True)
    held = holds.hold(world.rita, drafts.start(world.rita, Receipt.get(Receipt.code == found.receipt)))
    own.claims["held"] = held.code
    own.claims["draft"] = world.draft(world.rita, "Papierfabrik Rabenau", contact_name="Rolf Reiher").code


def _prove(own: Full) -> None:
    rita = own.world.sign_in(own.world.rita)
    for state in ("draft", "approved"):
        files = [(io.BytesIO(b"Visit on 3 March"), "note.txt"), (io.BytesIO(pdf("/Title (Offer)")), "offer.pdf")]
        assert rita.post(f"/registrations/{own.claims[state]}/evidence", data={"files": files}).status_code == 303
    read_due(MONDAY + timedelta(hours=4, minutes=1), own.config, Here(), no_keys)
    own.evidence = [row.code for row in Evidence.select().where(Evidence.partner == own.world.rita.partner)]


def _appeal(full: Full, own: Full) -> None:
    """Against a refusal that Acme is the cause of; a watch on Acme's customer; both from a check that says "taken"."""
    world = full.world
    domain = Registration.get(Registration.code == full.claims["extension"]).domain
    answer = check(world.rita, Prospect("Wasserwerk", domain=domain, country="DE"), settled=True)
    assert answer.verdict == "taken"
    receipt = Receipt.get(Receipt.code == answer.receipt)
    claim = Registration.get(Registration.code == own.claims["extension"])
    asked = [
        questions.ask(world.rita, "We were there first.", drafts.fresh_key(), receipt=receipt, claim=None),
        questions.ask(world.rita, "Our offer is older.", drafts.fresh_key(), receipt=None, claim=claim),
    ]
    questions.answer(world.dora, asked[0], "The claim before yours is older.")
    own.questions = [question.code for question in asked]
    own.watches = [watches.ask(world.rita, receipt, "We know the plant.").code]
    own.receipts = [row.code for row in Receipt.select().where(Receipt.user == world.rita)]


def _change(full: Full, own: Full) -> None:
    """Acme gives up, and Rita's claim behind it moves up; a refusal of Acme's is taken back beside Rita's claim."""
    world = full.world
    submitted = Registration.get(Registration.code == full.claims["submitted"])
    protection.withdraw(world.ana, submitted, "Stieglitz gave up.")
    declined = Registration.get(Registration.code == full.claims["declined"])
    dirk = User.create(email="dirk@nordwind.example", name="Dirk Hofer", role="director", created_at=MONDAY)
    reversals.reverse(dirk, declined, "Stieglitz wrote to us.")


def _papers(full: Full, own: Full, press: Press) -> None:
    world = full.world
    claim = Registration.get(Registration.code == own.claims["approved"])
    prepare_due(moment.now(), full.config, press)
    papers.order_certificates(world.rita, [claim.id])
    papers.order_benefits(world.rita, claim)
    acmes = Registration.get(Registration.code == full.claims["extension"])
    full.papers.append(papers.order_benefits(world.ana, acmes).code)
    assert papers_job.make_due(moment.now(), full.config, press) >= 3
    own.papers = [row.code for row in PaperOrder.visible_to(world.rita).order_by(PaperOrder.id)]
    own.certificates = [row.verify_code for row in Certificate.visible_to(world.rita)]
    assert own.certificates


def _rest(full: Full, own: Full) -> None:
    world = full.world
    own.calendars = [calendars.subscribe(world.rita, names_customers=True), calendars.subscribe(world.rolf)]
    own.news = [row.message_id for who in PEOPLE for row in Delivery.inbox_of(getattr(world, who)).limit(20)]
    accounts.open_session(world.rita, "at home")
    own.sessions = [row.handle for row in Session.living_of(world.rita, moment.now())][:2]
    own.people = [world.rita.code, world.rolf.code]
    SigninLink.update(used_at=moment.now()).where(SigninLink.user == world.ana).execute()  # who has it may know whose
    accounts.ask_for_link("rita@rival.example", "192.0.2.9")
    own.links = [accounts.link_token(SigninLink.newest_of(world.rita), full.config.key())]
    own.signers, own.first_links = full.signers, full.first_links
    own.joining, own.conditions, own.passkeys, own.trainings = full.joining, ["C-1"], ["K-1"], ["T-1"]
    own.alarms, own.spreadsheets, own.imports, own.mails = full.alarms, full.spreadsheets, full.imports, full.mails
    own.moves, own.ways_back = ["no-move"], ["no-way"]
    own.lists = [bulk.receive(world.rita, bulk.Received("", bulk.from_text("Reiher Werke", 9))).code]
    own.territories, own.applications, own.erasures = full.territories, full.applications, full.erasures


def _marked(full: Full) -> tuple[str, ...]:
    """The words that mark what is Acme's, its people, and the names of its things, which are secrets as well."""
    names = ["Ana Novak", "Ben Adler", "ana@acme.example", "ben@acme.example", "carla@acme.example"]
    codes = [
        *full.claims.values(),
        *full.evidence,
        *full.questions,
        *full.watches,
        *full.receipts,
        *full.papers,
        *full.lists,
    ]
    return (*CANARIES, *names, *codes, *full.calendars, *full.sessions)


def _look_around(side: Side) -> None:
    """Which pages open for Rival's people, and which forms they see there: one of each address and set of fields."""
    app, found = side.own.world.app, {}
    for who in PEOPLE:
        client = browser(side, who)
        for path in own_pages(side):
            answer = client.get(path)
            side.pages += [path] if answer.status_code == 200 else []
            for form in forms_on(app, who, answer):
                found.setdefault((form.path, tuple(sorted(form.fields))), form)
    side.forms = list(found.values())


def own_pages(side: Side) -> list[str]:
    rules = sorted(side.own.world.app.url_map.iter_rules(), key=lambda rule: rule.rule)
    paths = [path for rule in rules if "GET" in (rule.methods or ()) for _, path in addresses(side.own, rule)]
    more = [f"/reports/{what}file?as={kind}" for what in ("", "claims/") for kind in ("csv", "xlsx")]
    return [path.replace("P-ACME-1111", "P-RIVA-2222") for path in [*paths, *more]]


def browser(side: Side, who: str) -> Any:
    return side.own.world.sign_in(getattr(side.own.world, who))


def mails_to(host: str) -> list[Delivery]:
    rows = Delivery.with_event().where(Delivery.recipient.is_null(False)).order_by(Delivery.id)
    return [row for row in rows if row.reader.email.endswith(f"@{host}")]


def mails_of(side: Side, mails: list[Delivery]) -> list[str]:
    """What these mails, as they are written, say that they should not."""
    return [
        f"{mail.event.name} to {mail.reader.email}: says {word}"
        for mail in mails
        for word in leaks(said_in(composed(mail, side.own.config).as_bytes()), CANARIES)
    ]


def afresh(side: Side) -> None:
    """Nobody is shut out by what was tried before, everybody is again what they were, the calendar has an address."""
    for table in (Budget, Throttle):
        table.delete().execute()
    User.update(is_active=True).where(User.is_active == False).execute()  # noqa: E712
    for who, role in zip(PEOPLE, ("rep", "partner_admin"), strict=True):
        User.update(role=role, sees="company").where(User.email.startswith(f"{who}@")).execute()
    side.own.calendars = [calendars.subscribe(side.own.world.rita, names_customers=True)]
    others = [page for page in side.pages if not page.startswith("/calendar/")]
    side.pages = [*others, *[f"/calendar/{key}.ics" for key in side.own.calendars] * 4]


def request_of(rng: random.Random, side: Side) -> dict[str, Any]:
    """A form as it is shown with one field meddled with; a page of either side; or anything at all."""
    lot = rng.random()
    if lot < 0.35:
        form = rng.choice(side.forms)
        return _headed(rng, {"path": form.path, "method": "POST", "data": body(_meddled(rng, side, as_shown(form)))})
    if lot < 0.85:
        path = rng.choice(side.pages if rng.random() < 0.7 else _pages_of(side.theirs))
        asked = body([(rng.choice(QUERIES), _value(rng, side))]).decode() if rng.random() < 0.5 else ""
        return _headed(rng, {"path": f"{path}{'&' if '?' in path else '?'}{asked}" if asked else path, "method": "GET"})
    return random_request(rng, side.own.world.app, rng.choice((side.own, side.theirs)), side.forms)


def _headed(rng: random.Random, asked: dict[str, Any]) -> dict[str, Any]:
    heads = {"HX-Request": "true"} if rng.random() < 0.2 else {"Accept-Encoding": "gzip"} if rng.random() < 0.3 else {}
    return {**asked, "headers": heads, "content_type": "application/x-www-form-urlencoded"}


def _pages_of(full: Full) -> list[str]:
    rules = sorted(full.world.app.url_map.iter_rules(), key=lambda rule: rule.rule)
    return [path for rule in rules if rule.arguments for _, path in addresses(full, rule)]


def _meddled(rng: random.Random, side: Side, pairs: Pairs) -> Pairs:
    """As shown, or with a strange value in one field, or with a field that the form does not have."""
    lot = rng.random()
    if lot < 0.3 or not pairs:
        return pairs
    if lot < 0.5:
        return [*pairs, (rng.choice(QUERIES), _value(rng, side))]
    place = rng.randrange(len(pairs))
    return [*pairs[:place], (pairs[place][0], _value(rng, side)), *pairs[place + 1 :]]


def _value(rng: random.Random, side: Side) -> bytes:
    """The name of something of Acme's or their own, a customer of Acme's by its domain, or nonsense."""
    theirs = [*side.theirs.claims.values(), *side.theirs.receipts, *side.theirs.people, *side.theirs.evidence]
    lots = (
        rng.choice(theirs).encode(), rng.choice(list(side.own.claims.values())).encode(),
        rng.choice([b"cismar.example", b"itzehoe.example", b"brakenau.example", b"eschwege.example"]),
        rng.choice(list(VALUES.values()))[:500],
    )  # fmt: skip
    return rng.choice(lots)


def live_on(config: Config, press: Press, days: tuple[int, ...]) -> None:
    """Everything that happens by itself until so many days later: reminders, ends, mails and papers."""
    for day in days:
        now = NOW + timedelta(days=day)
        with moment.at(now):
            prepare_due(now, config, press)
            papers_job.make_due(now, config, press)
            for job in SCHEDULE:
                if job.name not in ("certificates", "papers", "readouts", "imports", "spreadsheets"):
                    running.run(job, now, config)
