"""What do the pictures show? The sample programme at one fixed moment, and what it lacks for a screen of each kind."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from app import create_app
from config import Config
from domain import (
    check_log,
    checks,
    decisions,
    imports,
    leaving,
    moment,
    papers,
    partners,
    people,
    personal,
    probing,
    protection,
    questions,
    spreadsheets,
    watches,
)
from domain.check_log import Part
from domain.decisions import Words
from domain.people import Invitation
from domain.registrations import drafts
from gallery import lists
from integrations.tables import Files
from jobs import running
from jobs.schedule import named
from migrations.runner import migrate_all
from models import Delivery, Partner, Question, Receipt, Registration, User
from models.base import close, db
from sample.build import build
from sample.names import Made
from sample.probing import LIST
from sample.teller import Teller

NOW = datetime(2027, 3, 9, 10, 24, tzinfo=UTC)
"""A Tuesday morning: whoever takes the pictures again finds the same times in them."""

KEY = b"pictures"
SEED = 8660
OUTWARD = ("readouts", "certificates", "papers", "imports", "duplicates", "spreadsheets", "send_mail")
"""Jobs that follow when the clock runs; until then the papers are not there."""

TABLE = """Account ID;Account Name;Website;Country;City
A-1000{0};Walzwerk Unterweser GmbH;www.walzwerk.example;Deutschland;Bremen
A-10002;Molkerei Rotenhain eG;molkerei-rotenhain.example;Deutschland;Rotenhain
A-10003;Papierfabrik am Deich;papier-deich.example;Germany;Emden
A-10004;;nameless.example;Germany;Emden
A-10005;Fábrica del Río SA;fabricarior.example;Atlantis;Zaragoza
"""
STRANGE = "Nr;Wer;Wo im Netz\n1;Walzwerk Unterweser GmbH;www.walzwerk.example\n"

KEPT = """Customer;Partner;Product line;Value;Registered on;Contact;Country
Walzwerk Oberweser;Acme Systemhaus;Flow sensors;20000;2027-01-18;Kim Dorn;DE
Walzwerk Oberweser GmbH;Rival Technik;Flow sensors;30000;2027-01-25;Ole Haas;DE
Werft am Deich;Nobody we know;Flow sensors;30000;2027-02-03;;DE
Zementwerk Lünertal;Ostwall Messtechnik;Gas analysers;64000;2027-02-08;Petra Lohm;DE
Brauerei Kranichstein;Nordlicht Automation;Flow sensors;18000;2027-02-11;Udo Feil;DE
"""
DONE = "\n".join(KEPT.replace("Walzwerk Oberweser", "Kalkwerk Hohenstein").splitlines()[:2]) + "\n"

LEFT = "theo.rabe@acme.example"
FREE, LIKE = "Käserei Brunnthal", "Kelterei Falkenfeld Netz GmbH"
CHECKED = ((FREE, "DE"), (LIKE, "DE"))
NO = Words(
    reason="weak_proof",
    clause="4.2",
    text="The notes name no person at the customer who answers you.",
    next_step="appeal",
)


def seeded(seed: int = SEED) -> None:
    """Make codes and keys the same each time. For a throwaway programme alone: they can be foretold."""
    rng = Random(seed)
    plain: dict[str, Callable[..., object]] = {
        "choice": rng.choice, "randbelow": rng.randrange, "token_bytes": lambda size=32: rng.randbytes(size),
        "token_hex": lambda size=32: rng.randbytes(size).hex(),
        "token_urlsafe": lambda size=32: "".join(rng.choices("abcdefghkmnpqrstuvwxyz23456789", k=size * 4 // 3)),
    }  # fmt: skip
    for name, value in plain.items():
        setattr(secrets, name, value)


def make(config: Config, say: Callable[[str], None]) -> None:
    """Fill a new instance folder: the sample, what it lacks, and what the clock makes of it."""
    create_app(config)
    with db.connection_context():
        migrate_all()
        build(config, say, NOW - timedelta(minutes=200))
        say("Adding what the sample lacks")
        _ana(Teller(config, Random(SEED), NOW))
        with moment.at(NOW - timedelta(minutes=40)):
            _newcomer()
            _answered()
            _looked_up()
            _alarmed()
            _tables(Files(config.import_folder))
            _forgotten()
        say("Reading proof, printing papers, writing mails")
        for name in OUTWARD:
            while running.run_for(named(name), NOW - timedelta(minutes=30), config):
                pass
        with moment.at(NOW - timedelta(minutes=20)):
            _prolonged()
        running.run_for(named("certificates"), NOW - timedelta(minutes=15), config)
        with moment.at(NOW - timedelta(minutes=12)):
            _under_way()
            _not_sent()
        lists.tell(NOW, _one("ana@acme.example"), _one("ben@acme.example"))
        running.note("send_mail", NOW - timedelta(seconds=20), 0, "")
    close()


def _newcomer() -> None:
    """A partner that has nothing yet: empty pages."""
    company = partners.Company("Weserwerk Technik", "DE", "Nienburg", "weserwerk.example", "bronze")
    partners.add(
        _one("ada@nordwind.example"), company, Invitation("lena@weserwerk.example", "Lena Falk", "partner_admin")
    )


def _ana(teller: Teller) -> None:
    """What Ana has before her today: checks, a claim in each state that waits for somebody, an appeal, a watch."""
    ana, max_ = _one("ana@acme.example"), _one("max@nordwind.example")
    begin = NOW - timedelta(minutes=180)
    with moment.at(begin):
        for name, country in (*CHECKED, (taken_name(), "")):
            teller.check(ana, Made(name, country, ""), "flow_sensors")
        waits = teller.file(ana, Made("Molkerei Rotenhain eG", "DE", "Rotenhain"), "mfp", value_band="40k_to_100k")
        asked = teller.file(ana, Made("Sägewerk Tannenbach KG", "DE", "Tannenbach"), "mi", value_band="40k_to_100k")
        refused = teller.file(ana, Made("Glashütte Ebersgrund GmbH", "DE", "Ebersgrund"), "n", value_band="40k_to_100k")
        for claim in (waits, asked, refused):
            teller.complete(ana, claim)
    with moment.at(begin + timedelta(minutes=40)):
        teller.ask(asked, "Who at the sawmill decides, and by when do they want to?")
        decided = decisions.decline(max_, decisions.opened(max_, refused), NO)
    with moment.at(begin + timedelta(minutes=70)):
        teller.draft(ana, Made("Textilwerk Auental GmbH", "DE", "Auental"))
        questions.ask(
            ana, "The plant’s engineer asked us in January, before anybody else.", drafts.fresh_key(), claim=decided
        )
        taken = Receipt.get(Receipt.user == ana, Receipt.verdict == "taken")
        watches.ask(ana, taken, "We wrote the study for this plant last year.")
        extended = Registration.get(Registration.extensions > 0, Registration.status == "approved")
        protection.extend(extended.holder, extended, "The board meets in April.", seen=extended.extensions)


def taken_name(line: str = "flow_sensors") -> str:
    """An account that another partner holds in this product line: the shortest name, without its legal form."""
    acme = Partner.get(Partner.name == "Acme Systemhaus")
    held = Registration.select().where(Registration.status == "approved", Registration.partner != acme.id)
    shortest = min((row.company for row in held.where(Registration.product_line == line)), key=len)
    return str(shortest.rsplit(" ", 1)[0])


def _forgotten() -> None:
    """Somebody who has left, and somebody who wanted to be forgotten."""
    ada = _one("ada@nordwind.example")
    acme = Partner.get(Partner.name == "Acme Systemhaus")
    left = people.invite(ada, Invitation(LEFT, "Theo Rabe", "rep"), acme)
    leaving.deactivate(ada, left)
    personal.erase_named(ada, "Konrad Dohle", "Konrad Dohle", "asked")


def _answered() -> None:
    """An appeal that somebody else than the decider has answered."""
    appeal = Question.get(Question.state == "open")
    rows = Registration.select().where(Registration.status == "declined").order_by(Registration.id.desc())
    since = NOW - timedelta(days=13)
    claim = next(row for row in rows if row.decided_at > since and row.code != appeal.registration_code)
    asked = questions.ask(
        claim.holder, "We met the plant’s engineer in January; the mail shows it.", drafts.fresh_key(), claim=claim
    )
    staff = (_one(f"{name}@nordwind.example") for name in ("dora", "jo"))
    person = next(one for one in staff if questions.is_theirs(one, asked))
    questions.answer(person, asked, "Your mail is older than the claim. Please register again.")


def _looked_up() -> None:
    acme = Partner.get(Partner.name == "Acme Systemhaus")
    check_log.open_names(_one("max@nordwind.example"), Part(None, acme), "dispute", "Appeal about a plant in Kassel")


def _alarmed() -> None:
    """A list that somebody tries out in the order of the alphabet."""
    gregor = _one("gregor@rival.example")
    for number, name in enumerate(LIST[:23]):
        with moment.at(NOW - timedelta(minutes=80 - number)):
            checks.check(gregor, checks.Prospect(name, country="DE"), settled=True)
    with moment.at(NOW - timedelta(minutes=50)):
        probing.run(moment.now())


def _tables(files: Files) -> None:
    """Imports and spreadsheets that wait for a person, in the states in which they do."""
    max_, dora = _one("max@nordwind.example"), _one("dora@nordwind.example")
    for content in (TABLE.format(1), STRANGE):
        path = files.keep(io.BytesIO(content.encode()))
        imports.preview(imports.receive(max_, path, "accounts-march.csv", files.open(path), "accounts"), files)
    for content, how in ((KEPT, "read"), (KEPT.replace("Walzwerk", "Stahlwerk"), "held"), (DONE, "released")):
        path = files.keep(io.BytesIO(content.encode()))
        sheet = spreadsheets.receive(max_, path, "registrations.csv", files.open(path))
        sheet = spreadsheets.hold(max_, sheet) if how != "read" else sheet
        if how == "released":
            spreadsheets.release(dora, sheet, "Compared with the list of last year, row by row.")


def _prolonged() -> None:
    """An extension, after which a newer certificate holds."""
    rows = Registration.select().where(Registration.status == "approved", Registration.extensions == 0)
    claim = (
        rows.where(Registration.is_protected, Registration.holder != _one("ana@acme.example"))
        .order_by(Registration.claim_seq)
        .get()
    )
    protection.extend(
        claim.holder, claim, "The customer asked for a second measuring point; the offer follows on Monday."
    )


def _under_way() -> None:
    """A certificate and a bundle that are being prepared."""
    waiting = Registration.select().where(Registration.status == "submitted", Registration.is_protected)
    claim = waiting.where(Registration.answer_due_at.is_null(False)).order_by(Registration.claim_seq).get()
    decider = claim.assignee or _one("max@nordwind.example")
    decisions.approve(decider, decisions.opened(decider, claim), Words(clause="5.1"))
    ana = _one("ana@acme.example")
    valid = Registration.visible_to(ana).where(Registration.status == "approved").order_by(Registration.claim_seq)
    papers.order_certificates(ana, [row.id for row in valid.limit(4)])


def _not_sent() -> None:
    newest = Delivery.select().where(Delivery.channel == "mail", Delivery.state == "sent").order_by(Delivery.id.desc())
    failed = Delivery.get_by_id(newest.first().id)
    Delivery.update(state="failed", error="550 no such mailbox").where(Delivery.id == failed.id).execute()


def _one(email: str) -> User:
    return User.get(User.email == email)
