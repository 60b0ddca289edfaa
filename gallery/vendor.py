"""Which screens do channel managers, directors and administrators see?"""

from __future__ import annotations

from playwright.sync_api import Page

from domain.settings import pages
from gallery.programme import LEFT, LIKE
from gallery.screens import PEOPLE, Act, Chapter, Screen, claim, of_claim, typed
from models import (
    Alarm,
    Application,
    Delivery,
    Erasure,
    ImportRun,
    PaperOrder,
    Partner,
    Question,
    Registration,
    RulesVersion,
    Spreadsheet,
    Territory,
    User,
)


def waiting() -> Registration:
    """The claim with the most proof that Max decides, above the limit of the rule."""
    return claim(
        "submitted", Registration.answer_due_at.is_null(False), Registration.company == "Molkerei Rotenhain eG"
    )


def alike() -> Registration:
    return next(row for row in Registration.undecided() if "looks_alike" in row.review_reasons)


def application(status: str = "waiting") -> str:
    rows = Application.select().where(Application.status == status).order_by(Application.due_at)
    return f"/applications/{rows.get().code}"


def choose(letter: str) -> Act:
    """Open one of the ways to decide, as its key does; one that the page opened stays open."""

    def act(page: Page) -> None:
        way = page.locator(f'details.choose[data-key="{letter}"]')
        if way.get_attribute("open") is None:
            way.locator("> summary").click()

    return act


def unanswered(letter: str) -> Act:
    """Open a way to decide and send it without words."""

    def act(page: Page) -> None:
        choose(letter)(page)
        page.locator(f'details.choose[data-key="{letter}"] .button[name="action"]').last.click()
        page.locator(".problem, .error").first.wait_for()

    return act


def decided() -> Registration:
    """What another person has declined, and a director can take back."""
    return claim("declined", Registration.company == "Glashütte Ebersgrund GmbH")


def alarm(state: str) -> str:
    return f"/alarms/{Alarm.select().where(Alarm.state == state).order_by(Alarm.id.desc()).get().code}"


def sheet(state: str) -> str:
    return f"/spreadsheets/{Spreadsheet.get(Spreadsheet.state == state).code}"


def run(state: str) -> str:
    found = ImportRun.select().where(ImportRun.state == state).order_by(ImportRun.id.desc()).get()
    return f"/imports/{found.code}"


def partner(name: str = "Ostwall Messtechnik") -> str:
    return f"/partners/{Partner.get(Partner.name == name).code}"


def person(email: str) -> str:
    return f"/people/{User.get(User.email == email).code}"


def looked_for(page: Page) -> None:
    """Look for the contact of the claim with the most proof."""
    typed({"name": waiting().contact_name}, "main form .button", "#fields")(page)


def mail() -> str:
    found = Delivery.select().where(Delivery.channel == "mail", Delivery.state == "sent").order_by(Delivery.id.desc())
    return f"/mails/{found.get().message_id}"


