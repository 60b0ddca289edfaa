"""Certificates: what they say, when a new revision is due, what they are worth, and that one is issued once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import peewee
import pytest

from domain import certificates, codes, decisions, moment, protection
from domain.certificates import Standing, verifying
from domain.certificates.paper import zone_word
from domain.decisions import Words
from domain.refusals import Refused
from models import Certificate, Delivery, Event, Partner, Registration, User
from models.base import db
from tests.world import MONDAY, World

FILE = "f" * 64


@pytest.fixture
def claim(world: World) -> Registration:
    with moment.at(MONDAY):
        filed = world.file(world.ana)
    with moment.at(MONDAY + timedelta(hours=3)):
        return decisions.approve(world.max, filed, Words(clause="5.1"))


def issued(claim: Registration, now: datetime = MONDAY, sha256: str = FILE) -> Certificate:
    with moment.at(now):
        certificate = certificates.newest(claim)
        assert certificate is not None
        assert certificates.take(certificate, now + timedelta(days=1000))
        assert certificates.issue(certificate, sha256, 4)
    return Certificate.get_by_id(certificate.id)


def extend(claim: Registration, now: datetime) -> Registration:
    """An extension with its update, and the request for a new revision that follows from it."""
    user = User.get_by_id(claim.holder_id)
    with moment.at(now):
        protection.update(user, Registration.get_by_id(claim.id), "Demo was held, the offer goes out on Friday.")
        protection.extend(user, Registration.get_by_id(claim.id))
        certificates.request_changed()
    return Registration.get_by_id(claim.id)


def test_approval_asks_for_a_certificate_with_the_facts_of_that_moment(claim: Registration) -> None:
    certificate = certificates.newest(claim)
    assert certificate is not None
    assert (certificate.state, certificate.revision) == ("preparing", 1)
    facts = certificate.facts
    assert facts["code"] == claim.code
    assert (facts["partner"], facts["partner_city"]) == ("Acme Systemhaus", "Kassel")
    assert (facts["account"], facts["account_city"]) == ("Talsperrenverband Oberwald", "Oberwald")
    assert facts["country_name"] == "Germany"
    assert facts["line"] == "Flow sensors"
    assert (facts["filed_at"], facts["filed_zone"]) == ("2027-03-08T10:00:00+01:00", "CET")
    assert facts["approved_at"] == "2027-03-08T13:00:00+01:00"
    assert facts["protected_until"] == "2027-06-06"
    assert (facts["rules"], facts["rules_since"]) == (1, "2026-02-01")
    approval = Event.get(Event.name == "registration.approved", Event.subject_id == claim.id)
    assert facts["entry"] == approval.entry


def test_neither_value_nor_contact_nor_discount_is_among_the_facts(claim: Registration) -> None:
    certificate = certificates.newest(claim)
    assert certificate is not None
    said = str(certificate.facts)
    for secret in ("Irene", "Thoma", "15k", "40k", "silver", "discount", "Ana", claim.domain):
        assert secret not in said


def test_a_decision_that_is_taken_back_leaves_no_certificate(world: World) -> None:
    with moment.at(MONDAY):
        filed = world.file(world.ana)
        with db.atomic() as transaction:
            decisions.approve(world.max, filed, Words(clause="5.1"))
            transaction.rollback()
    assert Certificate.select().count() == 0


def test_summer_time_is_named_and_zones_without_letters_are_written_as_numbers() -> None:
    assert zone_word(MONDAY, "Europe/Berlin", "en") == "CET"
    assert zone_word(MONDAY + timedelta(days=60), "Europe/Berlin", "en") == "CEST"
    assert zone_word(MONDAY, "Europe/Berlin", "de") == "MEZ"
    assert zone_word(MONDAY, "America/Sao_Paulo", "en") == "UTC-03:00"


def test_issuing_tells_the_holder_and_stands_in_the_history(world: World, claim: Registration) -> None:
    certificate = issued(claim)
    event = Event.get(Event.name == "certificate.issued")
    assert (event.subject, event.subject_id) == ("registration", claim.id)
    assert event.facts == {"certificate": certificate.verify_code, "revision": 1, "sha256": FILE, "signer": ""}
    assert {d.recipient_id for d in Delivery.select().where(Delivery.event == event)} == {world.ana.id}


def test_the_day_of_issue_is_the_one_on_the_paper_however_late_it_was_made(claim: Registration) -> None:
    """Else an honest holder reads on the page that verifies it another day than on the paper."""
    late = issued(claim, MONDAY + timedelta(days=25))
    printed = date.fromisoformat(late.facts["made_at"][:10])
    assert certificates.answer(late, MONDAY + timedelta(days=26)).printed_on == late.printed_on == printed
    assert printed == MONDAY.date()


def test_a_certificate_is_issued_once(claim: Registration) -> None:
    certificate = issued(claim)
    assert not certificates.issue(certificate, "e" * 64, 5)
    assert Certificate.get_by_id(certificate.id).sha256 == FILE
    assert Event.select().where(Event.name == "certificate.issued").count() == 1


@pytest.mark.parametrize(
    "change", [{"sha256": "e" * 64}, {"sha256": None}, {"verify_code": "V-1111-1111"}, {"facts": {"a": 1}}]
)
def test_the_database_itself_refuses_to_change_an_issued_certificate(
    claim: Registration, change: dict[str, object]
) -> None:
    certificate = issued(claim)
    with pytest.raises(peewee.DatabaseError):
        Certificate.update(change).where(Certificate.id == certificate.id).execute()


def test_an_extension_leads_to_a_new_revision_that_replaces_the_old_one_once_issued(claim: Registration) -> None:
    first, later = issued(claim), MONDAY + timedelta(days=70)
    extended = extend(claim, later)
    second = certificates.newest(extended)
    assert second is not None
    assert (second.revision, second.facts["protected_until"]) == (2, "2027-07-06")
    assert second.facts["entry"] == first.facts["entry"]
    assert second.verify_code != first.verify_code
    assert certificates.standing(Certificate.get_by_id(first.id), later) is Standing.VALID
    issued(extended, later, "e" * 64)
    assert certificates.standing(Certificate.get_by_id(first.id), later) is Standing.REPLACED
    assert certificates.standing(Certificate.get_by_id(second.id), later) is Standing.VALID


def test_a_partner_that_changed_its_name_gets_a_new_revision_once(claim: Registration) -> None:
    issued(claim)
    Partner.update(name="Acme Systems").where(Partner.id == claim.partner_id).execute()
    with moment.at(MONDAY):
        assert [certificates.request_changed() for _ in range(3)] == [1, 0, 0]
    certificate = certificates.newest(claim)
    assert certificate is not None
    assert certificate.facts["partner"] == "Acme Systems"


def test_nothing_is_asked_for_while_nothing_changed_or_after_the_end(world: World, claim: Registration) -> None:
    issued(claim)
    with moment.at(MONDAY):
        assert certificates.request_changed() == 0
        Partner.update(city="Fulda").where(Partner.id == claim.partner_id).execute()
        protection.withdraw(world.ana, claim)
        assert certificates.request_changed() == 0


def test_an_approved_claim_without_any_certificate_gets_one(claim: Registration) -> None:
    Certificate.delete().execute()
    with moment.at(MONDAY):
        assert certificates.request_changed() == 1


def test_a_revision_that_was_never_issued_is_dropped_when_a_newer_one_is_asked_for(claim: Registration) -> None:
    first = certificates.newest(claim)
    assert first is not None
    extended = extend(claim, MONDAY + timedelta(days=70))
    assert [row.revision for row in certificates.due(MONDAY + timedelta(days=70))] == [2]
    assert not certificates.issue(first, FILE, 4)
    assert certificates.of(extended).issued is None


def test_two_clocks_never_work_on_the_same_attempt(claim: Registration) -> None:
    mine, theirs = certificates.newest(claim), certificates.newest(claim)
    assert mine is not None
    assert theirs is not None
    assert certificates.take(mine, MONDAY)
    assert not certificates.take(theirs, MONDAY)
    assert list(certificates.due(MONDAY)) == []


def test_after_five_failures_it_has_failed_and_administrators_are_told(world: World, claim: Registration) -> None:
    now, waits = MONDAY + timedelta(hours=4), []
    for _ in range(5):
        certificate = next(iter(certificates.due(now)))
        with moment.at(now):
            assert certificates.take(certificate, now)
            certificates.note_failure(certificate, "no ink")
        waits.append(Certificate.get_by_id(certificate.id).next_at - now)
        now += waits[-1]
    assert [wait.total_seconds() / 60 for wait in waits] == [1, 2, 4, 8, 16]
    failed = certificates.newest(claim)
    assert failed is not None
    assert (failed.state, failed.error, failed.attempts) == ("failed", "no ink", 5)
    assert list(certificates.due(now + timedelta(days=9))) == []
    event = Event.get(Event.name == "certificate.failed")
    assert {d.recipient_id for d in Delivery.select().where(Delivery.event == event)} == {world.ada.id}


def test_a_clock_that_dies_every_time_does_not_try_for_ever(claim: Registration) -> None:
    now = MONDAY + timedelta(hours=4)
    for _ in range(9):
        for certificate in certificates.due(now):
            with moment.at(now):
                certificates.take(certificate, now)
        now += timedelta(hours=1)
    failed = certificates.newest(claim)
    assert failed is not None
    assert (failed.state, failed.attempts) == ("failed", 5)


def test_staff_can_have_a_failed_one_tried_again_but_not_an_issued_one(world: World, claim: Registration) -> None:
    Certificate.update(state="failed", attempts=5).execute()
    failed = certificates.newest(claim)
    assert failed is not None
    with moment.at(MONDAY):
        again = certificates.try_again(world.max, failed)
        assert (again.state, again.attempts) == ("preparing", 0)
        with pytest.raises(Refused):
            certificates.try_again(world.max, failed)
        with pytest.raises(Refused, match="Only vendor staff"):
            certificates.try_again(world.ana, failed)
    assert [event.actor for event in Event.select().where(Event.name == "certificate.retried")] == [world.max]


def test_it_is_valid_to_the_last_second_of_the_last_day_and_then_expired(claim: Registration) -> None:
    certificate = issued(claim)
    assert claim.protected_until is not None
    assert certificates.standing(certificate, claim.protected_until) is Standing.VALID
    assert certificates.standing(certificate, claim.protected_until + timedelta(seconds=1)) is Standing.EXPIRED


def test_after_the_expiry_job_it_says_expired_and_the_old_revision_too(claim: Registration) -> None:
    first = issued(claim)
    extended = extend(claim, MONDAY + timedelta(days=70))
    second = issued(extended, MONDAY + timedelta(days=70), "e" * 64)
    later = MONDAY + timedelta(days=200)
    with moment.at(later):
        protection.expire_due(later)
    for certificate in (first, second):
        assert certificates.standing(Certificate.get_by_id(certificate.id), later) is Standing.EXPIRED
        answer = certificates.answer(Certificate.get_by_id(certificate.id), later)
        assert answer.ended_at == extended.protected_until  # its last day, not the morning on which the job came by


def test_a_revoked_claim_makes_it_revoked(world: World, claim: Registration) -> None:
    certificate = issued(claim)
    said = Words(reason="weak_proof", clause="4.2", text="The mail was made up.", next_step="appeal")
    with moment.at(MONDAY + timedelta(days=2)):
        decisions.revoke(world.max, claim, said)
    assert certificates.standing(Certificate.get_by_id(certificate.id), MONDAY + timedelta(days=2)) is Standing.REVOKED


@pytest.mark.parametrize("verb", [protection.win, protection.lose, protection.withdraw])
def test_a_closed_claim_makes_it_ended_without_saying_how(world: World, claim: Registration, verb: object) -> None:
    certificate = issued(claim)
    with moment.at(MONDAY + timedelta(days=2)):
        verb(world.ana, claim)  # type: ignore[operator]
    answer = certificates.answer(Certificate.get_by_id(certificate.id), MONDAY + timedelta(days=2))
    assert answer.standing is Standing.ENDED
    assert answer.ended_at == MONDAY + timedelta(days=2)


def test_a_certificate_is_found_by_its_code_however_it_is_typed_and_only_once_issued(claim: Registration) -> None:
    certificate = certificates.newest(claim)
    assert certificate is not None
    assert certificates.find(certificate.verify_code) is None
    certificate = issued(claim)
    bare = certificate.verify_code.removeprefix("V-")
    for typed in (certificate.verify_code, bare, bare.lower(), bare.replace("-", " "), f" v {bare.replace('-', '')}"):
        assert certificates.find(typed) == certificate, typed
    for wrong in ("", "-", bare[:-1], bare[::-1], "V-", "x" * 5000, "V-1111-1111", "\x00"):
        assert certificates.find(wrong) is None, wrong


def test_a_code_that_begins_with_the_letter_of_the_prefix_is_found_without_its_prefix() -> None:
    assert codes.tidy("VABC-1234", "V") == codes.tidy("V-VABC-1234", "V") == "V-VABC-1234"


ACME, ACCOUNT = "Acme Systemhaus", "Talsperrenverband Oberwald"


@pytest.mark.parametrize(
    ("partner", "account"),
    [
        (ACME, ACCOUNT),
        ("  acme   SYSTEMHAUS ", "talsperrenverband-oberwald"),
        ("Acme Systemhaus, Kassel", "Talsperrenverband Oberwald, Oberwald, Germany"),
        ("Acme Systemhaus Kassel", "Talsperrenverband Oberwald; Oberwald"),
    ],
)
def test_names_as_printed_match_whatever_case_and_punctuation(claim: Registration, partner: str, account: str) -> None:
    assert certificates.is_as_printed(issued(claim), partner, account)


@pytest.mark.parametrize(
    ("partner", "account"),
    [
        ("Rival Technik", ACCOUNT),
        (ACME, "Talsperrenverband Unterwald"),
        ("Acme Systemhaus GmbH", ACCOUNT),
        ("Acme Systemhau", ACCOUNT),
        ("Acme Systemhaus, Berlin", ACCOUNT),
        ("Kassel", ACCOUNT),
        (ACCOUNT, ACME),
        ("", ""),
        (ACME, ""),
        ("...", "..."),
    ],
)
def test_one_changed_name_does_not_match(claim: Registration, partner: str, account: str) -> None:
    assert not certificates.is_as_printed(issued(claim), partner, account)


def test_a_name_typed_with_combining_accents_is_the_same_name(claim: Registration) -> None:
    Partner.update(name="Müller Café").where(Partner.id == claim.partner_id).execute()
    with moment.at(MONDAY):
        certificates.request_changed()
    certificate = issued(claim)
    assert certificates.is_as_printed(certificate, "Mu\u0308ller Cafe\u0301", ACCOUNT)
    assert certificates.is_as_printed(certificate, "Mueller Cafe", ACCOUNT)
    assert not certificates.is_as_printed(certificate, "Müllner Café", ACCOUNT)
    assert not certificates.is_as_printed(certificate, "...", ACCOUNT)


@pytest.mark.parametrize(
    ("printed", "same", "other"),
    [
        ("Jellicoe Seeds Ltd", "jellicoe seeds ltd.", "Jellicoee Seeds Ltd"),
        ("Jellicoe Seeds Ltd", "JELLICOË SEEDS LTD", "Jellico Seeds Ltd"),
        ("Raederwerk", "Räderwerk", "Raderwerk"),
        ("Räderwerk", "Raederwerk", "Raedderwerk"),
        ("Räderwerk", "Raderwerk", "Roderwerk"),
        ("Straße & Söhne", "STRASSE & SOEHNE", "Strase & Soehne"),
        ("Ærø Værft", "Aeroe Vaerft", "Aero Varft"),
        ("Bø AS", "Boe AS", "Bøe AS"),
        ("Bø AS", "BO AS", "Böe AS"),
        ("Ås AS", "Aas AS", "Åas AS"),
        ("Mü", "Mue", "Müe"),
        ("Ångström AB", "Angstroem AB", "Aangstroeem AB"),
        ("Jørgensen & Müller", "Jorgensen & Mueller", "Joergense & Mueller"),
        ("Århus Møbler", "Aarhus Mobler", "Aarhuus Mobler"),
        ("Ö.B.B. Holding", "OeBB Holding", "OeeBB Holding"),
        ("T.İ.C. A.Ş.", "TIC AS", "TEC AS"),
        ("İşbank", "ISBANK", "ISBANKA"),
        ("Ромашка", "Romashka", "Romaschka"),
        ("東京海上", "東京海上", "東京海下"),
        ("Acme S.A.", "Acme SA", "Acme SE"),
        ("A" * 190 + " Seeds Hamburg", "a" * 190 + " seeds hamburg", "a" * 190 + " seeds hambach"),
        ("Ä" * 20 + "x" * 170 + " SeedsA", "ä" * 20 + "X" * 170 + " seedsa", "Ä" * 20 + "x" * 170 + " SeedsB"),
        ("ﬀ" * 110 + " Seeds", "ﬀ" * 110 + " SEEDS", "ﬀ" * 110 + " Sands"),
    ],
)
def test_umlauts_may_be_typed_as_two_letters_but_no_letter_may_be_left_out(
    claim: Registration, printed: str, same: str, other: str
) -> None:
    Partner.update(name=printed).where(Partner.id == claim.partner_id).execute()
    with moment.at(MONDAY):
        certificates.request_changed()
    certificate = issued(claim)
    assert certificates.is_as_printed(certificate, same, ACCOUNT)
    assert not certificates.is_as_printed(certificate, other, ACCOUNT)


def test_whichever_name_is_wrong_the_work_is_the_same(claim: Registration, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = issued(claim)
    read: list[str] = []
    monkeypatch.setattr(verifying, "plain_letters", lambda text, _: read.append(text) or text.lower())
    counts = set()
    for partner, account in ((ACME, ACCOUNT), (ACME, "Elsewhere"), ("Elsewhere", ACCOUNT), ("Elsewhere", "Elsewhere")):
        read.clear()
        certificates.is_as_printed(certificate, partner, account)
        counts.add(len(read))
    assert len(counts) == 1
    assert 0 not in counts


def test_only_those_who_see_the_claim_see_its_certificates(world: World, claim: Registration) -> None:
    issued(claim)
    for name, count in (("ana", 1), ("ben", 1), ("max", 1), ("rita", 0)):
        assert Certificate.visible_to(getattr(world, name)).count() == count, name
