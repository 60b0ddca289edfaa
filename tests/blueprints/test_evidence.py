"""Files on screen: each is kept or refused by itself, shown to those who may see it, and never run by a browser."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain import decisions, evidence, moment, protection, rules
from domain.decisions import Words
from integrations import evidence as store
from models import Evidence, Registration
from tests.blueprints.test_registrations import form
from tests.world import MONDAY, World

HTMX = {"HX-Request": "true"}
MAIL = b"From: j@kaese.example\r\nTo: ana@acme.example\r\nSubject: Messung\r\n\r\nGern am 3. M\xc3\xa4rz."
PROGRAM = (b"MZ\x90\x00", "Angebot.pdf.exe")


def files(*pairs: tuple[bytes, str]) -> dict[str, Any]:
    return {"files": [(io.BytesIO(content), name) for content, name in pairs]}


def test_files_are_kept_and_listed(world: World) -> None:
    draft = world.draft(world.ana)
    ana = world.sign_in(world.ana)
    answer = ana.post(
        f"/registrations/{draft.code}/evidence", data=files((MAIL, "AW Messung.eml"), (b"Note", "a.txt")), headers=HTMX
    )
    assert answer.status_code == 200
    assert "AW Messung.eml" in answer.text
    assert [row.kind for row in Evidence.of_claim(draft)] == ["eml", "txt"]


def test_one_refused_file_does_not_lose_the_others(world: World) -> None:
    draft = world.draft(world.ana)
    ana = world.sign_in(world.ana)
    answer = ana.post(f"/registrations/{draft.code}/evidence", data=files(PROGRAM, (MAIL, "AW.eml")), headers=HTMX)
    assert "Refused: this is a program" in answer.text
    assert "Save the offer as PDF and choose it again." in answer.text
    assert [row.filename for row in Evidence.of_claim(draft)] == ["AW.eml"]


def test_files_of_a_form_that_was_never_saved_make_its_draft(world: World) -> None:
    answer = world.sign_in(world.ana).post(
        "/registrations/evidence", data={**form(), **files((MAIL, "AW.eml"))}, headers=HTMX
    )
    draft = Registration.get()
    assert answer.headers["HX-Replace-Url"] == f"/registrations/{draft.code}/edit"
    assert draft.company == form()["company"]
    assert Evidence.of_claim(draft).count() == 1


def test_without_script_the_files_go_with_the_form(world: World) -> None:
    ana = world.sign_in(world.ana)
    answer = ana.post("/registrations", data={**form(), **files((MAIL, "AW.eml"))})
    claim = Registration.get()
    assert answer.location == f"/registrations/{claim.code}"
    assert "AW.eml" in ana.get(answer.location).text


def test_a_refused_file_stops_the_filing_and_keeps_text_and_other_files(world: World) -> None:
    ana = world.sign_in(world.ana)
    answer = ana.post("/registrations", data={**form(), **files(PROGRAM, (MAIL, "AW.eml"))})
    assert answer.status_code == 422
    assert '<a href="#files">Remove the file that was refused, or choose another</a>' in answer.text
    assert "AW.eml" in answer.text
    assert "Josef Hartinger" in answer.text
    assert Registration.get().status == "draft"
    assert ana.post("/registrations", data=form()).status_code == 303
    assert Evidence.of_claim(Registration.get()).count() == 1


def test_the_same_file_twice_in_one_claim_is_one(world: World) -> None:
    draft = world.draft(world.ana)
    ana = world.sign_in(world.ana)
    for name in ("AW.eml", "again.eml"):
        ana.post(f"/registrations/{draft.code}/evidence", data=files((MAIL, name)), headers=HTMX)
    assert Evidence.of_claim(draft).count() == 1


def test_a_file_is_sent_as_attachment_that_no_browser_runs(world: World) -> None:
    claim = world.file(world.ana)
    ana = world.sign_in(world.ana)
    ana.post(f"/registrations/{claim.code}/evidence", data=files((MAIL, "AW Käse „neu“.eml")))
    code = Evidence.get().code
    answer = ana.get(f"/evidence/{code}")
    assert answer.data == MAIL
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''AW%20K%C3%A4se" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    again = ana.get(f"/evidence/{code}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_strangers_get_the_same_404_for_a_file_as_for_none(world: World) -> None:
    claim = world.file(world.ana)
    world.sign_in(world.ana).post(f"/registrations/{claim.code}/evidence", data=files((MAIL, "AW.eml")))
    rita = world.sign_in(world.rita)
    code = Evidence.get().code
    assert rita.get(f"/evidence/{code}").status_code == rita.get("/evidence/E-1111-1111").status_code == 404
    assert rita.post(f"/evidence/{code}/removal").status_code == 404
    assert rita.post(f"/registrations/{claim.code}/evidence", data=files((MAIL, "b.eml"))).status_code == 404


def test_staff_see_the_files_of_filed_claims_alone(world: World) -> None:
    ana, draft = world.sign_in(world.ana), world.draft(world.ana)
    ana.post(f"/registrations/{draft.code}/evidence", data=files((MAIL, "AW.eml")))
    code, max_ = Evidence.get().code, world.sign_in(world.max)
    assert max_.get(f"/evidence/{code}").status_code == 404
    ana.post("/registrations", data=form(key=draft.idempotency_key))
    assert max_.get(f"/evidence/{code}").status_code == 200


def test_a_file_is_removed_from_a_draft_but_not_from_a_filed_claim(world: World) -> None:
    ana, draft = world.sign_in(world.ana), world.draft(world.ana)
    for content, name in ((MAIL, "AW.eml"), (b"Note", "note.txt")):
        ana.post(f"/registrations/{draft.code}/evidence", data=files((content, name)))
    first, second = Evidence.of_claim(draft)
    assert "AW.eml" not in ana.post(f"/evidence/{first.code}/removal", headers=HTMX).text
    ana.post("/registrations", data=form(key=draft.idempotency_key))
    assert ana.post(f"/evidence/{second.code}/removal").status_code == 409
    assert [row.code for row in Evidence.of_claim(draft)] == [second.code]


def test_a_colleague_may_look_but_not_add(world: World) -> None:
    claim = world.file(world.ben)
    assert (
        world.sign_in(world.ana).post(f"/registrations/{claim.code}/evidence", data=files((MAIL, "b.eml"))).status_code
        == 403
    )


def test_a_closed_claim_takes_no_files(world: World) -> None:
    world.file(world.rita)
    claim = world.file(world.ana)
    assert claim.status == "refused"
    answer = world.sign_in(world.ana).post(f"/registrations/{claim.code}/evidence", data=files((MAIL, "b.eml")))
    assert answer.status_code == 422
    assert Evidence.of_claim(claim).count() == 0


def test_a_claim_takes_its_limit_in_all_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "limits", lambda: {"file": 100, "claim": 150})
    ana, draft = world.sign_in(world.ana), world.draft(world.ana)
    answers = [
        ana.post(f"/registrations/{draft.code}/evidence", data=files((content, "a.txt")), headers=HTMX).text
        for content in (b"a" * 90, b"b" * 90, b"c" * 101)
    ]
    assert "Refused" not in answers[0]
    assert "in all" in answers[1]
    assert "larger than" in answers[2]


def test_proof_that_was_all_a_clear_claim_lacked_approves_it(world: World) -> None:
    claim = world.file(world.ana)
    assert (claim.status, claim.review_reasons) == ("submitted", [])
    world.sign_in(world.ana).post(f"/registrations/{claim.code}/evidence", data=files((MAIL, "AW.eml")))
    assert Registration.get_by_id(claim.id).status == "approved"


def test_proof_of_a_partner_who_lost_its_standing_meanwhile_approves_nothing(world: World) -> None:
    claim = world.file(world.ana)
    acme = world.ana.partner
    acme.status = "suspended"
    acme.save()
    world.sign_in(world.ana).post(f"/registrations/{claim.code}/evidence", data=files((MAIL, "AW.eml")))
    assert Registration.get_by_id(claim.id).status == "submitted"
    assert Evidence.of_claim(claim).count() == 1


def test_a_file_without_a_row_is_an_orphan_and_the_upload_can_be_sent_again(world: World) -> None:
    """The process died between file and row: nothing was acknowledged, the retry finds the file and adds the row."""
    folder, draft = world.app.config["DIBS"].evidence_folder, world.draft(world.ana)
    kept = store.keep(folder, draft.partner_id, "AW.eml", io.BytesIO(MAIL))
    assert not evidence.is_known(kept.partner_id, kept.sha256)
    world.sign_in(world.ana).post(f"/registrations/{draft.code}/evidence", data=files((MAIL, "AW.eml")))
    assert evidence.is_known(kept.partner_id, kept.sha256)
    assert store.sweep(folder, evidence.is_known, moment.now().timestamp() + 200_000) == 0
    assert store.path_of(folder, kept.partner_id, kept.sha256).exists()


@pytest.mark.parametrize("data", [{}, {"files": "no file"}, {"files": (io.BytesIO(b""), "")}])
def test_an_upload_without_files_is_harmless(world: World, data: dict[str, Any]) -> None:
    draft = world.draft(world.ana)
    answer = world.sign_in(world.ana).post(
        f"/registrations/{draft.code}/evidence", data=data, content_type="multipart/form-data"
    )
    assert answer.status_code == 303


def test_proof_approves_nothing_that_a_person_has_taken_up(world: World) -> None:
    """Escalated, or asked about and answered: from then on a person decides."""
    escalated, asked = world.file(world.ana), world.file(world.ana, "Ganz Andere Werke AG")
    decisions.escalate(world.max, escalated, Words(text="No rule fits; I propose a no."))
    decisions.return_for_information(world.max, asked, Words(text="Who is your contact?"))
    ana = world.sign_in(world.ana)
    ana.post(f"/registrations/{asked.code}/reply", data={"text": "Irene Thoma"})
    for claim in (escalated, asked):
        ana.post(f"/registrations/{claim.code}/evidence", data=files((MAIL, "AW.eml")))
        assert Evidence.of_claim(claim).count() == 1
        assert Registration.get_by_id(claim.id).status == "submitted"


def on_disk(world: World) -> int:
    return len(list(world.app.config["DIBS"].evidence_folder.glob("*/??/*")))


def test_a_partner_adds_so_much_in_a_day_also_when_files_are_removed_again(world: World) -> None:
    """Upload, remove, upload: what was removed lies on the disk for weeks. Many drafts are no way either."""
    few_megabytes(evidence_file_megabytes=1, evidence_claim_megabytes=1, evidence_day_megabytes=2)
    with moment.at(MONDAY):
        ana, ben, rita = (world.sign_in(person) for person in (world.ana, world.ben, world.rita))
        for number in range(3):
            draft = world.draft(world.ana, f"Company {number}")
            answer = ana.post(f"/registrations/{draft.code}/evidence", data=files((b"%d" % number * 900_000, "a.txt")))
            assert answer.status_code == (303 if number < 2 else 422)
            for row in Evidence.select().where(Evidence.removed_at.is_null()):
                ana.post(f"/evidence/{row.code}/removal")
        assert "may add 2 MB in a day" in answer.text
        draft = world.draft(world.ben)
        assert (
            ben.post(f"/registrations/{draft.code}/evidence", data=files((b"x" * 900_000, "a.txt"))).status_code == 422
        )
        assert on_disk(world) == 2, "what is refused is not stored"
        theirs = world.draft(world.rita)
        assert (
            rita.post(f"/registrations/{theirs.code}/evidence", data=files((b"x" * 900_000, "a.txt"))).status_code
            == 303
        )
    with moment.at(MONDAY + timedelta(days=1)):
        assert (
            ben.post(f"/registrations/{draft.code}/evidence", data=files((b"x" * 900_000, "a.txt"))).status_code == 303
        )


def test_what_a_claim_does_not_take_is_not_stored(world: World) -> None:
    """Neither past its limit nor once it is closed: else whoever goes on sending fills the disk for a day."""
    few_megabytes(evidence_file_megabytes=1, evidence_claim_megabytes=1)
    with moment.at(MONDAY):
        ana, full, closed = world.sign_in(world.ana), world.draft(world.ana), world.file(world.ana, "Fjordlaks AS")
        protection.withdraw(world.ana, closed, "No longer wanted.")
        ana.post(f"/registrations/{full.code}/evidence", data=files((b"x" * 900_000, "a.txt")))
        for number, claim in enumerate((full, full, closed, closed)):
            ana.post(f"/registrations/{claim.code}/evidence", data=files((b"%d" % number * 900_000, "a.txt")))
    assert on_disk(world) == 1


def few_megabytes(**numbers: int) -> None:
    with moment.at(MONDAY - timedelta(minutes=1)):
        rules.publish(replace(rules.in_force(), **numbers), {"en": "."})