DECIDE = Chapter("Decide", (
    Screen("queue", "Queue", "decisions.index", "max", "/queue", is_dark=True),
    Screen("queue-empty", "Queue, nothing of this kind", "decisions.index", "max", "/queue?which=mine&line=calibration"),
    Screen("queue-appeals", "Queue: appeals", "decisions.index", "dora", "/queue?which=questions"),
    of_claim("decision", "A claim to decide", waiting, "/decision", "decisions.edit", who="max", is_dark=True),
    of_claim("decision-approve", "Approve", waiting, "/decision", "decisions.edit", choose("a"), "max"),
    of_claim("decision-conditions", "Approve with conditions", waiting, "/decision", "decisions.edit", choose("c"), "max"),
    of_claim("decision-return", "Return for information", waiting, "/decision", "decisions.edit", choose("r"), "max"),
    of_claim("decision-decline", "Decline", waiting, "/decision", "decisions.edit", choose("d"), "max"),
    of_claim("decision-errors", "Decline without a reason", waiting, "/decision", "decisions.edit", unanswered("d"), "max"),
    of_claim("decision-alike", "A claim that looks like another one", alike, "/decision", "decisions.edit", who="max"),
    of_claim("decision-decided", "A claim that was decided", lambda: claim("approved"), "/decision", "decisions.edit", who="max"),
    of_claim("claim-of-manager", "A registration as its manager sees it", lambda: claim("approved"), who="max"),
    of_claim("reversal", "Take a decision back", decided, "/reversal", "reversals.edit", who="dora"),
    of_claim("reversal-errors", "Take a decision back without a reason", decided, "/reversal", "reversals.edit",
             typed({}, "main form .button", ".problem"), "dora"),
    of_claim("revocation", "Revoke a registration", lambda: claim("approved"), "/revocation", "revocations.edit", who="dora"),
    of_claim("revocation-errors", "Revoke without a reason", lambda: claim("approved"), "/revocation", "revocations.edit",
             typed({}, "main form .button", ".problem"), "dora"),
    Screen("appeal-to-answer", "Answer an appeal", "questions.show", "dora",
           lambda: f"/questions/{Question.get(Question.state == 'open').code}"),
    Screen("explain", "Check as partners do, with scores", "check_log.new", "max", "/queue/check", typed({"name": LIKE}, "main form .button", "main table, main .section")),
    Screen("duplicates", "Accounts that look alike", "duplicates.index", "max", "/duplicates", is_dark=True),
    Screen("duplicates-proposed", "Proposed aliases", "duplicates.index", "max", "/duplicates?part=proposed"),
    Screen("aliases", "Aliases: what was said about two companies", "judgements.index", "max", "/aliases"),
    Screen("check-log", "Log of checks", "check_log.index", "max", "/checks/log"),
    Screen("alarms", "Alarms: checks that look like probing", "alarms.index", "max", "/alarms"),
    Screen("alarm", "An alarm that is open", "alarms.show", "max", lambda: alarm("open"), is_dark=True),
    Screen("alarm-names", "The names behind an alarm", "alarms.show", "max", lambda: alarm("open"),
           typed({}, 'form[action$="/names"] .button', "#names")),
    Screen("alarm-errors", "Close an alarm without a word", "alarms.show", "max", lambda: alarm("open"),
           typed({}, 'form[action$="/close"] .button', ".problem")),
    Screen("alarm-closed", "An alarm that was looked into", "alarms.show", "max", lambda: alarm("closed")),
    Screen("behalf-whom", "Register for a partner: for whom", "behalf.index", "max", "/registrations/for"),
    Screen("behalf", "Register for a partner", "behalf.new", "max", lambda: partner().replace("partners", "registrations/for")),
    Screen("registrations-all", "Registrations of all partners", "registrations.index", "max", "/registrations"),
    Screen("papers-of-manager", "Papers that a manager ordered", "papers.index", "max", "/papers"),
    Screen("dossier-ready", "A dossier that is ready", "papers.show", "max",
           lambda: f"/papers/{PaperOrder.get(PaperOrder.kind == 'dossier').code}"),
    Screen("inbox-of-manager", "Inbox of a manager", "inbox.index", "max", "/inbox"),
))  # fmt: skip

REPORTS = Chapter("Reports", (
    Screen("reports", "Reports", "reports.index", "dora", "/reports?period=2027", is_dark=True),
    Screen("reports-month", "Reports of this month", "reports.index", "max", "/reports"),
    Screen("reports-empty", "Reports, a period without claims", "reports.index", "dora", "/reports?from=2025-01-01&to=2025-01-31"),
    Screen("reports-errors", "Reports, a period that is none", "reports.index", "dora", "/reports?from=2027-03-09&to=2027-01-01", status=422),
    Screen("reports-claims", "The list behind a figure", "reports.claims", "dora", "/reports/claims?what=filed&period=2027"),
))  # fmt: skip

PARTNERS = Chapter("Partners and people", (
    Screen("partners", "Partners", "partners.index", "max", "/partners"),
    Screen("partner", "A partner", "partners.show", "max", partner),
    Screen("allowance", "More names for a partner", "allowances.edit", "max", lambda: f"{partner()}/allowance"),
    Screen("allowance-errors", "More names without a reason", "allowances.edit", "max", lambda: f"{partner('Alpenregler')}/allowance",
           typed({}, "main form .button", ".problem")),
    Screen("partner-new", "Add a partner", "partners.new", "ada", "/partners/new"),
    Screen("partner-errors", "What is missing", "partners.new", "ada", "/partners/new", typed({"name": "Weserwerk"}, "main form .button", ".problem")),
    Screen("partner-edit", "Change a partner", "partners.edit", "ada", lambda: f"{partner()}/edit"),
    Screen("people", "People and territories", "people.index", "ada", "/people"),
    Screen("person", "A person", "people.show", "ada", lambda: person(PEOPLE["max"])),
    Screen("colleague", "A colleague", "people.show", "ben", lambda: person(PEOPLE["ana"])),
    Screen("personal-data", "Personal data", "personal.index", "ada", "/personal-data"),
    Screen("personal-found", "Where a customer’s contact is named", "personal.index", "ada", "/personal-data", looked_for),
    Screen("personal-errors", "A name too short to look for", "personal.index", "ada", "/personal-data", typed({"name": "A"}, "main form .button", ".problem")),
    Screen("data-of-person", "What is kept about a person", "personal.of_person", "ada", lambda: f"{person(PEOPLE['ana'])}/data"),
    Screen("erasure-first", "Erase somebody who still works here", "personal.edit", "ada", lambda: f"{person(PEOPLE['ana'])}/erasure"),
    Screen("erasure", "Erase somebody who has left", "personal.edit", "ada", lambda: f"{person(LEFT)}/erasure", is_dark=True),
    Screen("erasure-errors", "Erase without a reason", "personal.edit", "ada", lambda: f"{person(LEFT)}/erasure", typed({}, "main form .button", ".problem")),
    Screen("erased", "What was erased, and what stays", "personal.show", "ada", lambda: f"/personal-data/erasures/{Erasure.get().code}"),
    Screen("trained", "A partner’s person and their training", "people.show", "max", lambda: person(PEOPLE["ana"])),
    Screen("trained-errors", "A certificate that was not taken", "people.show", "max", lambda: person(PEOPLE["ana"]),
           typed({"course": "Flow basics"}, '#training form[action$="/trainings"] .button', ".problem")),
    Screen("territory-new", "Add a territory", "people.new_territory", "ada", "/people/territories/new"),
    Screen("territory", "A territory", "people.edit_territory", "ada", lambda: f"/people/territories/{Territory.get().id}"),
    Screen("applications", "Who wants to become a partner", "applications.index", "max", "/applications"),
    Screen("application", "An application that is late, and who looks like it", "applications.show", "max", application),
    Screen("application-approve", "Approve it", "applications.show", "max", application, choose("a")),
    Screen("application-decline", "Declining without words", "applications.show", "max", application, unanswered("d")),
    Screen("application-declined", "An application that was declined", "applications.show", "dora", lambda: application("declined")),
    Screen("account-of-manager", "Account of a manager", "account.show", "max", "/account"),
))  # fmt: skip

