"""A programme with every kind of object in it, all of Acme's marked: what the sweeps over all addresses look at."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from PIL import Image
from werkzeug.routing import Rule

from config import Config
from domain import (
    accounts,
    allowances,
    applications,
    branding,
    bulk,
    calendars,
    codes,
    decisions,
    evidence_ratings,
    imports,
    leaving,
    moment,
    papers,
    people,
    personal,
    probing,
    protection,
    questions,
    rules,
    spreadsheets,
    training_reminders,
    trainings,
    watches,
)
from domain.accounts import addresses as addresses_of
from domain.checks import Prospect, check
from domain.decisions import Wanted, Words
from domain.duplicates import searching
from domain.imports import running
from domain.judgements import saying
from domain.matching import Company
from domain.people import Invitation
from domain.registrations import details, drafts, holds
from domain.settings import publishing
from domain.trainings import Passed
from integrations import signers, signing
from integrations.pdf import Press
from integrations.tables import Files
from jobs import papers as papers_job
from jobs.certificates import place, prepare_due
from jobs.readouts import read_due
from models import (
    Alarm,
    BulkCheck,
    Certificate,
    Condition,
    Delivery,
    Evidence,
    ImportRun,
    LikelyPair,
    Passkey,
    Receipt,
    Registration,
    Session,
    SigninLink,
    Spreadsheet,
    Territory,
    User,
)
from tests import applicants
from tests.factors import give_app
from tests.presses import QUICK, press
from tests.readers import Here, no_keys
from tests.world import MONDAY, RULES, World

NOW = MONDAY + timedelta(hours=6)
"""The moment at which the sweeps look."""

CANARIES = ("Kanarienwerk", "Zeisig", "goldammer", "Stieglitz")
"""Words that stand in Acme's companies, contacts, file names and texts, and nowhere else."""

MAIL = (
    b"From: Zora Zeisig <zeisig@goldammer.example>\r\nTo: ana@acme.example\r\n"
    b"Date: Wed, 03 Mar 2027 14:22:10 +0100\r\n"
    b"Subject: Stieglitz project\r\n\r\n"
    b"On 2 Mar 2027, at 14:22, Zeisig <zeisig@goldammer.example> wrote:\r\n> Hello\r\n"
)

ACCOUNTS = "Account ID;Firma;Website;Land;Ort\n1;Walzwerk Unterweser GmbH;www.walzwerk.example;Deutschland;Bremen\n"

SPREADSHEET = """Customer;Partner;Product line;Value;Registered on;Contact
Walzwerk Oberweser;Acme Systemhaus;Flow sensors;20000;2027-02-01;Kim
Walzwerk Oberweser GmbH;Rival Technik;Flow sensors;30000;2027-02-03;
Werft am Deich;Nobody;Flow sensors;30000;2027-02-03;
"""


@dataclass
class Full:
    """The world, and for each kind of object the addresses' names of those that there are."""

    world: World
    config: Config
    claims: dict[str, str] = field(default_factory=dict)  # state -> code, all Acme's
    evidence: list[str] = field(default_factory=list)
    certificates: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    watches: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    passkeys: list[str] = field(default_factory=list)
    news: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)  # a bundle and a sheet that are ready, and one that waits
    signers: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    first_links: list[str] = field(default_factory=list)

    calendars: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    spreadsheets: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)  # one that was looked into, one that is open
    territories: list[int] = field(default_factory=list)
    applications: list[str] = field(default_factory=list)  # one that waits, one declined
    joining: list[str] = field(default_factory=list)  # their private links, and one to be confirmed
    erasures: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)  # Ana; Carla, who is invited; Theo, who has left
    moves: list[str] = field(default_factory=list)  # a new address of Ana's that waits
    ways_back: list[str] = field(default_factory=list)  # Nora's, from her old address
    aliases: list[str] = field(default_factory=list)  # one that stands, one that was taken back
    pairs: list[int] = field(default_factory=list)  # accounts that look alike
    trainings: list[str] = field(default_factory=list)  # one that ends soon, one that was withdrawn
    lists: list[str] = field(default_factory=list)  # one to be looked at, one under way, one that is done


def build(world: World, config: Config) -> Full:
    """Fill the programme through the domain's verbs, at the times at which things would have happened."""
    full = Full(world, config)
    with moment.at(MONDAY):
        _rivals_claim(world)
        _claims(full)
        _read(full)
        _asked(full)
        _applied(full)
        _imported(full)
    with press(QUICK) as quick:
        prepare_due(MONDAY + timedelta(hours=2), config, quick)
        _ordered(full, quick)
    _note_rest(full)
    _alarmed(full)
    _listed(full)
    with moment.at(NOW - timedelta(minutes=2)):
        _set(full)
    return full


