"""What if several do it in the same moment? Threads that wait for each other, each with its own connection."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime

from domain import moment
from models.base import close, db


def at_once(*acts: Callable[[], object], at: datetime | None = None) -> list[object]:
    """Do all of this at once, at the moment `at` if one is given; results or exceptions, in the order of the acts."""
    gate, results = threading.Barrier(len(acts)), list[object]([None] * len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        db.connect(reuse_if_open=True)
        try:
            with moment.at(at) if at else nullcontext():
                gate.wait(30)
                results[place] = act()
        except Exception as error:  # what went wrong is a result, too
            results[place] = error
        finally:
            close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results
