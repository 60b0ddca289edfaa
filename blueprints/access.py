"""Who may use which address? One table; the application does not start while an address is missing from it.

What somebody may do to a single row stands in `domain.permissions`, and which rows there are for them in `visible_to`.
"""

from __future__ import annotations

from typing import Final, Literal

from flask import Flask, request

from blueprints import account, web
from domain.permissions import Action

ANYONE: Final = "anyone"
"""Signed in or not."""

SIGNED_IN: Final = "signed in"
"""Everybody who is signed in, each with what is visible to them."""

COMING_IN: Final = "coming in"
"""The same, and those who are let in once they have set up a second factor: here they do so."""

Who = Action | Literal["anyone", "signed in", "coming in"]

WHO: dict[str, Who] = {
    "account.absence": "absence:set",
    "account.delete_password": SIGNED_IN,
    "account.edit_password": SIGNED_IN,
    "account.end": SIGNED_IN,
    "account.end_others": SIGNED_IN,
    "account.password": SIGNED_IN,
    "account.show": SIGNED_IN,
    "account.sign_out": ANYONE,
    "account.update": SIGNED_IN,
    "applications.decide": "applications:decide",
    "applications.index": "applications:see",
    "applications.show": "applications:see",
    "alarms.close": "checks:read_log",
    "alarms.index": "checks:read_log",
    "alarms.names": "checks:read_log",
    "alarms.pause": "checks:read_log",
    "alarms.show": "checks:read_log",
    "allowances.edit": "checks:allow",
    "allowances.end": "checks:allow",
    "allowances.resume": "checks:read_log",
    "allowances.update": "checks:allow",
    "assets.show": ANYONE,
    "behalf.create": "claims:file_for",
    "behalf.index": "claims:file_for",
    "behalf.new": "claims:file_for",
    "brand.edit": "programme:see",
    "brand.look": "programme:set",
    "brand.preview": "programme:set",
    "brand.publish": "programme:set",
    "calendars.create": SIGNED_IN,
    "calendars.end": SIGNED_IN,
    "calendars.show": ANYONE,
    "certificates.attempt": "certificates:prepare",
    "certificates.compare_file": ANYONE,
    "certificates.compare_names": ANYONE,
    "certificates.paper": SIGNED_IN,
    "certificates.revision": SIGNED_IN,
    "certificates.show": SIGNED_IN,
    "certificates.verify": ANYONE,
    "certificates.verify_code": ANYONE,
    "certificates.verify_file": ANYONE,
    "check_log.create": "checks:read_log",
    "check_log.explain": "checks:explain",
    "check_log.index": "checks:read_log",
    "check_log.new": "checks:explain",
    "checks.again": SIGNED_IN,
    "checks.create": "claims:file",
    "checks.index": ANYONE,
    "checks.receipts": "claims:file",
    "conditions.meet": "registrations:decide",
    "decisions.edit": "registrations:decide",
    "decisions.index": "registrations:decide",
    "decisions.update": "registrations:decide",
    "details.ask": "claims:file",
    "details.edit": "claims:file",
    "details.reply": "claims:file",
    "details.update": "claims:file",
    "evidence.add": SIGNED_IN,
    "evidence.add_to_form": "claims:file",
    "evidence.index": SIGNED_IN,
    "evidence.picture": SIGNED_IN,
    "evidence.rate": "registrations:decide",
    "evidence.remove": SIGNED_IN,
    "evidence.show": SIGNED_IN,
    "factors.app": COMING_IN,
    "factors.codes": SIGNED_IN,
    "factors.end_app": SIGNED_IN,
    "factors.make_codes": SIGNED_IN,
    "factors.protect": COMING_IN,
    "factors.set_up_app": COMING_IN,
    "imports.correct": "imports:run",
    "imports.create": "imports:run",
    "imports.discard": "imports:run",
    "imports.index": "imports:run",
    "imports.progress": "imports:run",
    "imports.release": "imports:run",
    "imports.show": "imports:run",
    "imports.start": "imports:run",
    "inbox.index": SIGNED_IN,
    "inbox.read_all": SIGNED_IN,
    "inbox.show": SIGNED_IN,
    "joining.confirm": ANYONE,
    "joining.create": ANYONE,
    "joining.index": ANYONE,
    "joining.new": ANYONE,
    "joining.sent": ANYONE,
    "joining.show": ANYONE,
    "joining.withdraw": ANYONE,
    "languages.update": ANYONE,
    "mails.again": "mails:see",
    "mails.index": "mails:see",
    "mails.show": "mails:see",
    "offline.manifest": ANYONE,
    "offline.show": ANYONE,
    "offline.worker": ANYONE,
    "papers.benefit_sheet": SIGNED_IN,
    "papers.certificates": SIGNED_IN,
    "papers.create": SIGNED_IN,
    "papers.dossier": "dossiers:order",
    "papers.file": SIGNED_IN,
    "papers.index": SIGNED_IN,
    "papers.progress": SIGNED_IN,
    "papers.show": SIGNED_IN,
    "partners.create": "partners:set",
    "partners.edit": "partners:set",
    "partners.index": "partners:see",
    "partners.invite": "people:look_after",
    "partners.new": "partners:set",
    "partners.restore": "partners:set",
    "partners.show": SIGNED_IN,
    "partners.suspend": "partners:set",
    "partners.update": "partners:set",
    "people.change_role": "people:look_after",
    "passkeys.challenge": COMING_IN,
    "passkeys.create": COMING_IN,
    "passkeys.end": SIGNED_IN,
    "passkeys.new": COMING_IN,
    "passkeys.show": SIGNED_IN,
    "passkeys.update": SIGNED_IN,
    "people.create": "people:set",
    "people.create_territory": "people:set",
    "people.deactivate": "people:look_after",
    "people.edit_territory": "people:set",
    "people.index": "people:set",
    "people.invite_again": "people:look_after",
    "people.new_territory": "people:set",
    "people.reactivate": "people:look_after",
    "people.reset_factors": "people:set",
    "people.show": "people:look_after",
    "people.update_territory": "people:set",
    "personal.create": "people:set",
    "personal.edit": "people:set",
    "personal.erase": "people:set",
    "personal.file_of_person": "people:set",
    "personal.index": "people:set",
    "personal.mine": SIGNED_IN,
    "personal.my_file": SIGNED_IN,
    "personal.of_person": "people:set",
    "personal.search": "people:set",
    "personal.show": "people:set",
    "proofs.create": SIGNED_IN,
    "proofs.mail": SIGNED_IN,
    "proofs.new": SIGNED_IN,
    "proofs.passkey": SIGNED_IN,
    "protection.answer_extension": "registrations:decide",
    "protection.close": SIGNED_IN,
    "protection.extend": SIGNED_IN,
    "protection.update": SIGNED_IN,
    "questions.add": "claims:file",
    "questions.add_to_form": "claims:file",
    "questions.answer": "questions:answer",
    "questions.create": "claims:file",
    "questions.index": SIGNED_IN,
    "questions.new": "claims:file",
    "questions.show": SIGNED_IN,
    "registrations.create": "claims:file",
    "registrations.discard": SIGNED_IN,
    "registrations.draft": "claims:file",
    "registrations.edit": SIGNED_IN,
    "registrations.index": SIGNED_IN,
    "registrations.new": "claims:file",
    "registrations.show": SIGNED_IN,
    "reports.claims": SIGNED_IN,
    "reports.claims_file": SIGNED_IN,
    "reports.index": SIGNED_IN,
    "reports.report_file": SIGNED_IN,
    "reversals.edit": "registrations:decide",
    "reversals.update": "registrations:decide",
    "revocations.edit": "registrations:decide",
    "revocations.update": "registrations:decide",
    "rule_text.edit": "programme:see",
    "rule_text.preview": "programme:set",
    "rule_text.publish": "programme:set",
    "rule_versions.index": "programme:see",
    "rule_versions.publish": "programme:set",
    "rule_versions.show": "programme:see",
    "second_step.challenge": ANYONE,
    "second_step.create": ANYONE,
    "second_step.new": ANYONE,
    "second_step.passkey": ANYONE,
    "set_up.create": ANYONE,
    "set_up.new": ANYONE,
    "settings.index": "programme:see",
    "settings.preview": "programme:set",
    "settings.publish": "programme:set",
    "settings.show": "programme:see",
    "signatures.certificate": ANYONE,
    "signatures.index": ANYONE,
    "signing_in.again": ANYONE,
    "signing_in.create": ANYONE,
    "signing_in.link": ANYONE,
    "signing_in.mail": ANYONE,
    "signing_in.new": ANYONE,
    "signing_in.password": ANYONE,
    "signing_in.use_code": ANYONE,
    "signing_in.use_link": ANYONE,
    "signing_in.use_password": ANYONE,
    "spreadsheets.choose": "spreadsheets:prepare",
    "spreadsheets.correct": "spreadsheets:prepare",
    "spreadsheets.create": "spreadsheets:prepare",
    "spreadsheets.index": "spreadsheets:prepare",
    "spreadsheets.move": "spreadsheets:prepare",
    "spreadsheets.release": "spreadsheets:release",
    "spreadsheets.show": "spreadsheets:prepare",
    "trainings.create": "trainings:note",
    "trainings.end": "trainings:note",
    "vendor.accent": ANYONE,
    "vendor.logo": ANYONE,
    "vendor.rules": ANYONE,
    "watches.create": "claims:file",
    "watches.end": "claims:file",
    "watches.index": "claims:file",
    "watches.new": "claims:file",
    "wellness.health": ANYONE,
    "wellness.index": "health:see",
    "wellness.ready": ANYONE,
}
"""Endpoint -> `ANYONE`, `SIGNED_IN`, or the action that the person's role has to allow."""


class Undeclared(RuntimeError):
    """The table and the addresses differ: the message names those that do."""


def init(app: Flask) -> None:
    """Nobody gets past the door whom the table does not name; before anything that was sent is read."""
    app.before_request(_ask)


def check(app: Flask) -> None:
    """When all addresses are there. Raises `Undeclared`."""
    if differing := WHO.keys() ^ app.view_functions.keys():
        raise Undeclared(f"blueprints/access.py says nothing of these addresses, or they are none: {sorted(differing)}")


def _ask() -> None:
    """The sign-in page for strangers, 403 for those whose role does not allow it."""
    who = WHO.get(request.endpoint or "", ANYONE)
    if who == SIGNED_IN:
        web.me()
    elif who == COMING_IN:
        account.coming_in()
    elif who != ANYONE:
        web.allowed(who)
