"""Lists of names that partners have checked, and which receipts came from one."""

from peewee import BooleanField, Check, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model, TextField

from migrations import rewriting


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class User(Frozen):
        class Meta:
            table_name = "user"

    class Registration(Frozen):
        class Meta:
            table_name = "registration"

    class BulkCheck(Frozen):
        code = TextField(unique=True)
        user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
        name = TextField()
        state = TextField(constraints=[Check("state IN ('read', 'running', 'done', 'stopped')")])
        rows = JSONField()
        has_head = BooleanField()
        mapping = JSONField()
        product_line = TextField()
        country = TextField()
        waits = TextField(constraints=[Check("waits IN ('', 'day', 'month', 'paused')")])
        waits_until = DateTimeField(null=True)
        why = TextField(constraints=[Check("why IN ('', 'owner', 'role', 'removed', 'suspended')")])
        created_at = DateTimeField()
        started_at = DateTimeField(null=True)
        next_at = DateTimeField()
        finished_at = DateTimeField(null=True)

        class Meta:
            table_name = "bulk_check"
            indexes = ((("state", "next_at"), False),)

    class BulkLine(Frozen):
        bulk = ForeignKeyField(BulkCheck, backref="+", on_delete="CASCADE")
        line = IntegerField()
        name = TextField()
        domain = TextField()
        country = TextField()
        city = TextField()
        vat = TextField()
        begun_at = DateTimeField(null=True)
        tries = IntegerField()
        verdict = TextField(constraints=[Check("verdict IN ('', 'free', 'own', 'taken', 'review')")])
        problem = TextField()
        receipt = TextField()
        registration = ForeignKeyField(Registration, null=True, backref="+", on_delete="SET NULL")
        again_on = DateTimeField(null=True)
        checked_at = DateTimeField(null=True)

        class Meta:
            table_name = "bulk_line"
            indexes = ((("bulk", "line"), True),)

    db.create_tables([BulkCheck, BulkLine], safe=False)
    rewriting.added(db, "receipt", "from_list")
