"""Which companies sell for the vendor?"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from peewee import BooleanField, Check, DateField, IntegerField, ModelSelect, TextField

from models.base import Model, UtcDateTime

if TYPE_CHECKING:
    from models.users import User


class Partner(Model):
    code: str = TextField(unique=True)
    name: str = TextField()
    country: str = TextField()
    city: str = TextField(default="")
    domain: str = TextField(default="")
    tier: str = TextField()
    territory: str = TextField(default="")
    status: str = TextField(default="active", constraints=[Check("status IN ('active', 'suspended', 'ended')")])
    is_trained: bool = BooleanField(default=True)
    open_claim_cap: int | None = IntegerField(null=True)  # raised by a manager; else the rules' number
    joined_on: date = DateField()
    created_at: datetime = UtcDateTime()

    @property
    def is_in_good_standing(self) -> bool:
        """May its clear claims be approved by rule (PRODUCT.md C)?"""
        return self.status == "active" and self.is_trained

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect:
        """Staff see all partners; a partner sees itself."""
        if user.is_staff:
            return cls.select()
        return cls.select().where(cls.id == user.partner_id)