def _alarmed(full: Full) -> None:
    """Ben asks for lists in the order of the alphabet, twice; in between a manager looked, and gave more names."""
    world, acme = full.world, full.world.ben.partner
    for number in range(2):
        for letter in "ABCDEFGHIJKLMNOPQRST":
            with moment.at(MONDAY + timedelta(hours=4 + number, minutes=ord(letter) - 60)):
                check(world.ben, Prospect(f"{letter} Stieglitz {number}", country="DE"), settled=True)
        with moment.at(MONDAY + timedelta(hours=4 + number, minutes=40)):
            assert probing.run(moment.now()) == 1
            alarm = Alarm.get(Alarm.state == "open")
            full.alarms.append(alarm.code)
            if not number:
                probing.close(world.max, alarm, "Cards from a fair.")
                until = (MONDAY + timedelta(days=30)).date()
                allowances.give(world.max, acme, allowances.Wanted(60, 200, 900, until, "Stieglitz is at the fair."))


def _listed(full: Full) -> None:
    """Ana's lists, in each state."""
    ana, at = full.world.ana, NOW - timedelta(minutes=6)
    with moment.at(at):
        lists = [
            bulk.receive(ana, bulk.Received(f"goldammer-{name}.csv", bulk.from_text(f"Stieglitz {name}\nGmbH", 10)))
            for name in ("Fernsicht", "Goldwiese", "Heidegrund")
        ]
        bulk.start(ana, lists[2])
        bulk.run_due(at)
        bulk.start(ana, lists[1])
    full.lists = [row.code for row in BulkCheck.visible_to(ana).order_by(BulkCheck.id)]


def _set(full: Full) -> None:
    """A second version of the rules, a second appearance, and somebody who wanted to be forgotten."""
    world, now = full.world, rules.in_force()
    full.erasures = [personal.erase_named(world.ada, "Konrad Dohle", "Konrad Dohle", "asked").erasure.code]
    publishing.publish(world.ada, publishing.Wanted(replace(now, figures_least=6), now.number, "Too few to tell"))
    branding.set_brand(world.ada, replace(branding.current(), mail="partners@nordwind.example"))


def _name(state: str) -> str:
    """A company of Acme's, unlike the others."""
    own = {
        "draft": "Adelfurt", "held": "Brakenau", "submitted": "Cismar", "returned": "Dornumersiel",
        "approved": "Eschwege", "declined": "Fehmarnsund", "withdrawn": "Greetsiel", "won": "Hohwacht",
        "extension": "Itzehoe",
    }  # fmt: skip
    return f"Kanarienwerk {own[state]}"


def _file(world: World, state: str, user: User | None = None) -> Registration:
    return world.file(
        user or world.ana, _name(state), domain=f"{_name(state).split()[1].lower()}.example", contact_name="Zora Zeisig"
    )


def _claims(full: Full) -> None:
    world = full.world
    made = {"draft": world.draft(world.ana, _name("draft"), domain="adelfurt.example", contact_name="Zora Zeisig")}
    made |= {
        state: _file(world, state) for state in ("submitted", "returned", "approved", "declined", "withdrawn", "won")
    }
    made["extension"] = _file(world, "extension", world.ben)
    held = check(world.ana, Prospect(_name("held"), country="DE"), settled=True)
    made["held"] = holds.hold(world.ana, drafts.start(world.ana, Receipt.get(Receipt.code == held.receipt)))
    _prove(full, made["draft"])
    _prove(full, made["submitted"])
    _decide(world, made)
    _prove(full, made["returned"])
    full.claims = {state: claim.code for state, claim in made.items()}


