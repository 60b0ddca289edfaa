"""What happened, when, by whom, and who has been told? The audit line and the outbox."""

from __future__ import annotations

import zlib
from datetime import datetime

from peewee import JOIN, BooleanField, Check, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField, fn

from models.applications import Application
from models.base import Model, UtcDateTime, db, has_come, is_postgres
from models.programme import RulesVersion
from models.users import User


class Event(Model):
    """One thing that happened. Immutable (the database refuses UPDATE and DELETE); ids and codes only."""

    at = UtcDateTime(index=True)
    name = TextField()  # past tense: registration.approved
    subject = TextField()  # what it is about: registration, user, rules, import_run …
    subject_id = IntegerField()
    actor = ForeignKeyField(User, null=True, backref="+")  # null: the system
    actor_id: int | None
    partner_id = IntegerField(null=True)
    rules_version = ForeignKeyField(RulesVersion, null=True, backref="+")
    rules_version_id: int | None
    facts = JSONField(default=dict)
    text_hash = TextField(default="")  # salted SHA-256 of free text that stands in a Note
    entry = TextField(unique=True)  # SHA-256 over this line and the one before it on the same subject

    class Meta:
        indexes = ((("subject", "subject_id"), False),)

    @classmethod
    def last_entry(cls, subject: str, subject_id: int) -> str:
        """The end of this thing's chain, "" at its beginning; no other writer can add to it before our commit."""
        if is_postgres():
            db.execute_sql("SELECT pg_advisory_xact_lock(%s, %s)", (zlib.crc32(subject.encode()) >> 1, subject_id))
        last = cls.select(cls.entry).where(cls.subject == subject, cls.subject_id == subject_id).order_by(cls.id.desc())
        return last.scalar() or ""

    @classmethod
    def about(cls, subject: str, subject_id: int) -> ModelSelect[Event]:
        """The history of one thing, oldest first."""
        return cls.select().where(cls.subject == subject, cls.subject_id == subject_id).order_by(cls.id)

    @classmethod
    def newest_of(cls, subject: str, ids: list[int]) -> dict[int, int]:
        """The last event of each of these histories, as subject id -> event id."""
        rows = cls.select(cls.subject_id, fn.MAX(cls.id)).where(cls.subject == subject, cls.subject_id.in_([*ids, 0]))
        return dict(rows.group_by(cls.subject_id).tuples())  # type: ignore[arg-type]  # tuples() is not in the stubs


class Delivery(Model):
    """One event on its way to one person: the outbox, and for the channel `inbox` what the portal shows."""

    event = ForeignKeyField(Event, backref="+")
    event_id: int
    channel = TextField(constraints=[Check("channel IN ('mail', 'inbox')")])
    recipient = ForeignKeyField(User, null=True, backref="+")
    recipient_id: int | None
    application = ForeignKeyField(Application, null=True, backref="+", on_delete="CASCADE")  # mails without a person
    application_id: int | None
    state = TextField(default="pending", constraints=[Check("state IN ('pending', 'sent', 'failed')")])
    attempts = IntegerField(default=0)
    next_at = UtcDateTime()
    pending_since = UtcDateTime()  # given up some days after this; "send again" begins anew
    message_id = TextField()
    error = TextField(default="")
    sent_at = UtcDateTime(null=True)
    read_at = UtcDateTime(null=True)
    is_fallback = BooleanField(default=False)  # nobody else was to be had: it went to the programme's owner

    class Meta:
        constraints = [Check("(recipient_id IS NULL) <> (application_id IS NULL)")]
        indexes = (
            (("event", "channel", "recipient"), True),
            (("event", "application"), True),
            (("state", "channel", "next_at"), False),
            (("recipient", "channel", "read_at"), False),
        )

    @property
    def reader(self) -> User | Application:
        """Whom it is for; both have a name, a mail address and a language."""
        reader = self.recipient or self.application
        assert reader is not None  # the database refuses a delivery to nobody
        return reader

    @classmethod
    def inbox_of(cls, user: User, *, is_unread: bool = False) -> ModelSelect[Delivery]:
        """What the portal shows this person, newest first."""
        theirs = cls.with_event().where(cls.recipient == user, cls.channel == "inbox").order_by(cls.id.desc())
        return theirs.where(cls.read_at.is_null()) if is_unread else theirs

    @classmethod
    def unread_count(cls, user: User) -> int:
        return cls.select().where(cls.recipient == user, cls.channel == "inbox", cls.read_at.is_null()).count()

    @classmethod
    def due(cls, now: datetime, limit: int | None = None) -> list[Delivery]:
        """Mails to send, by state and time: never "id greater than the last", ids are not in commit order."""
        waiting = (cls.channel == "mail", cls.state == "pending", has_come(cls.next_at, now))
        return list(cls.with_event().where(*waiting).order_by(cls.next_at, cls.id).limit(limit))

    @classmethod
    def with_event(cls) -> ModelSelect[Delivery]:
        """Deliveries with their event and reader, in one query."""
        rows = cls.select(cls, Event, User, Application).join(Event).switch(cls)
        rows = rows.join(User, JOIN.LEFT_OUTER, on=(cls.recipient == User.id)).switch(cls)
        return rows.join(Application, JOIN.LEFT_OUTER, on=(cls.application == Application.id))

    @classmethod
    def mails_visible_to(cls, user: User, state: str = "") -> ModelSelect[Delivery]:
        """The outbox, newest first: administrators alone."""
        mails = cls.with_event().where(cls.channel == "mail").order_by(cls.id.desc())
        if user.role != "administrator":
            mails = mails.where(cls.id.is_null())
        return mails.where(cls.state == state) if state else mails

    @classmethod
    def delayed(cls) -> Delivery | None:
        """The mail that has been tried in vain for longest and is to be tried again."""
        tried = (cls.channel == "mail", cls.state == "pending", cls.error != "")
        return cls.select().where(*tried).order_by(cls.pending_since, cls.id).first()  # type: ignore[no-any-return]

    @classmethod
    def mails_by_state(cls) -> dict[str, int]:
        counted = cls.select(cls.state, fn.COUNT(cls.id)).where(cls.channel == "mail").group_by(cls.state)
        return dict(counted.tuples())  # type: ignore[arg-type]  # tuples() is not in the stubs
