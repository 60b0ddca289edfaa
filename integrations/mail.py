"""How does a mail leave the house? By SMTP, or into a folder; RFC 5322 headers, text and HTML alternatives."""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

SECONDS = 10
"""How long the server may be silent: on connecting, and on each answer."""

PATIENCE = 3
"""So many times as long one mail may take in all: a server that says a byte now and then must not hold us for ever."""


WELCOME = 220


class NotSent(Exception):
    """The server did not take this mail. `permanent`: trying again is no use. The message holds the server's words."""

    def __init__(self, says: str, *, permanent: bool = False) -> None:
        super().__init__(says)
        self.permanent = permanent


class Unreachable(Exception):
    """The server cannot be spoken to at all, so no mail can be sent now."""

    names_nobody = True


@dataclass(frozen=True)
class Envelope:
    """From whom to whom, and the headers that put mails together."""

    sender: str
    sender_name: str
    to: str
    to_name: str
    message_id: str  # without brackets and host; the same however often this mail is tried
    thread: str  # what it belongs to, such as a registration's code
    at: datetime
    list_name: str = ""


class Outlet(Protocol):
    """Where mails go: one for a batch."""

    def send(self, mail: EmailMessage) -> None:
        """Hand over one mail. Raises `NotSent`; `Unreachable` when the rest of the batch need not be tried."""


def compose(envelope: Envelope, subject: str, text: str, html: str) -> EmailMessage:
    """One mail, both alternatives. Names can hold no header: line ends and control characters become spaces.

    Raises `NotSent` (permanent) for an address that is none.
    """
    host = envelope.sender.rpartition("@")[2]
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = _address(envelope.sender, envelope.sender_name)
        mail["To"] = _address(envelope.to, envelope.to_name)
    except (ValueError, IndexError, MessageError) as error:
        raise NotSent(f"{envelope.to!r} is not an email address: {error}", permanent=True) from error
    mail["Subject"] = one_line(subject)
    mail["Date"] = envelope.at
    mail["Message-ID"] = f"<{envelope.message_id}@{host}>"
    if envelope.thread:
        mail["In-Reply-To"] = mail["References"] = f"<{envelope.thread}@{host}>"
    mail["List-Id"] = f"{_phrase(envelope.list_name)}<partners.{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    return mail


def one_line(text: str) -> str:
    """Printable characters in one line: what may stand in a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@contextmanager
def outlet(url: str, folder: Path) -> Iterator[Outlet]:
    """The way out for a batch: the server at `url`, one connection for all; or, without one, the folder.

    Raises `Unreachable` when the server does not answer or does not let us in.
    """
    if not url:
        yield Folder(folder)
        return
    server = _connected(url, SECONDS)
    try:
        yield Server(server)
    finally:
        _quit(server)


def greet(url: str, seconds: float = 4) -> None:
    """Connect and sign in as for sending, and send nothing. Raises `Unreachable`."""
    _quit(_connected(url, seconds))


class Folder:
    """Every mail is a file, named after its Message-ID so that sending twice is one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, mail: EmailMessage) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        name = mail["Message-ID"].strip("<>").partition("@")[0]
        with tempfile.NamedTemporaryFile(dir=self.path, prefix=".", delete=False) as file:
            file.write(mail.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self.path / f"{name}.eml")


def kept(folder: Path, message_id: str) -> str | None:
    """The text of a mail that lies in the folder; None: it is not there."""
    path = folder / f"{message_id}.eml"
    if not path.is_file():
        return None
    body = message_from_bytes(path.read_bytes(), policy=default).get_body(("plain",))
    return str(body.get_content()) if isinstance(body, EmailMessage) else None


def drop(folder: Path, message_id: str) -> None:
    """Remove a mail from the folder; no error if it is not there."""
    (folder / f"{message_id}.eml").unlink(missing_ok=True)


def naming(folder: Path, is_named: Callable[[str], bool]) -> list[str]:
    """The ids of mails in the folder of whose headers or text this is true."""
    return [path.stem for path in sorted(folder.glob("*.eml")) if is_named(_said_in(path))]


def _said_in(path: Path) -> str:
    """All that a kept mail says, decoded."""
    mail = message_from_bytes(path.read_bytes(), policy=default)
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *map(str, parts)])


class Server:
    def __init__(self, server: smtplib.SMTP) -> None:
        self.server = server

    def send(self, mail: EmailMessage) -> None:
        try:
            with _cut_off(self.server, SECONDS * PATIENCE):
                self.server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code, says = next(iter(error.recipients.values()))
            raise NotSent(_words(code, says), permanent=code >= 500) from error
        except smtplib.SMTPSenderRefused as error:  # it is we who are not welcome, with whatever mail
            raise Unreachable(_words(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPDataError as error:
            raise NotSent(_words(error.smtp_code, error.smtp_error), permanent=error.smtp_code >= 500) from error
        except smtplib.SMTPNotSupportedError as error:
            raise NotSent(str(error), permanent=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(str(error) or type(error).__name__) from error


def _connected(url: str, seconds: float) -> smtplib.SMTP:
    """A connection as MAIL_URL says: smtp://user:password@host:587?tls=1 (STARTTLS) or smtps://…"""
    parts = urlsplit(url)
    host, options = parts.hostname or "localhost", parse_qs(parts.query)
    try:
        server = _dialling(parts.scheme == "smtps", host, seconds)
        with _cut_off(server, seconds * PATIENCE):
            code, says = server.connect(host, parts.port or (465 if parts.scheme == "smtps" else 25))
            if code != WELCOME:
                raise smtplib.SMTPConnectError(code, says)
            if options.get("tls") == ["1"]:
                server.starttls(context=ssl.create_default_context())
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
    except smtplib.SMTPResponseException as error:
        raise Unreachable(f"{host}: {_words(error.smtp_code, error.smtp_error)}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(f"{host}: {error or type(error).__name__}") from error
    return server


def _dialling(is_secure: bool, host: str, seconds: float) -> smtplib.SMTP:
    """Not connected yet, so that connecting can be cut off as well; for its certificate it must know the host."""
    context = ssl.create_default_context()
    server = smtplib.SMTP_SSL(timeout=seconds, context=context) if is_secure else smtplib.SMTP(timeout=seconds)
    server._host = host  # type: ignore[attr-defined]  # smtplib sets it only when it connects by itself
    return server


@contextmanager
def _cut_off(server: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """End the conversation after so long, whatever the server says meanwhile."""

    def hang_up() -> None:
        with suppress(OSError):  # it has gone by itself
            if server.sock is not None:
                server.sock.shutdown(socket.SHUT_RDWR)

    late = threading.Timer(seconds, hang_up)
    late.daemon = True
    late.start()
    try:
        yield
    finally:
        late.cancel()


def _quit(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):  # whatever was to be sent is sent or noted by now
        server.close()


def _words(code: int, says: bytes | str) -> str:
    return f"{code} {says.decode(errors='replace') if isinstance(says, bytes) else says}"


def _address(address: str, name: str) -> Address:
    return Address(display_name=one_line(name), addr_spec=address)


def _phrase(name: str) -> str:
    """The name in quotes, for headers that have no structure of their own."""
    plain = "".join(c for c in one_line(name) if c.isascii() and c not in '"\\<>')
    return f'"{plain}" ' if plain else ""
