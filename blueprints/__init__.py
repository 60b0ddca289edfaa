"""Screens: HTTP in, HTML out; one module per screen family. `ALL` is what the application registers."""

from __future__ import annotations

from flask import Blueprint

from blueprints import account, assets, certificates, decisions, registrations, vendor

ALL: tuple[Blueprint, ...] = (certificates.bp, decisions.bp, registrations.bp, assets.bp, vendor.bp, account.bp)
