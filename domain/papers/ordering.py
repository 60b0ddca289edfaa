"""Who may order which paper, and of what? An order is a row; the clock makes the file after the answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from domain import codes, events, moment, rules, words
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import PaperOrder, Registration, User
from models.base import db, serialised

A_DAY = timedelta(hours=24)
MOST_UNDER_WAY = 6
"""Orders of one person that wait or are being made."""

MOST_A_DAY = 200
"""Orders of one person in 24 hours: each is kept for days, and the disk is everybody's."""

MOST_CERTIFICATES = 1000
"""In one bundle, about 40 MB."""

NOT_YOURS = N_("Dossiers are for those who decide claims.")
NOT_APPROVED = N_("There is a benefit sheet as soon as the registration is approved.")
NONE_CHOSEN = N_("Choose at least one certificate.")
TOO_MANY = N_("Choose at most %(most)s certificates at once; narrow the filter.")
TOO_MUCH_A_DAY = N_("You ordered %(most)s papers in the last 24 hours. Order more tomorrow.")
TOO_MUCH_UNDER_WAY = N_("You have %(most)s papers under way. Wait until one of them is ready.")


def order_benefits(by: User, claim: Registration) -> PaperOrder:
    """What the registration brings, for its partner alone; `claim` is one that `by` sees."""
    if claim.status != "approved":
        raise Refused(NOT_APPROVED)
    return _order(by, "benefits", [claim.id])[0]


def order_dossier(by: User, claim: Registration) -> PaperOrder:
    """All that is known of a claim, for the vendor; that it was taken out stands in the claim's history."""
    if not may(by, "dossiers:order"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    with db.atomic():
        order, is_new = _order(by, "dossier", [claim.id])
        if is_new:
            events.record("dossier.ordered", claim, actor=by, facts={"order": order.code})
    return order


def order_certificates(by: User, claims: Sequence[int]) -> PaperOrder:
    """The current certificates of these claims (their ids, all seen by `by`) in one ZIP."""
    if not claims:
        raise Invalid({"registration": NONE_CHOSEN})
    if len(claims) > MOST_CERTIFICATES:
        raise Invalid({"registration": TOO_MANY}, most=MOST_CERTIFICATES)
    return _order(by, "certificates", sorted(claims))[0]


def _order(by: User, kind: str, claims: list[int]) -> tuple[PaperOrder, bool]:
    """The order, and whether it is new: what is under way already is not ordered twice by a double click."""
    now, days = moment.now(), rules.in_force().paper_days
    with serialised("paper_orders"):
        under_way = list(PaperOrder.visible_to(by).where(PaperOrder.state.in_(("waiting", "running"))))
        same = [order for order in under_way if order.kind == kind and order.claims == claims]
        if same:
            return same[0], False
        if len(under_way) >= MOST_UNDER_WAY:
            raise Refused(TOO_MUCH_UNDER_WAY, Kind.OVER_BUDGET, most=MOST_UNDER_WAY)
        if PaperOrder.visible_to(by).where(PaperOrder.created_at > now - A_DAY).count() >= MOST_A_DAY:
            raise Refused(TOO_MUCH_A_DAY, Kind.OVER_BUDGET, most=MOST_A_DAY)
        order: PaperOrder = PaperOrder.create(
            code=codes.fresh("PO"), kind=kind, ordered_by=by, claims=claims, locale=words.language_of(by),
            total=len(claims), created_at=now, next_at=now, expires_at=now + timedelta(days=days),
        )  # fmt: skip
    return order, True