def _decide(world: World, made: dict[str, Registration]) -> None:
    no = Words(
        reason=RULES.decline_reasons[0].code,
        clause="4.2",
        text="Stieglitz was not convinced.",
        next_step="register_again",
    )
    details.save(
        world.ana,
        made["submitted"],
        {"project": "Stieglitz project", "next_steps": "Stieglitz visits"},
        may_complete=False,
    )
    decisions.return_for_information(world.max, made["returned"], Words(text="Which Stieglitz plant is it?"))
    decisions.decline(world.dora, made["declined"], no)
    protection.withdraw(world.ana, made["withdrawn"], "Stieglitz gave up.")
    asked = (Wanted("Stieglitz signs the order.", (MONDAY + timedelta(days=30)).date()),)
    decisions.approve_with_conditions(world.max, made["approved"], Words(clause="5.1", conditions=asked))
    for state in ("won", "extension"):
        decisions.approve(world.max, made[state], Words(clause="5.1", text="Good luck with Stieglitz."))
    with moment.at(MONDAY + timedelta(hours=1)):
        protection.update(world.ana, Registration.get_by_id(made["approved"].id), "Stieglitz liked the demo.")
        protection.win(world.ana, Registration.get_by_id(made["won"].id))
        for _ in range(2):  # the first is granted at once, the second asked of a manager
            claim = Registration.get_by_id(made["extension"].id)
            protection.extend(world.ben, claim, "Stieglitz needs more time.", seen=claim.extensions)


def _prove(full: Full, claim: Registration) -> None:
    ana = full.world.sign_in(full.world.ana)
    files = [
        (io.BytesIO(b"Visit of Zora Zeisig on 3 March"), f"goldammer-{claim.code}.txt"),
        (io.BytesIO(MAIL), f"goldammer-{claim.code}.eml"),
        (io.BytesIO(picture()), f"goldammer-{claim.code}.png"),
    ]
    answer = ana.post(f"/registrations/{claim.code}/evidence", data={"files": files})
    assert answer.status_code == 303, answer.text
    full.evidence += [row.code for row in Evidence.of_claim(claim)]


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "#a33b2a").save(made, "PNG")
    return made.getvalue()


def _read(full: Full) -> None:
    """All files but the appeal's are read, and one is rated."""
    read_due(MONDAY + timedelta(minutes=1), full.config, Here(), no_keys)
    undecided = Registration.get(Registration.code == full.claims["returned"])
    evidence_ratings.rate(full.world.max, Evidence.of_claim(undecided).first(), "weak")


def _rivals_claim(world: World) -> None:
    """What stands in Acme's way, so that there is something to appeal against and to wait for."""
    world.file(world.rita, "Molkerei Rotenhain", domain="molkerei-rotenhain.example", contact_name="Rolf Reiher")


def _asked(full: Full) -> None:
    world = full.world
    answer = check(world.ana, Prospect("Molkerei Rotenhain", country="DE"), settled=True)
    assert answer.verdict == "taken"
    receipt = Receipt.get(Receipt.code == answer.receipt)
    question = questions.ask(world.ana, "Stieglitz met us first.", drafts.fresh_key(), receipt=receipt, claim=None)
    ana = world.sign_in(world.ana)
    ana.post(
        f"/questions/{question.code}/evidence",
        data={"files": (io.BytesIO(b"Zeisig wrote to us"), "goldammer-appeal.txt")},
    )
    full.questions = [question.code]
    full.evidence += [row.code for row in Evidence.of_question(question)]
    full.watches = [watches.ask(world.ana, receipt, "Stieglitz is a friend of the house.").code]
    full.receipts = [row.code for row in Receipt.select().where(Receipt.user == world.ana)]


def _applied(full: Full) -> None:
    """Three companies that want to become partners; Acme's marked words are in none."""
    made = [
        applicants.waiting(company="Gasanalytik Luchs GmbH", email="lea@luchs.example", domain="luchs.example"),
        applications.decline(full.world.max, applicants.waiting(), "told_too_little", "Who are your customers?"),
        applicants.sent(company="Sensorhaus Otter KG", email="ole@otter.example", domain="otter.example"),
    ]
    full.applications = [one.code for one in made[:2]]
    full.joining = [applications.path(one, full.config.key()).removeprefix("/join/") for one in made]


def _imported(full: Full) -> None:
    """One import that is through, one that waits for a person."""
    files, browser = Files(full.config.import_folder), full.world.sign_in(full.world.max)
    for is_held in (False, True):
        answer = browser.post("/spreadsheets", data={"file": (io.BytesIO(SPREADSHEET.encode()), "deals.csv")})
        assert answer.status_code == 303, answer.text
        sheet = Spreadsheet.select().order_by(Spreadsheet.id.desc()).get()
        full.spreadsheets.append((spreadsheets.hold(full.world.max, sheet) if is_held else sheet).code)
    for content, is_applied in ((ACCOUNTS, True), (ACCOUNTS.replace("Bremen", "Brake"), False)):
        answer = browser.post("/imports", data={"file": (io.BytesIO(content.encode()), "accounts.csv")})
        assert answer.status_code == 303, answer.text
        run = ImportRun.select().order_by(ImportRun.id.desc()).get()
        if is_applied:
            imports.start(full.world.max, run)
            assert running.run_due(moment.now(), files) == 1
        full.imports.append(run.code)


