"""Second factors, and sessions that may wait for one.

Sessions begin anew: whoever is signed in signs in once more, since it is then that a second factor is asked for.
"""

from peewee import BooleanField, Check, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class User(Frozen):
        class Meta:
            table_name = "user"

    class Session(Frozen):
        key_hash = TextField(unique=True)
        user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
        created_at = DateTimeField()
        last_seen_at = DateTimeField()
        expires_at = DateTimeField()
        ended_at = DateTimeField(null=True)
        agent = TextField()
        network = TextField()
        awaits = TextField(constraints=[Check("awaits IN ('', 'factor', 'set_up')")])
        proved_at = DateTimeField()
        ended_by = TextField()

        class Meta:
            table_name = "session"

    class AuthenticatorApp(Frozen):
        user = ForeignKeyField(User, unique=True, backref="+", on_delete="CASCADE")
        nonce = TextField()
        last_step = IntegerField()
        created_at = DateTimeField()
        last_used_at = DateTimeField(null=True)

        class Meta:
            table_name = "authenticator_app"

    class RecoveryCode(Frozen):
        user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
        code_hash = TextField(unique=True)
        created_at = DateTimeField()
        used_at = DateTimeField(null=True)

        class Meta:
            table_name = "recovery_code"

    class Passkey(Frozen):
        code = TextField(unique=True)
        user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
        credential = TextField(unique=True)
        public_key = TextField()
        sign_count = IntegerField()
        name = TextField()
        is_synced = BooleanField()
        created_at = DateTimeField()
        last_used_at = DateTimeField(null=True)

        class Meta:
            table_name = "passkey"

    class SpentChallenge(Frozen):
        challenge_hash = TextField(unique=True)
        spent_at = DateTimeField(index=True)

        class Meta:
            table_name = "spent_challenge"

    class ShortPassword(Frozen):
        user = ForeignKeyField(User, unique=True, backref="+", on_delete="CASCADE")

        class Meta:
            table_name = "short_password"

    db.drop_tables([Session])
    db.create_tables([Session, AuthenticatorApp, RecoveryCode, Passkey, SpentChallenge, ShortPassword], safe=False)
