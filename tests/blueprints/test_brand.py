"""Name, logo and colour of the vendor: previewed, published, kept; bad files and colours are told."""

from __future__ import annotations

from tests.world import World


def test_the_page_opens(world: World) -> None:
    ada = world.sign_in(world.ada)
    for path in (
        "/settings",
        "/settings?q=protec",
        "/settings/brand",
        "/settings/text",
        "/settings/versions",
        "/settings/versions/1",
    ):
        answer = ada.get(path)
        assert answer.status_code == 200, path
