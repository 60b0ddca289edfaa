"""Which companies sell for the vendor?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import Check, DateField, IntegerField, ModelSelect, TextField

from models.base import Model, UtcDateTime

if TYPE_CHECKING:
    from models.users import User


class Partner(Model):
    code = TextField(unique=True)
    name = TextField()
    country = TextField()
    city = TextField(default="")
    domain = TextField(default="")
    tier = TextField()
    territory = TextField(default="")
    status = TextField(default="active", constraints=[Check("status IN ('active', 'suspended', 'ended')")])
    open_claim_cap = IntegerField(null=True)  # raised by a manager; else the rules' number
    joined_on = DateField()
    created_at = UtcDateTime()

    @property
    def is_in_good_standing(self) -> bool:
        """May it register, and its clear claims be approved by rule, if their holders are trained (PRODUCT.md C)?"""
        return self.status == "active"

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Partner]:
        """Staff see all partners; a partner sees itself."""
        if user.is_staff:
            return cls.select()
        return cls.select().where(cls.id == user.partner_id)
