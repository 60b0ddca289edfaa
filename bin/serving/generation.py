"""Who works on one version of the code? A process that imports it once and keeps web processes and a clock at work.

The children are forked after the import, so they share its memory. A child that dies is replaced, at once if it had
lived a while, else after a growing pause.
"""

from __future__ import annotations

import gc
import importlib
import logging
import os
import runpy
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from integrations import logs

from children import READY, ended, go_by, listen_for_signals, next_signal, start, tell, tell_parent

log = logging.getLogger("dibs.serve")
LONG_LIFE = 10.0  # seconds; who dies younger is replaced with a pause
LONGEST_PAUSE = 15.0
LAST_CALL = 33.0  # seconds after which a child that does not end is ended


@dataclass
class Post:
    """Work that somebody must be doing at all times."""

    name: str
    work: Callable[[], object]
    holder: int = 0
    since: float = 0.0
    early_deaths: int = 0
    due: float = 0.0

    def fill(self, now: float) -> None:
        self.holder, self.since = start(self.name, self.work), now

    def vacate(self, now: float, result: int) -> None:
        self.early_deaths = 0 if now - self.since > LONG_LIFE else self.early_deaths + 1
        pause = min(LONGEST_PAUSE, 0.25 * 2**self.early_deaths) if self.early_deaths > 1 else 0.0
        self.holder, self.due = 0, now + pause
        log.warning("%s ended (%s); a new one starts in %.1f s", self.name, result, pause)


def load(name: str) -> Any:
    """The WSGI application: `module:name`, or `module:name()` for a function that makes it."""
    module, _, attribute = name.partition(":")
    found = getattr(importlib.import_module(module), attribute.removesuffix("()"))
    return found() if attribute.endswith("()") else found


def prepared(app: Any) -> tuple[Callable[[], None], Callable[[], None]]:
    """What the application wants done ahead: once, before the fork; and by each web process, beside its first visitors
    (`blueprints/ahead.py`)."""
    nothing = (lambda: None, lambda: None)
    return getattr(app, "extensions", {}).get("dibs.ahead", nothing)  # type: ignore[no-any-return]


def run(listener: socket.socket, application: str, clock: str, workers: int, threads: int, is_proxied: bool) -> None:
    """Import, staff all posts, and keep them staffed until told to end."""
    listen_for_signals()
    go_by("dibs-generation")
    logs.set_up(os.environ.get("LOG_FORMAT", "text"))
    posts = [Post("dibs-clock", lambda: _clock(clock, listener))] if clock else []
    posts += _web_posts(load(application), listener, workers, threads, is_proxied)
    if threading.active_count() > 1:
        log.warning("the application started threads while it was imported; the web processes will not have them")
    gc.collect()
    gc.freeze()  # the imported objects stay where they are, so their pages stay shared
    _keep_staffed(posts)
    listener.close()
    _dismiss(posts)


def _web_posts(app: Any, listener: socket.socket, workers: int, threads: int, is_proxied: bool) -> list[Post]:
    from web import serve

    share, begin = prepared(app)
    share()
    parent = os.getpid()

    def work() -> None:
        threading.Thread(target=begin, daemon=True).start()
        serve(app, listener, threads, is_proxied, lambda: tell_parent(parent))

    return [Post(f"dibs-web-{number}", work) for number in range(1, workers + 1)]


def _clock(module: str, listener: socket.socket) -> None:
    """What `python -m jobs` does, in a fork that shares the imported code."""
    listener.close()
    for unheard in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(unheard, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    sys.argv = [module]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _keep_staffed(posts: list[Post]) -> None:
    """Until SIGTERM. Tells the parent once, when every web process serves."""
    parent, serving, has_told = os.getppid(), set[int](), False
    while os.getppid() == parent:
        now = time.monotonic()
        for post in posts:
            if not post.holder and post.due <= now:
                post.fill(now)
        pauses = [post.due - now for post in posts if not post.holder]
        heard = next_signal(min([*pauses, 5.0]))
        if heard and heard.si_signo in (signal.SIGTERM, signal.SIGQUIT):
            return
        if heard and heard.si_signo == READY:
            serving.add(heard.si_pid)
        _note_deaths(posts)
        staffed = {post.holder for post in posts if post.name != "dibs-clock"}
        if not has_told and staffed <= serving:
            tell_parent(parent)
            has_told = True


def _note_deaths(posts: list[Post]) -> None:
    holders = {post.holder: post for post in posts if post.holder}
    for child, result in ended():
        if child in holders:
            holders[child].vacate(time.monotonic(), result)


def _dismiss(posts: list[Post]) -> None:
    """Ask everybody to end, wait for them, and end those that do not. SIGQUIT shortens the wait."""
    left = {post.holder for post in posts if post.holder}
    for child in left:
        tell(child, signal.SIGTERM)
    until = time.monotonic() + LAST_CALL
    while left and time.monotonic() < until:
        heard = next_signal(0.5)
        left -= {child for child, _ in ended()}
        if heard and heard.si_signo == signal.SIGQUIT:
            break
    for child in left:
        tell(child, signal.SIGKILL)
