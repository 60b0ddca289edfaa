"""What can be done from the command line? One module per group, on the verbs of the screens."""

from __future__ import annotations

from flask import Flask

from commands import backups, checks, crm, database, doctor, export, jobs, pairs, papers, sample, users


def init(app: Flask) -> None:
    app.cli.add_command(backups.backup)
    app.cli.add_command(backups.restore)
    app.cli.add_command(crm.crm)
    app.cli.add_command(checks.check)
    app.cli.add_command(database.migrate)
    app.cli.add_command(database.reindex)
    app.cli.add_command(export.export)
    app.cli.add_command(doctor.doctor)
    app.cli.add_command(jobs.jobs)
    app.cli.add_command(pairs.match_pairs)
    app.cli.add_command(papers.papers)
    app.cli.add_command(sample.sample)
    app.cli.add_command(users.users)
