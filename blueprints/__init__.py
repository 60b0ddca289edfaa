"""Screens: HTTP in, HTML out; one module per screen family. `ALL` is what the application registers."""

from __future__ import annotations

from flask import Blueprint

from blueprints import (
    account,
    assets,
    certificates,
    decisions,
    evidence,
    partners,
    people,
    registrations,
    set_up,
    signing_in,
    vendor,
)

ALL: tuple[Blueprint, ...] = (
    account.bp,
    assets.bp,
    certificates.bp,
    decisions.bp,
    evidence.bp,
    partners.bp,
    people.bp,
    registrations.bp,
    set_up.bp,
    signing_in.bp,
    vendor.bp,
)
