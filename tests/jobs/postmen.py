"""Mail servers that go wrong: each speaks SMTP over a real socket and does one thing that a bad day brings."""

from __future__ import annotations

import socketserver
from contextlib import AbstractContextManager

from tests.listening import Listener, listening

WELL = {
    "hello": "220 here", "EHLO": "250-here\r\n250 AUTH PLAIN LOGIN", "MAIL": "250 ok", "RCPT": "250 ok",
    "DATA": "354 go on", "sent": "250 taken", "QUIT": "221 bye", "RSET": "250 ok", "AUTH": "235 ok",
}  # fmt: skip
SILENT, GONE, DRIPS = "silent", "gone", "drips"
"""Instead of an answer: none; the end of the connection; a line that never ends."""


class Postman(Listener):
    """Answers as `WELL` does, but for what `says` changes; keeps what it took."""

    def __init__(self, says: dict[str, str]) -> None:
        super().__init__(_Talk)
        self.says, self.taken = {**WELL, **says}, list[bytes]()

    @property
    def url(self) -> str:
        return f"smtp://me:hush@{self.address}"


class _Talk(socketserver.StreamRequestHandler):
    server: Postman

    def handle(self) -> None:
        try:
            self._talk()
        except (ConnectionError, ValueError):
            return

    def _talk(self) -> None:
        self._say("hello")
        while line := self.rfile.readline():
            word = line[:4].strip().upper().decode("latin-1")
            self._say(word)
            if word == "DATA" and self.server.says["DATA"].startswith("354"):
                mail = b"".join(iter(self.rfile.readline, b".\r\n"))
                if self.server.says["sent"].startswith(("250", GONE)):
                    self.server.taken.append(mail)
                self._say("sent")

    def _say(self, word: str) -> None:
        answer = self.server.says.get(word, "502 what")
        if answer == SILENT:
            self.server.ended.wait(30)
        elif answer == DRIPS:
            while not self.server.ended.wait(0.05):
                self.wfile.write(b"250-still here\r\n")
        if answer in (SILENT, DRIPS, GONE):
            raise ConnectionError
        self.wfile.write(f"{answer}\r\n".encode())


def serving(**says: str) -> AbstractContextManager[Postman]:
    return listening(Postman(says))
