"""Screens: HTTP in, HTML out; one module per screen family. `ALL` is what the application registers."""

from __future__ import annotations

from flask import Blueprint

from blueprints import (
    account,
    assets,
    behalf,
    certificates,
    check_log,
    checks,
    conditions,
    decisions,
    details,
    evidence,
    imports,
    inbox,
    mails,
    partners,
    people,
    protection,
    questions,
    registrations,
    reversals,
    set_up,
    signing_in,
    spreadsheets,
    vendor,
    watches,
)

ALL: tuple[Blueprint, ...] = (
    account.bp,
    assets.bp,
    behalf.bp,
    certificates.bp,
    check_log.bp,
    checks.bp,
    conditions.bp,
    decisions.bp,
    details.bp,
    evidence.bp,
    imports.bp,
    inbox.bp,
    mails.bp,
    partners.bp,
    people.bp,
    protection.bp,
    questions.bp,
    registrations.bp,
    reversals.bp,
    set_up.bp,
    signing_in.bp,
    spreadsheets.bp,
    vendor.bp,
    watches.bp,
)
