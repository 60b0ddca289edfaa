"""Papers on order: bundles of certificates, the partner's benefit sheet, the vendor's dossier of a claim."""

from __future__ import annotations

from domain.papers.choosing import PARTS, Choice, chosen
from domain.papers.making import finish, forget_expired, note_failure, note_progress, take
from domain.papers.ordering import order_benefits, order_certificates, order_dossier

__all__ = [
    "PARTS", "Choice", "chosen", "finish", "forget_expired", "note_failure", "note_progress", "order_benefits",
    "order_certificates", "order_dossier", "take",
]  # fmt: skip
