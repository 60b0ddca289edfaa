"""When does one generation of workers take over from another? On a crash, on SIGHUP, and never before it serves."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from dataclasses import dataclass, field

from children import READY, ended, listen_for_signals, next_signal, start, tell

LONG_LIFE = 10.0  # seconds
LONGEST_PAUSE = 15.0
PATIENCE = 40.0  # seconds for a generation to end; longer than it waits for its own children


def say(text: str) -> None:
    print(text, flush=True)


@dataclass
class House:
    """The generations: the one that serves, the one that is starting, those that are ending."""

    command: list[str]
    address: str
    serving: int = 0
    starting: int = 0
    started_at: float = 0.0
    ending: set[int] = field(default_factory=set)
    has_served: bool = False
    early_deaths: int = 0
    due: float = 0.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.starting = start("dibs-generation", lambda: os.execv(self.command[0], self.command))

    def took_over(self, generation: int) -> None:
        """`generation` says that it serves. The one before it may go."""
        if generation != self.starting:
            return
        if self.serving:
            tell(self.serving, signal.SIGTERM)
            self.ending.add(self.serving)
            say("The new generation serves; the old one finishes what it has begun.")
        elif not self.has_served:
            say(f"Dibs is ready: {self.address}")
        self.serving, self.starting, self.has_served = generation, 0, True

    def lost(self, generation: int) -> None:
        """`generation` has ended."""
        self.ending.discard(generation)
        if generation == self.starting:
            self.starting = 0
            if self.serving:
                say("The new generation did not start; the old one goes on. What went wrong stands above.")
            else:
                self.plan_next()
        elif generation == self.serving:
            self.serving = 0
            self.plan_next()

    def plan_next(self) -> None:
        lived = time.monotonic() - self.started_at
        self.early_deaths = 0 if lived > LONG_LIFE else self.early_deaths + 1
        pause = min(LONGEST_PAUSE, 0.25 * 2**self.early_deaths) if self.early_deaths > 1 else 0.0
        self.due = time.monotonic() + pause

    @property
    def all(self) -> set[int]:
        return {child for child in (self.serving, self.starting, *self.ending) if child}


def supervise(command: list[str], listener: socket.socket, address: str) -> int:
    """Keep a generation serving until told to end. Returns the exit code."""
    listen_for_signals()
    house = House(command, address)
    terminal = sys.stdin is not None and sys.stdin.isatty()
    house.start()
    while True:
        heard = next_signal(5.0 if house.all else house.due - time.monotonic())
        word = heard.si_signo if heard else None
        for child, _ in ended():
            house.lost(child)
        if word in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT) or (
            word == signal.SIGHUP and terminal and _is_gone()
        ):
            return _close(house, listener)
        if heard and word == READY:
            house.took_over(heard.si_pid)
        if word == signal.SIGHUP and not house.starting:
            house.start()
        if not house.has_served and not house.starting:
            return 1  # it never served; what went wrong is on the screen
        if not house.serving and not house.starting and house.due <= time.monotonic():
            house.start()


def _is_gone() -> bool:
    """Was our terminal closed? Then SIGHUP means the end, not a new beginning."""
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return True
    return False


def _close(house: House, listener: socket.socket) -> int:
    """Let everybody finish. A second word from the terminal, a second later or more, ends it at once."""
    asked_at = time.monotonic()
    listener.close()
    for child in house.all:
        tell(child, signal.SIGTERM)
    left = house.all
    while left and time.monotonic() < asked_at + PATIENCE:
        heard = next_signal(1.0)
        left -= {child for child, _ in ended()}
        again = heard is not None and heard.si_signo in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
        if again and time.monotonic() > asked_at + 1:
            for child in left:
                tell(child, signal.SIGQUIT)
    for child in left:
        tell(child, signal.SIGKILL)
    return 0