def _ordered(full: Full, quick: Press) -> None:
    """Ana ordered a bundle and a sheet, Max a dossier; another of Ana's waits."""
    world, at = full.world, MONDAY + timedelta(hours=3)
    claims = {state: Registration.get(Registration.code == code) for state, code in full.claims.items()}
    with moment.at(at):
        both = [claims["approved"].id, claims["won"].id]
        ordered = [papers.order_certificates(world.ana, both), papers.order_benefits(world.ana, claims["approved"])]
        papers.order_dossier(world.max, claims["approved"])
        assert papers_job.make_due(at, full.config, quick) == 3
        ordered.append(papers.order_certificates(world.ana, both[:1]))
    full.papers = [order.code for order in ordered]
    signing.opened(place(full.config))
    full.signers = [facts.fingerprint for facts in signers.every(full.config.signing_folder)]


def _note_rest(full: Full) -> None:
    world, key = full.world, full.config.key()
    _judged(full)
    with moment.at(NOW - timedelta(minutes=5)):
        _ways_in(full)
        accounts.ask_for_link("ana@acme.example", "192.0.2.1")
        full.first_links = [accounts.link_token(accounts.first_link(), key)]
        full.sessions = [row.handle for row in Session.living_of(world.ana, moment.now())][:2]
        carla = Invitation("carla@acme.example", "Carla Eder", "rep")
        full.people = [person.code for person in (world.ana, people.invite(world.ben, carla, world.ana.partner))]
        theo = people.invite(world.ben, Invitation("theo@acme.example", "Theo Rabe", "rep"), world.ana.partner)
        leaving.deactivate(world.ben, theo)
        full.people.append(theo.code)
    full.trainings = _trained(world)
    _moved(full)
    full.certificates = [row.verify_code for row in Certificate.visible_to(world.ana)][:3]
    full.calendars = [calendars.subscribe(world.ana)]
    full.conditions = [row.code for row in Condition.select()]
    full.territories = [row.id for row in Territory.select()]
    full.news = [row.message_id for row in Delivery.inbox_of(world.ana).limit(3)]
    full.mails = [row.message_id for row in Delivery.mails_visible_to(world.ada).limit(3)]
    full.links = [accounts.link_token(SigninLink.newest_of(world.ana), key)]


def _judged(full: Full) -> None:
    """Two accounts look alike; of the rival's customer and two others somebody said what they are."""
    world, search = full.world, "Account ID;Firma;Website\n1;Walzwerk Unterweser GmbH;\n2;Walzwerk Unterweser KG;\n"
    files = Files(full.config.import_folder)
    with moment.at(NOW - timedelta(minutes=6)):
        answer = world.sign_in(world.max).post("/imports", data={"file": (io.BytesIO(search.encode()), "both.csv")})
        assert answer.status_code == 303, answer.text
        imports.start(world.max, ImportRun.select().order_by(ImportRun.id.desc()).get())
        assert running.run_due(moment.now(), files) == 1
        searching.run_due()
        rival = Company("Molkerei Rotenhain", country="DE")
        said = saying.say(world.max, rival, Company("MR Milch", country="DE"), "same")
        over = saying.say(world.max, rival, Company("Molke Holding", country="DE"), "different")
        saying.take_back(world.dora, over)
    full.aliases = [said.code, over.code]
    full.pairs = [row.id for row in LikelyPair.select().order_by(LikelyPair.id)]


def _moved(full: Full) -> None:
    """Nora, who came lately, has a new address since; Ana's waits to be confirmed."""
    world, key = full.world, full.config.key()
    with moment.at(NOW - timedelta(minutes=3)):
        nora, home = Invitation("nora@acme.example", "Nora Specht", "rep"), "192.0.2.0/24"
        moved = addresses_of.ask(people.invite(world.ben, nora, world.ben.partner), "specht@acme.example", home)
        addresses_of.confirm(moved.user, moved, "")
        waits = addresses_of.ask(world.ana, "ana@goldammer.acme.example", home)
    full.moves = [addresses_of.path_of(waits, addresses_of.ASKED, key).rpartition("/")[2]]
    full.ways_back = [addresses_of.path_of(moved, addresses_of.CHANGED, key).rpartition("/")[2]]


