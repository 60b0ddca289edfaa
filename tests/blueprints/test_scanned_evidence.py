"""What does somebody read whose file the virus scanner refuses, or cannot look at? Nothing that they did is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from models import Evidence, Registration
from tests.attacks.making import EICAR
from tests.blueprints.test_evidence import HTMX, MAIL, files
from tests.blueprints.test_registrations import form
from tests.clamd import Scanner, nobody, scanning
from tests.world import World


@pytest.fixture
def server() -> Iterator[Scanner]:
    with scanning() as server:
        yield server


def scanned(world: World, address: str) -> FlaskClient:
    """Ana, in a portal that asks the scanner at this address."""
    world.app.config["DIBS"] = replace(world.app.config["DIBS"], clamav=address)
    return world.sign_in(world.ana)


def test_a_virus_is_refused_and_the_file_beside_it_is_kept(world: World, server: Scanner) -> None:
    draft = world.draft(world.ana)
    ana = scanned(world, server.address)
    upload = files((EICAR, "offer.txt"), (MAIL, "AW.eml"))
    answer = ana.post(f"/registrations/{draft.code}/evidence", data=upload, headers=HTMX)
    assert "Refused: the virus scanner says that this file is harmful." in answer.text
    assert [row.filename for row in Evidence.of_claim(draft)] == ["AW.eml"]
    assert server.seen == [EICAR, MAIL]


def test_while_the_scanner_is_down_no_file_is_taken_and_no_word_lost(world: World, server: Scanner) -> None:
    ana = scanned(world, nobody())
    answer = ana.post("/registrations", data={**form(), **files((MAIL, "AW.eml"))})
    assert answer.status_code == 422
    assert "Not taken: the virus scanner does not answer" in answer.text
    assert "Choose it again in a few minutes, or go on without it and add it later." in answer.text
    assert form()["contact_name"] in answer.text
    claim = Registration.get()
    assert (claim.status, Evidence.of_claim(claim).count()) == ("draft", 0)
    assert not [path for path in world.app.config["DIBS"].evidence_folder.rglob("*") if path.is_file()]
    assert ana.post("/registrations", data=form()).status_code == 303
    assert Registration.get().status == "submitted"
    later = scanned(world, server.address)
    assert later.post(f"/registrations/{claim.code}/evidence", data=files((MAIL, "AW.eml"))).status_code == 303
    assert Evidence.of_claim(claim).count() == 1


def test_the_log_names_neither_the_file_nor_its_sender(
    world: World, server: Scanner, caplog: pytest.LogCaptureFixture
) -> None:
    draft = world.draft(world.ana)
    ana = scanned(world, server.address)
    ana.post(f"/registrations/{draft.code}/evidence", data=files((EICAR, "Angebot Hartinger.txt")))
    assert "infected" in caplog.text
    assert "Hartinger" not in caplog.text
    assert "ana@" not in caplog.text
