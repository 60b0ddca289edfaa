"""Does docs/privacy.md say of every table how long it is kept, and name only jobs that there are?"""

from __future__ import annotations

import re

import models
from config import ROOT, Config
from domain.rules import Rules
from jobs.schedule import SCHEDULE

TEXT = (ROOT / "docs" / "privacy.md").read_text()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if line.startswith("| `")]
TABLES = {row[0].strip("`"): row for row in ROWS if len(row) == 4}


def test_every_table_says_what_for_and_how_long() -> None:
    missing = [model._meta.table_name for model in models.ALL if model._meta.table_name not in TABLES]
    assert missing == [], "say in docs/privacy.md why these are kept, and until when"
    assert all(len(row[1]) > 3 and len(row[2]) > 3 for row in TABLES.values())


def test_every_job_that_is_named_exists_and_every_job_that_deletes_is_named() -> None:
    named = {job for row in ROWS for job in re.findall(r"`([a-z_]+)`", row[3])}
    assert named <= {job.name for job in SCHEDULE}
    assert named >= {job.name for job in SCHEDULE if job.name.endswith(("_purge", "_sweep"))}


def test_every_number_of_days_that_is_named_is_one_of_the_rules() -> None:
    numbers = vars(Rules())
    named = dict(re.findall(r"`([a-z_]+_days)` \((\d+)", TEXT))
    assert {name: str(numbers[name]) for name in named} == named
    assert set(named) >= {"evidence_days", "evidence_refused_days", "draft_days", "news_days", "import_days"}


def test_every_folder_is_named() -> None:
    config = Config()
    folders = {getattr(config, name).name for name in dir(Config) if name.endswith("_folder")}
    said = {name for row in ROWS for name in re.findall(r"`([a-z.]+)`", row[0])}
    assert folders - said == set()
