"""Budgets of partners, who raised them, names that cost one while typing, pauses of checks, alarms of probing."""

from peewee import Check, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model, TextField


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class User(Frozen):
        class Meta:
            table_name = "user"

    class Partner(Frozen):
        class Meta:
            table_name = "partner"

    class Receipt(Frozen):
        partner = ForeignKeyField(Partner, null=True, backref="+")
        at = DateTimeField()

        class Meta:
            table_name = "receipt"

    class PartnerBudget(Frozen):
        partner = ForeignKeyField(Partner, backref="+", on_delete="CASCADE")
        window = TextField(constraints=[Check("\"window\" IN ('day', 'month', 'typed')")])
        starts_at = DateTimeField()
        spent = IntegerField()

        class Meta:
            table_name = "partner_budget"
            indexes = ((("partner", "window", "starts_at"), True),)

    class Peek(Frozen):
        user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
        starts_at = DateTimeField()
        mark = IntegerField()

        class Meta:
            table_name = "peek"
            indexes = ((("user", "starts_at", "mark"), True),)

    class Allowance(Frozen):
        code = TextField(unique=True)
        partner = ForeignKeyField(Partner, backref="+")
        per_person = IntegerField()
        per_day = IntegerField()
        per_month = IntegerField()
        reason = TextField()
        salt = TextField()
        given_by = ForeignKeyField(User, backref="+")
        given_at = DateTimeField()
        until = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "allowance"

    class CheckPause(Frozen):
        partner = ForeignKeyField(Partner, backref="+")
        reason = TextField()
        salt = TextField()
        paused_by = ForeignKeyField(User, backref="+")
        paused_at = DateTimeField()
        ended_by = ForeignKeyField(User, null=True, backref="+")
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "check_pause"

    class Alarm(Frozen):
        code = TextField(unique=True)
        partner = ForeignKeyField(Partner, backref="+")
        state = TextField(constraints=[Check("state IN ('open', 'closed')")])
        since = DateTimeField()
        raised_at = DateTimeField()
        reasons = JSONField()
        note = TextField()
        salt = TextField()
        closed_by = ForeignKeyField(User, null=True, backref="+")
        closed_at = DateTimeField(null=True)

        class Meta:
            table_name = "alarm"
            indexes = ((("partner", "state"), False),)

    db.create_tables([PartnerBudget, Peek, Allowance, CheckPause, Alarm], safe=False)
    db.execute(Receipt.index(Receipt.partner, Receipt.at, name="receipt_partner_id_at", safe=False))