IMPORT = Chapter("Bring in what there is", (
    Screen("imports", "Imports from the CRM", "imports.index", "max", "/imports"),
    Screen("imports-errors", "No file chosen", "imports.index", "max", "/imports", typed({}, "main form .button", ".problem")),
    Screen("import-columns", "Columns that were not found", "imports.show", "max", lambda: run("uploaded")),
    Screen("import-differences", "What an import would change", "imports.show", "max", lambda: run("previewed")),
    Screen("import-done", "An import that is done", "imports.show", "max", lambda: run("done")),
    Screen("spreadsheets", "Your current spreadsheet", "spreadsheets.index", "max", "/spreadsheets"),
    Screen("spreadsheet-read", "What a spreadsheet holds, and its twins", "spreadsheets.show", "max", lambda: sheet("read")),
    Screen("spreadsheet-held", "A spreadsheet before the director", "spreadsheets.show", "dora", lambda: sheet("held")),
    Screen("spreadsheet-done", "A spreadsheet that was carried over", "spreadsheets.show", "max", lambda: sheet("done")),
))  # fmt: skip

SETTINGS = Chapter("Settings", (
    Screen("settings", "Settings", "settings.index", "ada", "/settings"),
    Screen("settings-found", "Settings: looked for", "settings.index", "ada", "/settings?q=partner"),
    Screen("settings-none", "Settings: nothing found", "settings.index", "ada", "/settings?q=zeppelin"),
    *(Screen(f"settings-{page.slug}", f"Settings: {page.slug}", "settings.show", "ada", f"/settings/{page.slug}") for page in pages.PAGES),
    Screen("settings-errors", "An answer that cannot be", "settings.show", "ada", "/settings/protection",
           typed({"protection_days": "a while"}, "main form .pin .button", ".problem")),
    Screen("settings-preview", "What would change", "settings.show", "ada", "/settings/protection",
           typed({"protection_days": "120"}, "main form .pin .button", 'form[action$="/publication"]')),
    Screen("brand", "Name, logo and colour", "brand.edit", "ada", "/settings/brand"),
    Screen("rule-text", "The text of the rules", "rule_text.edit", "ada", "/settings/text"),
    Screen("versions", "Versions of the rules", "rule_versions.index", "ada", "/settings/versions"),
    Screen("version", "A version beside the one before", "rule_versions.show", "ada",
           lambda: f"/settings/versions/{RulesVersion.select().order_by(RulesVersion.id.desc()).get().number}"),
    Screen("wellness", "Is everything well?", "wellness.index", "ada", "/health/details"),
    Screen("mails", "Mails", "mails.index", "ada", "/mails"),
    Screen("mail", "A mail", "mails.show", "ada", mail),
    Screen("likeness", "What other thresholds would change", "thresholds.show", "ada",
           "/settings/likeness?same_score=80&similar_score=64", is_dark=True),
    Screen("likeness-now", "Names near the thresholds, as a manager sees them", "thresholds.show", "max", "/settings/likeness?checks=1"),
    Screen("settings-of-director", "Settings as a director reads them", "settings.show", "dora", "/settings/protection"),
))  # fmt: skip
