"""Which screens does a partner see?"""

from __future__ import annotations

from playwright.sync_api import Page

from gallery.programme import FREE, LIKE, taken_name
from gallery.screens import PEOPLE, Act, Chapter, Screen, claim, of_claim, typed
from models import BulkCheck, Certificate, Condition, PaperOrder, Partner, Question, Receipt, Registration, User

MINE = "Stahlwerk Westermoor"


def ana() -> User:
    return User.get(User.email == PEOPLE["ana"])


def checked(name: str) -> Act:
    def act(page: Page) -> None:
        page.locator("#name").fill(name)
        page.keyboard.press("Enter")
        page.locator("#answer .stub .code").wait_for()

    return act


def too_short(page: Page) -> None:
    page.locator("#name").fill("G")
    page.locator(".ask button").click()
    page.locator("#verdict > *").first.wait_for()


def all_read(page: Page) -> None:
    page.locator("main form button").first.click()
    page.goto("/inbox?which=unread")


def known_here(page: Page) -> None:
    """As on the phone of somebody who signed in on it: notes are kept for that person alone."""
    page.evaluate(f"localStorage.setItem('dibs.person', '{ana().code}')")
    page.reload()


def company() -> str:
    return f"/partners/{Partner.get(Partner.name == 'Acme Systemhaus').code}"


def receipt(verdict: str) -> Receipt:
    rows = Receipt.select().where(Receipt.user == ana(), Receipt.verdict == verdict)
    return rows.order_by(Receipt.id.desc()).get()


def appeal(state: str) -> Question:
    return Question.select().where(Question.state == state).order_by(Question.id.desc()).get()


def behind() -> Registration:
    return claim("submitted", Registration.is_protected == False)  # noqa: E712


def with_condition() -> Registration:
    return Registration.get_by_id(Condition.select().order_by(Condition.id).get().registration_id)


def order(state: str) -> str:
    rows = PaperOrder.select().where(PaperOrder.state == state, PaperOrder.ordered_by == ana())
    return f"/papers/{rows.order_by(PaperOrder.id.desc()).get().code}"


def unprinted() -> Registration:
    waiting = Certificate.select().where(Certificate.state == "preparing").order_by(Certificate.id.desc())
    return Registration.get_by_id(waiting.get().registration_id)


def extended() -> Registration:
    return claim("approved", Registration.extensions > 0)


def listed(state: str, waits: str = "") -> str:
    """Ana's in this state; Ben's, which goes on tomorrow."""
    rows = BulkCheck.select().where(BulkCheck.state == state, BulkCheck.waits == waits)
    rows = rows.where((BulkCheck.user == ana()) | (waits != ""))
    return f"/checks/lists/{rows.order_by(BulkCheck.id.desc()).get().code}"


CHECK = Chapter("Check a prospect", (
    Screen("check", "Home of a partner", "checks.index", "ana", "/", is_dark=True),
    Screen("check-empty", "Home on the first day", "checks.index", "lena", "/"),
    Screen("check-free", "Checked: free", "checks.index", "ana", "/", checked(FREE), is_dark=True),
    Screen("check-own", "Checked: already yours", "checks.index", "ana", "/", checked(MINE)),
    Screen("check-taken", "Checked: not available", "checks.index", "ana", "/", lambda page: checked(taken_name())(page)),
    Screen("check-review", "Checked: a person has to look", "checks.index", "ana", "/", checked(LIKE)),
    Screen("check-too-short", "Checked: too little was typed", "checks.index", "ana", "/", too_short),
    Screen("receipts", "Receipts of checks", "checks.receipts", "ana", "/checks/receipts"),
    Screen("receipts-empty", "Receipts, none yet", "checks.receipts", "lena", "/checks/receipts"),
    Screen("lists", "Check a list", "bulk.index", "ana", "/checks/lists"),
    Screen("lists-empty", "Check a list, the first one", "bulk.index", "lena", "/checks/lists"),
    Screen("list-errors", "A list with nothing in it", "bulk.index", "ana", "/checks/lists", typed({}, "main form .button", ".problem")),
    Screen("list-read", "A list before it is checked", "bulk.show", "ana", lambda: listed("read")),
    Screen("list-running", "A list under way", "bulk.show", "ana", lambda: listed("running", ""), is_dark=True),
    Screen("list-waits", "A list that goes on tomorrow", "bulk.show", "ben", lambda: listed("running", "day")),
    Screen("list-done", "A list with its answers", "bulk.show", "ana", lambda: listed("done"), is_dark=True),
    Screen("list-stopped", "A list that was stopped", "bulk.show", "ana", lambda: listed("stopped")),
    Screen("watches", "Tell me when it is free", "watches.index", "ana", "/watches"),
    Screen("watches-empty", "Tell me when it is free, nothing asked for", "watches.index", "lena", "/watches"),
    Screen("watch-new", "Ask to be told", "watches.new", "ana", lambda: f"/watches/new?receipt={receipt('taken').code}"),
    Screen("appeals", "Appeals", "questions.index", "ana", "/questions"),
    Screen("appeals-empty", "Appeals, none", "questions.index", "lena", "/questions"),
    Screen("appeal-new", "Write an appeal", "questions.new", "ana", lambda: f"/questions/new?receipt={receipt('taken').code}"),
    Screen("appeal-errors", "An appeal without words", "questions.new", "ana",
           lambda: f"/questions/new?receipt={receipt('taken').code}", typed({}, ".pin .button", ".problem")),
    Screen("appeal-open", "An appeal that is open", "questions.show", lambda: appeal("open").asked_by,
           lambda: f"/questions/{appeal('open').code}"),
    Screen("appeal-answered", "An appeal that was answered", "questions.show", lambda: appeal("answered").asked_by,
           lambda: f"/questions/{appeal('answered').code}"),
))  # fmt: skip

