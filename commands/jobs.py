"""`flask --app app jobs`: what happens by itself, and doing it by hand for any moment."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext

from config import Config
from domain import rules
from jobs import running
from jobs.schedule import SCHEDULE, Job, named
from models import JobRun, Vendor


@click.group()
def jobs() -> None:
    """What happens by itself."""


@jobs.command("list")
def show() -> None:
    """All jobs: when they run, when they last ran, how many rows that changed, what went wrong."""
    last = {row.name: row for row in JobRun.select()}
    for job in SCHEDULE:
        click.echo(_line(job, last.get(job.name)))


@jobs.command("run")
@click.argument("name")
@click.option("--now", "now_text", default="", help="As if it were then: 2027-03-09T10:00, in the programme's zone.")
@click.option("--dry-run", is_flag=True, help="Say what would change, change nothing.")
@with_appcontext
def run(name: str, now_text: str, dry_run: bool) -> None:
    """Do what the job NAME has to do now."""
    job, now = _job(name), _moment(now_text)
    if dry_run:
        _show(running.rehearse(job, now))
        return
    if now_text and now > datetime.now(UTC) and not Vendor.get_current().is_sample:
        raise click.ClickException("A moment in the future is for the sample alone; elsewhere use --dry-run.")
    changed = running.run_for(job, now, _config())
    if not now_text:
        running.note(job.name, now, changed, "")
    click.echo(f"{job.name}: {changed} changed")


def _config() -> Config:
    config: Config = current_app.config["DIBS"]
    return config


def _job(name: str) -> Job:
    try:
        return named(name)
    except KeyError:
        names = ", ".join(job.name for job in SCHEDULE)
        raise click.ClickException(f"There is no job {name!r}. There are: {names}.") from None


def _moment(text: str) -> datetime:
    if not text:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.ClickException(f"{text!r} is no moment. Write it like 2027-03-09T10:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(rules.in_force().zone))


def _show(rehearsal: running.Rehearsal) -> None:
    click.echo(f"{rehearsal.changed} would change")
    for line in rehearsal.lines:
        click.echo(f"  {line}")


def _line(job: Job, last: JobRun | None) -> str:
    ran = f"last {last.ran_at:%Y-%m-%d %H:%M:%S} UTC, {last.changed} changed" if last else "has not run yet"
    error = f", FAILED: {last.error}" if last and last.error else ""
    return f"{job.name:<22} {job.when!s:<24} {ran}{error}"
