"""All tables of the first release, as they were then, and what the database itself refuses."""

from peewee import (
    BigIntegerField,
    BooleanField,
    Check,
    CompositeKey,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from migrations import guards


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Partner(Frozen):
        code = TextField(unique=True)
        name = TextField()
        country = TextField()
        city = TextField()
        domain = TextField()
        tier = TextField()
        territory = TextField()
        status = TextField(constraints=[Check("status IN ('active', 'suspended', 'ended')")])
        is_trained = BooleanField()
        open_claim_cap = IntegerField(null=True)
        joined_on = DateField()
        created_at = DateTimeField()

        class Meta:
            table_name = "partner"

    class User(Frozen):
        code = TextField(unique=True)
        email = TextField(unique=True)
        name = TextField()
        role = TextField(
            constraints=[Check("role IN ('rep', 'partner_admin', 'channel_manager', 'director', 'administrator')")]
        )
        partner = ForeignKeyField(Partner, null=True, backref="+")
        sees = TextField(constraints=[Check("sees IN ('own', 'company')")])
        password_hash = TextField(null=True)
        locale = TextField()
        is_active = BooleanField()
        away_from = DateTimeField(null=True)
        away_until = DateTimeField(null=True)
        last_line = TextField()
        created_at = DateTimeField()

        class Meta:
            table_name = "user"
            constraints = [Check("(partner_id IS NULL) = (role IN ('channel_manager', 'director', 'administrator'))")]

    class Session(Frozen):
        key_hash = TextField(unique=True)
        user = ForeignKeyField(User, on_delete="CASCADE", backref="+")
        created_at = DateTimeField()
        last_seen_at = DateTimeField()
        expires_at = DateTimeField()
        ended_at = DateTimeField(null=True)
        agent = TextField()

        class Meta:
            table_name = "session"

    class SigninLink(Frozen):
        user = ForeignKeyField(User, null=True, on_delete="CASCADE", backref="+")
        purpose = TextField(constraints=[Check("purpose IN ('sign_in', 'set_up', 'first')")])
        nonce = TextField(unique=True)
        attempts = IntegerField()
        created_at = DateTimeField()
        expires_at = DateTimeField(null=True)
        used_at = DateTimeField(null=True)

        class Meta:
            table_name = "signin_link"

    class Throttle(Frozen):
        key = TextField(unique=True)
        full_at = DateTimeField(index=True)

        class Meta:
            table_name = "throttle"

    class RulesVersion(Frozen):
        number = IntegerField(unique=True)
        effective_at = DateTimeField(index=True)
        numbers = JSONField()
        text = JSONField()
        created_at = DateTimeField()
        created_by = ForeignKeyField(User, null=True, backref="+")

        class Meta:
            table_name = "rules_version"

    class Vendor(Frozen):
        name = TextField()
        legal_name = TextField()
        address = TextField()
        country = TextField()
        mail = TextField()
        logo = TextField()
        accent = TextField()
        locale = TextField()
        is_sample = BooleanField()
        salt = TextField()

        class Meta:
            table_name = "vendor"

    class Territory(Frozen):
        name = TextField(unique=True)
        countries = JSONField()
        manager = ForeignKeyField(User, backref="+")
        deputy = ForeignKeyField(User, null=True, backref="+")

        class Meta:
            table_name = "territory"

    class Account(Frozen):
        external_id = TextField(unique=True)
        name = TextField()
        domain = TextField()
        country = TextField()
        city = TextField()
        vat = TextField()
        owner = TextField()
        partner_of_record = ForeignKeyField(Partner, null=True, backref="+")
        products = JSONField()
        is_gone = BooleanField()
        updated_at = DateTimeField()

        class Meta:
            table_name = "account"

    class Lead(Frozen):
        external_id = TextField(unique=True)
        company = TextField()
        domain = TextField()
        country = TextField()
        city = TextField()
        stage = TextField()
        is_open = BooleanField()
        product_line = TextField()
        owner = TextField()
        created_on = DateField()
        last_activity_on = DateField()
        is_gone = BooleanField()
        updated_at = DateTimeField()

        class Meta:
            table_name = "lead"

    class Opportunity(Frozen):
        external_id = TextField(unique=True)
        account = ForeignKeyField(Account, backref="+")
        name = TextField()
        stage = TextField()
        is_open = BooleanField()
        product_line = TextField()
        value_minor = BigIntegerField(null=True)
        currency = TextField()
        owner = TextField()
        partner = ForeignKeyField(Partner, null=True, backref="+")
        created_on = DateField()
        last_activity_on = DateField()
        is_gone = BooleanField()
        updated_at = DateTimeField()

        class Meta:
            table_name = "opportunity"

    class Mirror(Frozen):
        generation = IntegerField()
        filled_at = DateTimeField(null=True)

        class Meta:
            table_name = "mirror"

    class ImportRun(Frozen):
        code = TextField(unique=True)
        kind = TextField(constraints=[Check("kind IN ('accounts', 'leads', 'opportunities')")])
        state = TextField(
            constraints=[
                Check("state IN ('uploaded', 'previewed', 'held', 'queued', 'running', 'done', 'failed', 'discarded')")
            ]
        )
        filename = TextField()
        path = TextField()
        source = JSONField()
        mapping = JSONField()
        date_order = TextField(constraints=[Check("date_order IN ('', 'dmy', 'mdy')")])
        total = IntegerField()
        done = IntegerField()
        differences = JSONField()
        error = TextField()
        reason = TextField()
        salt = TextField()
        taken_by = TextField()
        progress_at = DateTimeField(null=True)
        created_by = ForeignKeyField(User, null=True, backref="+")
        created_at = DateTimeField()
        finished_at = DateTimeField(null=True)

        class Meta:
            table_name = "import_run"

    class NameEntry(Frozen):
        kind = TextField()
        ref = IntegerField()
        name = TextField()
        domain = TextField()
        country = TextField()
        city = TextField()
        vat = TextField()
        core = TextField()

        class Meta:
            table_name = "name_entry"
            indexes = ((("kind", "ref"), True),)

    class NameKey(Frozen):
        key = IntegerField()
        entry = IntegerField()

        class Meta:
            table_name = "name_key"
            primary_key = CompositeKey("key", "entry")

    class NameWord(Frozen):
        key = IntegerField()
        word = TextField()

        class Meta:
            table_name = "name_word"
            primary_key = CompositeKey("key", "word")

    class Sequence(Frozen):
        last = IntegerField()

        class Meta:
            table_name = "sequence"

    class Registration(Frozen):
        code = TextField(unique=True)
        partner = ForeignKeyField(Partner, backref="+")
        holder = ForeignKeyField(User, backref="+")
        status = TextField(
            index=True,
            constraints=[
                Check(
                    "status IN ('draft', 'held', 'submitted', 'returned', 'approved', 'declined', 'refused', 'withdrawn', 'lapsed', 'expired', 'revoked', 'won', 'lost', 'discarded')"
                )
            ],
        )
        rules_version = ForeignKeyField(RulesVersion, backref="+")
        idempotency_key = TextField(unique=True)
        created_at = DateTimeField()
        saved_at = DateTimeField()
        claim_seq = IntegerField(unique=True, null=True)
        filed_at = DateTimeField(null=True)
        asserted_at = DateTimeField(null=True)
        is_protected = BooleanField()
        receipt_code = TextField()
        hold_until = DateTimeField(null=True)
        held_as = JSONField()
        company = TextField()
        domain = TextField()
        country = TextField()
        city = TextField()
        vat = TextField()
        contact_name = TextField()
        product_line = TextField()
        value_band = TextField()
        currency = TextField()
        expected_close_on = DateField(null=True)
        first_contact_on = DateField(null=True)
        relation = TextField(constraints=[Check("relation IN ('new', 'expansion', 'renewal')")])
        project = TextField()
        value_minor = BigIntegerField(null=True)
        details = JSONField()
        stage_two_due_at = DateTimeField(null=True)
        stage_two_at = DateTimeField(null=True)
        stage_two_reminded_at = DateTimeField(null=True)
        assignee = ForeignKeyField(User, null=True, backref="+")
        review_reasons = JSONField()
        answer_started_at = DateTimeField(null=True)
        answer_due_at = DateTimeField(null=True)
        answer_left_minutes = IntegerField(null=True)
        answer_reminded = IntegerField()
        reply_due_at = DateTimeField(null=True)
        decided_at = DateTimeField(null=True)
        approved_at = DateTimeField(null=True)
        protected_until = DateTimeField(null=True)
        protection_reminded = IntegerField(null=True)
        extensions = IntegerField()
        extension_asked_at = DateTimeField(null=True)
        updated_at = DateTimeField(null=True)
        silence_warned_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)
        cooldown_until = DateTimeField(null=True)

        class Meta:
            table_name = "registration"
            constraints = [
                Check("(claim_seq IS NULL) = (status IN ('draft', 'discarded'))", name="seq_outside_drafts"),
                Check(
                    "is_protected = (1 = 0) OR status IN ('submitted', 'returned', 'approved')",
                    name="protected_if_open",
                ),
                Check("status <> 'approved' OR protected_until IS NOT NULL", name="approved_until"),
            ]
            indexes = (
                (("partner", "status"), False),
                (("holder", "status"), False),
                (("status", "answer_due_at"), False),
                (("status", "protected_until"), False),
                (("decided_at",), False),
            )

    class Obstacle(Frozen):
        registration = ForeignKeyField(Registration, on_delete="CASCADE", backref="+")
        kind = TextField(constraints=[Check("kind IN ('claim', 'account', 'lead', 'opportunity')")])
        ref = IntegerField()
        score = IntegerField()
        level = TextField()
        effect = TextField(constraints=[Check("effect IN ('taken', 'review')")])
        is_living = BooleanField()
        reasons = JSONField()
        resolved_at = DateTimeField(null=True)

        class Meta:
            table_name = "obstacle"
            indexes = ((("registration", "kind", "ref"), True), (("kind", "ref"), False))

    class Note(Frozen):
        registration = ForeignKeyField(Registration, on_delete="CASCADE", backref="+")
        author = ForeignKeyField(User, null=True, backref="+")
        kind = TextField(
            constraints=[Check("kind IN ('update', 'question', 'reply', 'decision', 'withdrawal', 'internal')")]
        )
        text = TextField()
        salt = TextField()
        created_at = DateTimeField()

        class Meta:
            table_name = "note"

    class Question(Frozen):
        code = TextField(unique=True)
        partner = ForeignKeyField(Partner, backref="+")
        asked_by = ForeignKeyField(User, backref="+")
        asked_at = DateTimeField()
        company = TextField()
        receipt_code = TextField()
        registration_code = TextField()
        text = TextField()
        salt = TextField()
        idempotency_key = TextField(unique=True)
        state = TextField(constraints=[Check("state IN ('draft', 'open', 'answered')")])
        assignee = ForeignKeyField(User, null=True, backref="+")
        due_at = DateTimeField()
        answer = TextField()
        answered_by = ForeignKeyField(User, null=True, backref="+")
        answered_at = DateTimeField(null=True)

        class Meta:
            table_name = "question"

    class Evidence(Frozen):
        code = TextField(unique=True)
        registration = ForeignKeyField(Registration, null=True, backref="+")
        question = ForeignKeyField(Question, null=True, backref="+")
        partner = ForeignKeyField(Partner, backref="+")
        uploaded_by = ForeignKeyField(User, backref="+")
        uploaded_at = DateTimeField()
        filename = TextField()
        kind = TextField()
        size = BigIntegerField()
        sha256 = TextField(index=True)
        removed_at = DateTimeField(null=True)

        class Meta:
            table_name = "evidence"

    class Decision(Frozen):
        registration = ForeignKeyField(Registration, backref="+")
        action = TextField(constraints=[Check("action IN ('approve', 'return', 'decline', 'escalate', 'revoke')")])
        decided_at = DateTimeField()
        decided_by = ForeignKeyField(User, null=True, backref="+")
        rule = TextField()
        rules_version = ForeignKeyField(RulesVersion, backref="+")
        reason = TextField()
        clause = TextField()
        next_step = TextField()
        note = ForeignKeyField(Note, null=True, backref="+")
        checklist = JSONField()
        is_other_customer = BooleanField()

        class Meta:
            table_name = "decision"

    class Certificate(Frozen):
        registration = ForeignKeyField(Registration, backref="+")
        revision = IntegerField()
        verify_code = TextField(unique=True)
        state = TextField(constraints=[Check("state IN ('preparing', 'issued', 'failed')")])
        facts = JSONField()
        protected_until = DateTimeField()
        locale = TextField()
        requested_at = DateTimeField()
        attempts = IntegerField()
        next_at = DateTimeField()
        error = TextField()
        issued_at = DateTimeField(null=True)
        sha256 = TextField(index=True, null=True)
        size = IntegerField(null=True)
        replaced_at = DateTimeField(null=True)

        class Meta:
            table_name = "certificate"
            indexes = ((("registration", "revision"), True), (("state", "next_at"), False))

    class Receipt(Frozen):
        code = TextField(unique=True)
        user = ForeignKeyField(User, backref="+")
        partner = ForeignKeyField(Partner, null=True, backref="+")
        at = DateTimeField(index=True)
        name = TextField()
        core = TextField(index=True)
        domain = TextField()
        country = TextField()
        city = TextField()
        vat = TextField()
        product_line = TextField()
        verdict = TextField(constraints=[Check("verdict IN ('free', 'own', 'taken', 'review')")])
        causes = JSONField()
        rules_version = ForeignKeyField(RulesVersion, backref="+")

        class Meta:
            table_name = "receipt"

    class Reading(Frozen):
        reader = ForeignKeyField(User, backref="+")
        at = DateTimeField()
        partner = ForeignKeyField(Partner, null=True, backref="+")
        day = DateField(null=True)
        reason = TextField()

        class Meta:
            table_name = "reading"

    class Budget(Frozen):
        user = ForeignKeyField(User, on_delete="CASCADE", backref="+")
        window = TextField(constraints=[Check("\"window\" IN ('minute', 'day')")])
        starts_at = DateTimeField()
        spent = IntegerField()

        class Meta:
            table_name = "budget"
            indexes = ((("user", "window", "starts_at"), True),)

    class Watch(Frozen):
        code = TextField(unique=True)
        user = ForeignKeyField(User, backref="+")
        partner = ForeignKeyField(Partner, backref="+")
        name = TextField()
        domain = TextField()
        country = TextField()
        city = TextField()
        product_line = TextField()
        reason = TextField()
        created_at = DateTimeField()
        expires_at = DateTimeField()
        tell_at = DateTimeField(null=True)
        told_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "watch"

    class Event(Frozen):
        at = DateTimeField(index=True)
        name = TextField()
        subject = TextField()
        subject_id = IntegerField()
        actor = ForeignKeyField(User, null=True, backref="+")
        partner_id = IntegerField(null=True)
        rules_version = ForeignKeyField(RulesVersion, null=True, backref="+")
        facts = JSONField()
        text_hash = TextField()
        entry = TextField(unique=True)

        class Meta:
            table_name = "event"
            indexes = ((("subject", "subject_id"), False),)

    class Delivery(Frozen):
        event = ForeignKeyField(Event, backref="+")
        channel = TextField(constraints=[Check("channel IN ('mail', 'inbox')")])
        recipient = ForeignKeyField(User, backref="+")
        state = TextField(constraints=[Check("state IN ('pending', 'sent', 'failed')")])
        attempts = IntegerField()
        next_at = DateTimeField()
        pending_since = DateTimeField()
        message_id = TextField()
        error = TextField()
        sent_at = DateTimeField(null=True)
        read_at = DateTimeField(null=True)
        is_fallback = BooleanField()

        class Meta:
            table_name = "delivery"
            indexes = (
                (("event", "channel", "recipient"), True),
                (("state", "channel", "next_at"), False),
                (("recipient", "channel", "read_at"), False),
            )

    class Lease(Frozen):
        name = TextField(unique=True)
        holder = TextField()
        until = DateTimeField()

        class Meta:
            table_name = "lease"

    class JobRun(Frozen):
        name = TextField(unique=True)
        ran_at = DateTimeField()
        changed = IntegerField()
        error = TextField()

        class Meta:
            table_name = "job_run"

    db.create_tables(
        [
            Partner,
            User,
            Session,
            SigninLink,
            Throttle,
            RulesVersion,
            Vendor,
            Territory,
            Account,
            Lead,
            Opportunity,
            Mirror,
            ImportRun,
            NameEntry,
            NameKey,
            NameWord,
            Sequence,
            Registration,
            Obstacle,
            Note,
            Question,
            Evidence,
            Decision,
            Certificate,
            Receipt,
            Reading,
            Budget,
            Watch,
            Event,
            Delivery,
            Lease,
            JobRun,
        ],
        safe=False,
    )
    for statement in guards.statements(db):
        db.execute_sql(statement)
