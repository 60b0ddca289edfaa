"""Does one command lead to a portal that answers, and never to the wrong one?"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import ROOT, Config
from models import Vendor
from tests.bin.loading import script
from tests.bin.serving import Server, ending, free_port, until

Run = Callable[..., Server]
prepare = script("prepare")


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """What `make run` does after the set-up, with an instance folder of its own."""
    with ending() as servers:

        def begin(*command: str, **environment: str) -> Server:
            port = environment.setdefault("PORT", str(free_port()))
            settings = {"INSTANCE": str(tmp_path / "instance"), "SAMPLE": "0", **environment}
            known = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
            with (tmp_path / "log").open("wb") as log:
                process = subprocess.Popen(
                    command or [sys.executable, ROOT / "bin/prepare"],
                    env={**known, **settings},
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            servers.append(Server(tmp_path, int(port), process))
            return servers[-1]

        yield begin


def test_an_empty_portal_is_set_up_by_a_link_that_is_printed_until_it_was_used(run: Run) -> None:
    for _ in range(2):
        server = run()
        until(lambda: "Dibs is ready" in server.says, "the portal is ready", seconds=30)  # noqa: B023
        link = re.search(rf"http://localhost:{server.port}(/\S+)", server.says)
        assert link
        assert server.get(path=link[1])[0] == 200
        server.tell(signal.SIGTERM)
        assert server.process.wait(timeout=10) == 0


def test_a_taken_port_is_told_before_the_set_up(run: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        server = run(str(ROOT / "bin/run"), PORT=str(other.getsockname()[1]))
        assert server.process.wait(timeout=10) == 1
    assert "is taken" in server.says
    assert not (server.folder / "instance").exists()


def test_the_sample_is_not_made_for_the_network(app: Flask, config: Config) -> None:
    open_to_all = Config(instance=config.instance, host="0.0.0.0")
    with pytest.raises(SystemExit, match="may not be served"):
        prepare.make_sample(app, open_to_all)


def test_starting_empty_on_top_of_the_sample_is_refused(app: Flask, config: Config) -> None:
    Vendor.update(is_sample=True).execute()
    with pytest.raises(SystemExit, match="INSTANCE=instance-own"):
        prepare.prepare(app, config, "0")


def test_a_programme_of_ones_own_is_never_mixed_with_the_sample(app: Flask, config: Config) -> None:
    before = Vendor.select().count()
    assert prepare.prepare(app, config, "1") is False
    assert Vendor.select().where(~Vendor.is_sample).count() == before


def test_a_sample_that_was_interrupted_is_cleared_once(tmp_path: Path) -> None:
    config = Config(instance=tmp_path)
    for name in ("dibs.sqlite", "dibs.sqlite-wal", "secret.key", "sample.unfinished"):
        (tmp_path / name).touch()
    config.evidence_folder.mkdir()
    prepare.clear_half_sample(config)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_a_whole_database_is_never_cleared(tmp_path: Path) -> None:
    (tmp_path / "dibs.sqlite").touch()
    prepare.clear_half_sample(Config(instance=tmp_path))
    assert (tmp_path / "dibs.sqlite").exists()
