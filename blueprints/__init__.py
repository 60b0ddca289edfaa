"""Screens: HTTP in, HTML out; one module per screen family. `ALL` is what the application registers."""

from __future__ import annotations

from flask import Blueprint

from blueprints import account, assets, decisions, vendor

ALL: tuple[Blueprint, ...] = (decisions.bp, assets.bp, vendor.bp, account.bp)
