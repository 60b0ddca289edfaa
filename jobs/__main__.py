"""`python -m jobs`: the clock. Any number may run, on any number of hosts; one works."""

from __future__ import annotations

import os
import sys

from config import from_environment
from integrations import logs, private
from jobs.clock import Clock
from models.base import connect


def main() -> None:
    config = from_environment()
    logs.set_up(config.log_format)
    private.own(config.instance)
    connect(config.database)
    Clock(config).run()
    sys.stdout.flush()
    os._exit(0)  # threads that still wait for a server would keep us; all they do is safe to cut off


if __name__ == "__main__":
    main()
