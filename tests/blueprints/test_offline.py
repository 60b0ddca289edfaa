"""Is nothing kept in a browser that somebody’s page showed? Manifest, worker, offline page; and late notes."""

from __future__ import annotations

import gzip
import json
import re
from datetime import timedelta

import pytest

from domain import moment
from domain.registrations import drafts
from models import Registration, Vendor
from tests.world import MONDAY, World

TYPED = {"key": "note-1", "company": "Fjordlaks AS", "city": "Ålesund", "contact_name": "Ola Nordmann"}


def kept(text: str) -> list[str]:
    """What the worker keeps, as it says itself."""
    files = re.search(r"^const FILES = (.+);$", text, re.M)
    page = re.search(r"^const PAGE = (.+);$", text, re.M)
    assert files
    assert page
    return [*json.loads(files[1]), json.loads(page[1])]


def test_the_manifest_names_the_vendor_and_icons_that_exist(world: World) -> None:
    client = world.app.test_client()
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    said = json.loads(answer.text)
    assert (said["name"], said["short_name"], said["display"]) == ("Nordwind Instruments", "Nordwind", "standalone")
    for icon in said["icons"]:
        shown = client.get(icon["src"])
        assert (shown.status_code, shown.mimetype) == (200, icon["type"])
    assert {icon["sizes"] for icon in said["icons"]} >= {"192x192", "512x512"}


@pytest.mark.parametrize("who", ["ana", "max", ""])
def test_the_worker_keeps_static_files_and_the_offline_page_alone(world: World, who: str) -> None:
    client = world.sign_in(getattr(world, who)) if who else world.app.test_client()
    answer = client.get("/worker.js?lang=en")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    addresses = kept(answer.text)
    assert all(re.match(r"/static/[\w./-]+\?v=\w+$|/accent\.css\?\w*$|/offline\?lang=en$", one) for one in addresses)
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_the_worker_changes_its_name_with_what_it_keeps(world: World) -> None:
    client = world.app.test_client()
    before = client.get("/worker.js").text
    assert client.get("/worker.js").text == before
    Vendor.update(accent="#883311").execute()
    after = client.get("/worker.js").text
    assert after.split("\n")[0] != before.split("\n")[0]
    assert client.get("/worker.js?lang=%00").status_code == 200


def test_the_offline_page_is_the_same_for_everybody(world: World) -> None:
    world.file(world.ana, "Fjordlaks AS")
    pages = [world.sign_in(who).get("/offline?lang=en") for who in (world.ana, world.max, world.rita)]
    stranger = world.app.test_client().get("/offline?lang=en")
    assert {page.text for page in pages} == {stranger.text}
    for word in ("Ana", "Acme", "Fjordlaks", "csrf", "data-user", "hx-headers"):
        assert word not in stranger.text
    assert "Set-Cookie" not in stranger.headers
    assert "Cookie" not in stranger.headers["Vary"]


@pytest.mark.parametrize("path", ["/worker.js?lang=en", "/offline?lang=en"])
def test_both_come_compressed_to_whoever_takes_it(world: World, path: str) -> None:
    client = world.app.test_client()
    plain, packed = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < 0.6 * len(plain.data)


def test_only_our_own_worker_may_run(world: World) -> None:
    policy = world.sign_in(world.ana).get("/").headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "unsafe" not in policy


def test_who_is_signed_in_is_told_to_partner_pages_by_a_random_code_alone(world: World) -> None:
    assert f'data-user="{world.ana.code}"' in world.sign_in(world.ana).get("/").text
    assert "data-user" not in world.sign_in(world.max).get("/queue").text
    assert "data-worker" in world.sign_in(world.max).get("/queue").text
    assert "data-worker" not in world.app.test_client().get("/sign-in").text


def test_signing_out_clears_what_the_browser_kept(world: World) -> None:
    answer = world.sign_in(world.ana).post("/sign-out")
    assert '"storage"' in answer.headers["Clear-Site-Data"]


# notes that were typed without connection


def sent(world: World, typed_at: str = "", **typed: str) -> tuple[int, str]:
    answer = world.sign_in(world.ana).post(
        "/registrations/drafts", data={**TYPED, "typed_at": typed_at, **typed}, headers={"HX-Request": "true"}
    )
    return answer.status_code, answer.headers.get("HX-Replace-Url", "")


def iso(days: float) -> str:
    return f"{(MONDAY + timedelta(days=days)).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def test_a_note_becomes_one_draft_however_often_it_is_sent(world: World) -> None:
    with moment.at(MONDAY):
        first, second = sent(world, iso(-1)), sent(world, iso(-1))
    draft = Registration.get()
    assert Registration.select().count() == 1
    assert first == second == (200, f"/registrations/{draft.code}/edit")
    assert (draft.company, draft.city, draft.status, draft.claim_seq) == ("Fjordlaks AS", "Ålesund", "draft", None)


def test_a_note_does_not_undo_what_was_saved_since(world: World) -> None:
    with moment.at(MONDAY):
        sent(world)
    with moment.at(MONDAY + timedelta(days=1)):
        sent(world, company="Fjordlaks Norge AS")
        assert sent(world, iso(0.5)) == (409, "")
        assert Registration.get().company == "Fjordlaks Norge AS"
        assert sent(world, iso(1.1), company="Fjordlaks Sverige")[0] == 200
        assert Registration.get().company == "Fjordlaks Sverige"
        assert sent(world, "")[0] == 200, "the person said: send it anyway"


def test_an_answer_that_was_lost_on_the_way_is_no_change(world: World) -> None:
    """It was saved a moment after it was typed; the phone never heard of it and sends more."""
    with moment.at(MONDAY):
        sent(world)
    with moment.at(MONDAY + timedelta(hours=1)):
        assert sent(world, iso(-1 / 1440), city="Bergen")[0] == 200


@pytest.mark.parametrize(
    "typed_at", ["soon", "T", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2027-03-09T99:00"]
)
def test_a_time_that_is_none_is_taken_for_none(world: World, typed_at: str) -> None:
    with moment.at(MONDAY):
        sent(world)
        assert sent(world, typed_at)[0] in (200, 409)


def test_a_note_on_what_was_filed_meanwhile_changes_nothing(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana, "Fjordlaks AS")
        assert sent(world, iso(-1), key=claim.idempotency_key, company="Else")[0] == 200
    assert Registration.get_by_id(claim.id).company == "Fjordlaks AS"


def test_a_rivals_key_makes_a_draft_of_ones_own(world: World) -> None:
    theirs = world.draft(world.rita, "Glaswerk Steinau")
    with moment.at(MONDAY):
        assert sent(world, iso(-9), key=theirs.idempotency_key)[0] == 200
    assert Registration.get_by_id(theirs.id).company == "Glaswerk Steinau"
    assert drafts.by_key(world.rita, theirs.idempotency_key) == theirs
