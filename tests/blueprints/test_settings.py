"""Setting the programme: found by question, previewed, published as a version; wrong, stale and foreign hands."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from domain import rules
from domain.settings import answering, pages
from tests.world import World


@pytest.fixture
def ada(world: World) -> FlaskClient:
    return world.sign_in(world.ada)


def fields(slug: str, **changed: object) -> dict[str, object]:
    """The form of a page as it is shown, with some answers changed."""
    page = pages.named(slug)
    assert page is not None
    now = rules.in_force()
    shown = {name: list(values) for name, values in answering.shown(page, now).items()}
    return {**shown, "seen": str(now.number), **changed}


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.slug)
def test_a_page_shows_every_question_with_its_answer(ada: FlaskClient, page: pages.Page) -> None:
    answer = ada.get(f"/settings/{page.slug}")
    assert answer.status_code == 200
    for setting in page.settings:
        assert f'id="{setting.name}"' in answer.text, setting.name
