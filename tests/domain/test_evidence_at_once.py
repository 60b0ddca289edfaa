"""Does any row stand without its file when one puts it on record while another takes it away? On each database."""

from __future__ import annotations

import io
import threading
import time
from functools import partial

from domain import evidence
from integrations import evidence as store
from models import Evidence
from tests.together import at_once
from tests.world import World


def test_no_file_goes_while_its_row_is_written(world: World) -> None:
    """Who gives up waits until the other's row stands, and then leaves the file alone."""
    folder, draft, writes = world.app.config["DIBS"].evidence_folder, world.draft(world.ana), threading.Event()
    kept = store.keep(folder, draft.partner_id, "a.txt", io.BytesIO(b"Visit of 3 March"))
    remove = partial(store.drop, folder, kept.partner_id, kept.sha256)

    def slowly() -> None:
        writes.set()
        time.sleep(0.3)

    def give_up() -> bool:
        assert writes.wait(10)
        return evidence.drop(kept.partner_id, kept.sha256, remove)

    attach = partial(evidence.attach, world.ana, kept, registration=draft, ensure=slowly)
    row, gone = at_once(attach, give_up)
    assert isinstance(row, Evidence), row
    assert gone is False
    assert store.path_of(folder, kept.partner_id, kept.sha256).is_file()
