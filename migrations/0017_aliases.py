"""Other names of accounts, what people said about two companies, and accounts that look alike."""

from peewee import Check, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model, TextField

from migrations import rewriting


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class User(Frozen):
        class Meta:
            table_name = "user"

    class Account(Frozen):
        class Meta:
            table_name = "account"

    class Registration(Frozen):
        class Meta:
            table_name = "registration"

    class Judgement(Frozen):
        code = TextField(unique=True)
        verdict = TextField(constraints=[Check("verdict IN ('same', 'different')")])
        name = TextField()
        core = TextField(index=True)
        domain = TextField()
        country = TextField()
        other_name = TextField()
        other_core = TextField(index=True)
        other_domain = TextField()
        other_country = TextField()
        account = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
        other_account = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
        claim = ForeignKeyField(Registration, null=True, backref="+", on_delete="SET NULL")
        said_by = ForeignKeyField(User, backref="+")
        said_at = DateTimeField()
        taken_back_at = DateTimeField(null=True)
        taken_back_by = ForeignKeyField(User, null=True, backref="+")

        class Meta:
            table_name = "judgement"

    class LikelyPair(Frozen):
        one = ForeignKeyField(Account, backref="+", on_delete="CASCADE")
        other = ForeignKeyField(Account, backref="+", on_delete="CASCADE")
        score = IntegerField()
        reasons = JSONField()
        proposal = TextField()
        country = TextField()
        round = IntegerField()
        judgement = ForeignKeyField(Judgement, null=True, backref="+", on_delete="SET NULL")

        class Meta:
            table_name = "likely_pair"
            indexes = ((("one", "other"), True), (("judgement", "score"), False))

    class PairSearch(Frozen):
        state = TextField(constraints=[Check("state IN ('waiting', 'running', 'done')")])
        generation = IntegerField()
        since = DateTimeField(null=True)
        total = IntegerField()
        done = IntegerField()
        last = IntegerField()
        taken_by = TextField()
        asked_at = DateTimeField()
        progress_at = DateTimeField(null=True)
        finished_at = DateTimeField(null=True)

        class Meta:
            table_name = "pair_search"

    db.create_tables([Judgement, LikelyPair, PairSearch], safe=False)
    rewriting.added(db, "account", "also")
    rewriting.added(db, "name_entry", "also")
