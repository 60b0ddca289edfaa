"""How does one web process answer, and how does it end without failing anybody?

Waitress as shipped cuts running requests when it is told to end. Here a process that ends takes what already waits on
the socket, answers everything it has begun with `Connection: close`, and lets quiet connections go.
"""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask

DRAIN_SECONDS = 30  # a request that runs longer is cut
QUIET_SECONDS = 3  # a kept connection without a request is closed after this, once we are ending
STALLED_SECONDS = 30  # no byte for so long, in the middle of a request or between two: closed at any time
MAX_BODY = 105 * 1024 * 1024  # 100 MB of evidence and the form around it
CONNECTIONS = 1000  # stock 100 are held by 200 half-open ones


class Task(WSGITask):  # type: ignore[misc]  # waitress has no types
    def get_environment(self) -> Any:
        """Whoever asks whether to send us visitors is told that we are about to end."""
        environ = super().get_environment()
        environ["dibs.is_ending"] = self.channel.server.is_ending
        return environ

    def build_response_header(self) -> Any:
        if self.channel.server.is_ending:
            self.set_close_on_finish()
        return super().build_response_header()


class Channel(HTTPChannel):  # type: ignore[misc]
    task_class = Task


def serve(application: Any, listener: socket.socket, threads: int, is_proxied: bool, ready: Callable[[], None]) -> None:
    """Answer until SIGTERM, then drain. Call in a process of its own, in its main thread."""
    server = create_server(
        application,
        sockets=[listener],
        threads=threads,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
        channel_timeout=STALLED_SECONDS,
        cleanup_interval=10,
        max_request_body_size=MAX_BODY,
        clear_untrusted_proxy_headers=not is_proxied,
        ident=None,
    )
    server.channel_class = Channel
    server.is_ending = False
    _end_on_term(server)
    ready()
    while not server.is_ending:
        _turn(server, seconds=1)
    _drain(server)


def _end_on_term(server: Any) -> None:
    def end(*_: object) -> None:
        server.is_ending = True
        server.pull_trigger()  # wakes the loop

    signal.signal(signal.SIGTERM, end)
    for unheard in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):  # the terminal's word is for the parent
        signal.signal(unheard, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _turn(server: Any, seconds: float) -> None:
    wasyncore.loop(timeout=seconds, use_poll=True, map=server._map, count=1)


def _drain(server: Any) -> None:
    _take_waiting(server)
    server.del_channel()
    server.socket.close()
    until = time.monotonic() + DRAIN_SECONDS
    _turn(server, seconds=0)
    while server.active_channels and time.monotonic() < until:
        for channel in list(server.active_channels.values()):
            if _is_quiet(channel):
                channel.will_close = True
        _turn(server, seconds=0.1)
    server.task_dispatcher.shutdown(timeout=1)


def _take_waiting(server: Any) -> None:
    """Accept connections that were made before we stopped listening: closing the socket would break them."""
    for _ in range(CONNECTIONS):
        known = len(server.active_channels)
        server.handle_accept()
        if len(server.active_channels) == known:
            return


def _is_quiet(channel: Any) -> bool:
    if channel.requests or channel.total_outbufs_len:
        return False
    allowed = QUIET_SECONDS if channel.request is None else STALLED_SECONDS
    return bool(channel.last_activity < time.time() - allowed)
