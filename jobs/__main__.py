"""`python -m jobs`: the clock. Any number may run, on any number of hosts; one works."""

from __future__ import annotations

import logging
import os
import sys

from config import from_environment
from jobs.clock import Clock
from models.base import connect


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that finds its job still at work is no news
    config = from_environment()
    connect(config.database)
    Clock(config).run()
    sys.stdout.flush()
    os._exit(0)  # threads that still wait for a server would keep us; all they do is safe to cut off


if __name__ == "__main__":
    main()
