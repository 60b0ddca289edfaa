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
    decisions,
    details,
    evidence,
    imports,
    inbox,
    languages,
    mails,
    partners,
    people,
    protection,
    questions,
    registrations,
    set_up,
    signing_in,
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
    decisions.bp,
    details.bp,
    evidence.bp,
    imports.bp,
    inbox.bp,
    languages.bp,
    mails.bp,
    partners.bp,
    people.bp,
    protection.bp,
    questions.bp,
    registrations.bp,
    set_up.bp,
    signing_in.bp,
    vendor.bp,
    watches.bp,
)
