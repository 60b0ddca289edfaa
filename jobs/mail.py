"""Which mails must go out now? The outbox is emptied one by one; no transaction is open meanwhile."""

from __future__ import annotations

import logging
from datetime import datetime
from email.message import EmailMessage

from peewee import InterfaceError, OperationalError

from config import Config, from_environment
from domain import deliveries, letters, moment
from domain.words import N_
from integrations import mail, message
from models import Delivery

log = logging.getLogger(__name__)

BATCH = 50

TOO_LATE = N_("the link in it ran out before it could be sent")


def send_due(now: datetime, config: Config | None = None) -> int:
    """Send what is due over one connection and return how many went out. Safe to run in any number of processes."""
    config, due = config or from_environment(), Delivery.due(now, BATCH)
    if not due:
        return 0
    try:
        with mail.outlet(config.mail_url, config.mail_folder) as outlet:
            return _send_batch(due, outlet, config)
    except mail.Unreachable as error:
        log.warning("the mail server cannot be reached: %s", error)
        deliveries.note_unreached(due, str(error), moment.now())
        return 0


def waiting(now: datetime) -> int:
    """How many mails would be tried."""
    return len(Delivery.due(now, None))


def composed(delivery: Delivery, config: Config) -> EmailMessage:
    """The mail of one delivery, the same whenever it is made: its words, its Message-ID, its date.

    Raises `NotSent` (permanent) when there is no use in sending it.
    """
    letter = letters.of(delivery, config.key())
    if letter.useless_from is not None and letter.useless_from <= moment.now():
        raise mail.NotSent(TOO_LATE, permanent=True)
    words, url = message.write(letter.event, letter.locale, letter.facts), config.address + letter.path
    envelope = mail.Envelope(
        sender=config.sender, sender_name=letter.vendor, to=letter.to_address, to_name=letter.to_name,
        message_id=letter.message_id, thread=letter.thread, at=letter.at, list_name=letter.vendor,
    )  # fmt: skip
    return mail.compose(envelope, words.subject, words.text(url), words.html(url, letter.accent))


def _send_batch(due: list[Delivery], outlet: mail.Outlet, config: Config) -> int:
    """Each mail is taken just before it is sent. When the server goes away the rest waits, untried."""
    count = 0
    for position, delivery in enumerate(due):
        if not deliveries.claim(delivery, moment.now()):
            continue
        try:
            count += _send(delivery, outlet, config)
        except mail.Unreachable as error:
            deliveries.note_failure(delivery, str(error), moment.now(), permanent=False)
            deliveries.note_unreached(due[position + 1 :], str(error), moment.now())
            log.warning("the mail server went away: %s", error)
            break
    return count


def _send(delivery: Delivery, outlet: mail.Outlet, config: Config) -> bool:
    """One attempt; what goes wrong with this mail stands on its row."""
    try:
        outlet.send(composed(delivery, config))
    except mail.NotSent as error:
        deliveries.note_failure(delivery, str(error), moment.now(), permanent=error.permanent)
        return False
    except (mail.Unreachable, InterfaceError, OperationalError):
        raise
    except Exception as error:
        log.exception("mail %s could not be made", delivery.id)
        deliveries.note_failure(delivery, f"{type(error).__name__}: {error}", moment.now(), permanent=False)
        return False
    return deliveries.sent(delivery, moment.now())