REGISTER = Chapter("Register it", (
    Screen("register", "Register without a check before", "registrations.new", "ana", "/registrations/new"),
    Screen("register-errors", "What is missing in a form", "registrations.new", "ana", "/registrations/new",
           typed({"company": "Papierfabrik am Deich"}, "form#claim .pin .button", ".problem")),
    of_claim("register-held", "A form with a hold", lambda: claim("held"), "/edit", "registrations.edit", is_dark=True),
    of_claim("details", "Stage 2", lambda: claim("submitted", Registration.answer_due_at.is_null()), "/details", "details.edit"),
    of_claim("details-errors", "What is missing in stage 2", lambda: claim("submitted", Registration.answer_due_at.is_null()),
             "/details", "details.edit", typed({}, "main form .pin .button", ".problem")),
    of_claim("reply", "Answer a question", lambda: claim("returned"), "/reply", "details.ask"),
    of_claim("reply-errors", "An answer without words", lambda: claim("returned"), "/reply", "details.ask",
             typed({}, "main form .pin .button", ".problem")),
))  # fmt: skip

STATES = Chapter("A registration in each state", (
    of_claim("claim-submitted", "Submitted: it is our move", lambda: claim("submitted")),
    of_claim("claim-behind", "Submitted, behind another one", behind),
    of_claim("claim-stage-two", "Submitted, stage 2 is open", lambda: claim("submitted", Registration.answer_due_at.is_null())),
    of_claim("claim-returned", "Returned with a question", lambda: claim("returned")),
    of_claim("claim-approved", "Approved", lambda: claim("approved"), is_dark=True),
    of_claim("claim-conditions", "Approved with conditions", with_condition),
    of_claim("claim-extended", "Extended", extended),
    of_claim("claim-declined", "Declined", lambda: claim("declined")),
    of_claim("claim-refused", "Not taken: another one was first", lambda: claim("refused")),
    of_claim("claim-withdrawn", "Withdrawn", lambda: claim("withdrawn")),
    of_claim("claim-lapsed", "Lapsed", lambda: claim("lapsed")),
    of_claim("claim-expired", "Expired", lambda: claim("expired")),
    of_claim("claim-revoked", "Revoked", lambda: claim("revoked")),
    of_claim("claim-won", "Won", lambda: claim("won")),
    of_claim("claim-lost", "Lost", lambda: claim("lost")),
    of_claim("claim-print", "A registration on paper", lambda: claim("approved"), is_print=True),
))  # fmt: skip

KEPT = Chapter("What a partner keeps", (
    Screen("registrations", "Registrations", "registrations.index", "ana", "/registrations"),
    Screen("registrations-company", "Registrations of the company, closed", "registrations.index", "ben", "/registrations?part=closed"),
    Screen("registrations-empty", "Registrations, none yet", "registrations.index", "lena", "/registrations"),
    Screen("registrations-none", "Nothing found", "registrations.index", "ana", "/registrations?q=Zementwerk"),
    Screen("certificates", "Certificates", "papers.certificates", "ben", "/certificates"),
    Screen("certificates-empty", "Certificates, none yet", "papers.certificates", "lena", "/certificates"),
    of_claim("certificate-preparing", "A certificate that is being prepared", unprinted, "/certificate", "certificates.show"),
    Screen("papers", "Papers on order", "papers.index", "ana", "/papers"),
    Screen("papers-empty", "Papers, none ordered", "papers.index", "lena", "/papers"),
    Screen("paper-waiting", "A paper that is being made", "papers.show", "ana", lambda: order("waiting")),
    Screen("paper-ready", "A paper that is ready", "papers.show", "ana", lambda: order("ready")),
    Screen("inbox", "Inbox", "inbox.index", "ana", "/inbox"),
    Screen("inbox-empty", "Inbox, all read", "inbox.index", "ana", "/inbox", all_read),
    Screen("account", "Account", "account.show", "ana", "/account"),
    Screen("account-data", "What is kept about me", "personal.mine", "ana", "/account/data"),
    Screen("company", "The company and its people", "partners.show", "ben", company),
    Screen("rules", "Programme rules", "vendor.rules", "ana", "/rules"),
    Screen("offline", "Without connection", "offline.show", "", "/offline", known_here),
))  # fmt: skip