def _ways_in(full: Full) -> None:
    """Ana has a passkey that no device knows, Ben a password, Max an app."""
    world = full.world
    kept = Passkey.create(
        code=codes.fresh("K"), user=world.ana, credential="StieglitzKey", public_key="none", sign_count=3,
        name="Stieglitz laptop", is_synced=False, created_at=MONDAY, last_used_at=MONDAY,
    )  # fmt: skip
    full.passkeys = [kept.code]
    accounts.set_password(world.ben, "quiet rivers carry small boats")
    give_app(world.max)


def _trained(world: World) -> list[str]:
    """Ana passed a course twice: the first certificate was withdrawn, the other ends soon."""
    with moment.at(NOW - timedelta(minutes=4)):
        today = NOW.date()
        first = trainings.note(world.max, world.ana, Passed("Stieglitz basics", today - timedelta(days=9)))
        until = today + timedelta(days=12)
        second = trainings.note(world.max, world.ana, Passed("Stieglitz basics", today - timedelta(days=3), until))
        trainings.end(world.max, first)
        training_reminders.remind_due(moment.now())
    return [first.code, second.code]


NOUNS: dict[str, Callable[[Full], list[str]]] = {
    "/registrations/<code>": lambda full: list(full.claims.values()),
    "/registrations/for/<code>": lambda full: ["P-ACME-1111"],
    "/evidence/<code>": lambda full: full.evidence,
    "/certificates/<verify_code>": lambda full: full.certificates,
    "/v/<code>": lambda full: [code.removeprefix("V-") for code in full.certificates],
    "/alarms/<code>": lambda full: full.alarms,
    "/aliases/<code>": lambda full: full.aliases,
    "/duplicates/<int:number>": lambda full: [str(number) for number in full.pairs],
    "/conditions/<code>": lambda full: full.conditions,
    "/questions/<code>": lambda full: full.questions,
    "/papers/<code>": lambda full: full.papers,
    "/verify/signers/<fingerprint>": lambda full: full.signers,
    "/watches/<code>": lambda full: full.watches,
    "/inbox/<code>": lambda full: full.news,
    "/mails/<code>": lambda full: full.mails,
    "/spreadsheets/<code>": lambda full: full.spreadsheets,
    "/checks/lists/<code>": lambda full: full.lists,
    "/imports/<code>": lambda full: full.imports,
    "/partners/<code>": lambda full: ["P-ACME-1111"],
    "/applications/<code>": lambda full: full.applications,
    "/join/<token>": lambda full: full.joining,
    "/people/<code>": lambda full: full.people,
    "/personal-data/erasures/<code>": lambda full: full.erasures,
    "/trainings/<code>": lambda full: full.trainings,
    "/people/territories/<int:number>": lambda full: [str(number) for number in full.territories],
    "/settings/<slug>": lambda full: ["protection", "offer", "answers"],
    "/settings/versions/<int:number>": lambda full: ["1", "2"],
    "/account/sessions/<handle>": lambda full: full.sessions,
    "/account/passkeys/<code>": lambda full: full.passkeys,
    "/account/address/<token>": lambda full: full.moves,
    "/address/back/<token>": lambda full: full.ways_back,
    "/sign-in/link/<token>": lambda full: full.links,
    "/set-up/<token>": lambda full: full.first_links,
    "/calendar/<key>": lambda full: full.calendars,
    "/static/<path:name>": lambda full: ["dibs.css"],
}
"""Address up to its parameter -> all that Acme or the vendor has there."""


def noun(rule: Rule) -> str:
    """What this address is about, as a key of `NOUNS`; "" without a parameter. Raises `LookupError` if none fits."""
    if not rule.arguments:
        return ""
    start, _, rest = rule.rule.partition("<")
    found = f"{start}<{rest.partition('>')[0]}>"
    if found not in NOUNS or len(rule.arguments) > 1:
        raise LookupError(f"{rule.rule}: say in tests/full.py which objects stand at this address")
    return found


def addresses(full: Full, rule: Rule) -> list[tuple[str, str]]:
    """All addresses of a rule with its objects: object's name in it, address."""
    key = noun(rule)
    return (
        [(name, rule.rule.replace(key[key.index("<") :], name)) for name in NOUNS[key](full)]
        if key
        else [("", rule.rule)]
    )


def unknown(name: str) -> str:
    """A name of the same shape that nothing has."""
    return name[::-1] if not name.isdecimal() else str(int(name) + 1000)
