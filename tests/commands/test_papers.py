"""`papers key` and `papers new-key`: what the person who hosts it sees of the signing key."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from config import Config
from integrations.signers import every
from models.base import db
from tests.world import World


def said(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["papers", *words])
    return done.exit_code, done.output


def test_the_key_is_made_shown_and_replaced(world: World, config: Config) -> None:
    status, text = said(world.app, "key")
    assert status == 0
    (first,) = every(config.signing_folder)
    assert "Nordwind Instruments GmbH, self-signed, valid until" in text
    assert first.groups in text
    assert said(world.app, "key") == (0, text)
    status, _ = said(world.app, "new-key")
    assert status != 0, "asks first"
    status, text = said(world.app, "new-key", "--yes")
    assert status == 0
    assert first.groups not in text
    assert len(every(config.signing_folder)) == 2


def test_before_the_set_up_there_is_nobody_to_make_a_key_out_to(app: Flask) -> None:
    db.connect(reuse_if_open=True)
    with db.atomic() as all_of_it:
        db.execute_sql("DELETE FROM vendor")
        status, text = said(app, "key")
        all_of_it.rollback()
    assert (status, "not set up yet" in text) == (1, True)


def test_a_key_that_cannot_sign_fails_with_the_reason(world: World, config: Config) -> None:
    missing = replace(config, signing_file=str(config.instance / "gone.p12"))
    world.app.config["DIBS"] = missing
    status, text = said(world.app, "key")
    assert status == 1
    assert "SIGNING_FILE names a file that cannot be read" in text
    status, text = said(world.app, "new-key", "--yes")
    assert status == 1
    assert "replace that file" in text
