"""How far is a mail? Each step of a delivery is a conditional update, so that two clocks never both send it."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain import moment
from domain.permissions import may
from domain.refusals import Kind, Refused
from domain.words import N_
from models import Delivery, Event, Registration, User

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
"""After the first, second … failed attempt; the last one again and again."""

GIVE_UP = timedelta(days=3)
UNREACHED_WAIT = timedelta(minutes=1)
"""When the server cannot be reached at all it is not the mail's fault: no attempt is counted."""

LONGEST_ERROR = 500
NOT_FAILED = N_("This email is no longer failed. Look at how it stands now.")
NOT_YOURS = N_("Only an administrator can send emails again.")


def claim(delivery: Delivery, now: datetime) -> bool:
    """Take a due mail for one attempt; False: another clock has it. A clock that dies in it leaves it due again later.

    So a mail can arrive twice if a clock is killed between the server's OK and `sent`: with the same Message-ID, by
    which mail programs tell that it is one.
    """
    tries = delivery.attempts + 1
    taken = _still_pending(delivery, attempts=tries, next_at=now + WAITS[min(tries, len(WAITS)) - 1])
    delivery.attempts += taken
    return bool(taken)


def sent(delivery: Delivery, now: datetime) -> bool:
    return bool(_still_pending(delivery, state="sent", sent_at=now, error=""))


def note_failure(delivery: Delivery, error: str, now: datetime, *, permanent: bool) -> bool:
    """The server said no, for now or for good; after three days "for now" is for good. True when it has failed."""
    over = permanent or now - delivery.pending_since >= GIVE_UP
    values = {"state": "failed"} if over else {}
    return bool(_still_pending(delivery, error=error[:LONGEST_ERROR], **values)) and over


def note_unreached(deliveries: list[Delivery], error: str, now: datetime) -> None:
    """The server cannot be reached: all of these wait a minute; those that waited three days have failed."""
    for delivery in deliveries:
        over = now - delivery.pending_since >= GIVE_UP
        values = {"state": "failed"} if over else {"next_at": now + UNREACHED_WAIT}
        _still_pending(delivery, error=error[:LONGEST_ERROR], **values)


def send_again(user: User, delivery: Delivery) -> Delivery:
    """An administrator had the cause mended: three more days of attempts, beginning now. Raises `Refused`."""
    if not may(user, "mails:see"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    now = moment.now()
    changed = (
        Delivery.update(state="pending", attempts=0, next_at=now, pending_since=now)
        .where(Delivery.id == delivery.id, Delivery.state == "failed")
        .execute()
    )
    if changed != 1:
        raise Refused(NOT_FAILED)
    return Delivery.get_by_id(delivery.id)


def read(user: User, delivery: Delivery) -> None:
    """The reader opened what one entry of the inbox is about."""
    Delivery.update(read_at=moment.now()).where(
        Delivery.id == delivery.id, Delivery.recipient == user, Delivery.read_at.is_null()
    ).execute()


def read_about(user: User, claim: Registration) -> None:
    """The reader opened a registration: what the inbox says of it is read. Else nothing is written."""
    told = Event.select(Event.id).where(Event.subject == "registration", Event.subject_id == claim.id)
    theirs = (Delivery.recipient == user) & (Delivery.channel == "inbox") & Delivery.read_at.is_null()
    unread = [row.id for row in Delivery.select(Delivery.id).where(theirs, Delivery.event.in_(told))]
    if unread:
        Delivery.update(read_at=moment.now()).where(Delivery.id.in_(unread)).execute()


def read_all(user: User, up_to: int) -> int:
    """All entries that the reader saw on the page, and older ones; what came in since stays unread."""
    unread = (Delivery.recipient == user) & (Delivery.channel == "inbox") & Delivery.read_at.is_null()
    return int(Delivery.update(read_at=moment.now()).where(unread, Delivery.id <= up_to).execute())


def _still_pending(delivery: Delivery, **values: object) -> int:
    """Change the row only if nobody did since it was read."""
    query = Delivery.update(values).where(
        Delivery.id == delivery.id, Delivery.state == "pending", Delivery.attempts == delivery.attempts
    )
    return int(query.execute())
