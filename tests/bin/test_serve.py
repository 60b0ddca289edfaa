"""Does `bin/serve` keep answering, whatever ends, and leave nobody behind?"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.bin.serving import ROOT, Server, ending, free_port, is_running, launch, until

Start = Callable[..., Server]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start servers that end with the test."""
    with ending() as servers:

        def begin(*arguments: str, **environment: str) -> Server:
            servers.append(launch(tmp_path, *arguments, **environment))
            return servers[-1]

        yield begin


@pytest.fixture
def server(start: Start) -> Server:
    found = start()
    until(lambda: "Dibs is ready" in found.says, "the server is ready")
    return found


def in_background(work: Callable[[], object]) -> Future[object]:
    pool = ThreadPoolExecutor(1)
    future = pool.submit(work)
    pool.shutdown(wait=False)
    return future


def test_two_web_processes_and_a_clock_work_for_one_address(server: Server) -> None:
    assert sorted(server.people().values()) == ["dibs-clock", "dibs-generation", "dibs-web-1", "dibs-web-2"]
    assert f"http://localhost:{server.port}" in server.says
    status, body = server.get()
    assert status == 200
    assert int(body) in server.web()


def test_what_an_application_wants_done_ahead_is_done(start: Start, tmp_path: Path) -> None:
    (tmp_path / "careful.py").write_text(AHEAD)
    server = start("--app", "careful:app")
    until(lambda: "Dibs is ready" in server.says, "the server is ready")
    generation = next(number for number, name in server.people().items() if name == "dibs-generation")
    assert (tmp_path / "ahead").read_text().splitlines()[0] == f"shared {generation}"
    begun = {f"began {number}" for number in server.web()}
    until(lambda: set((tmp_path / "ahead").read_text().splitlines()[1:]) == begun, "each web process has begun")


def test_a_process_that_waits_for_the_database_ahead_serves_and_ends(start: Start, tmp_path: Path) -> None:
    (tmp_path / "careful.py").write_text(AHEAD.replace('note("began")', "time.sleep(600)"))
    server = start("--app", "careful:app")
    until(lambda: "Dibs is ready" in server.says, "the server is ready")
    assert server.get()[0] == 200
    server.tell(signal.SIGTERM)
    assert server.process.wait(10) == 0


AHEAD = """
import os, pathlib, time
from small import app as answer

def note(word):
    with (pathlib.Path(__file__).parent / "ahead").open("a") as file:
        file.write(f"{word} {os.getpid()}\\n")

def app(environ, start_response):
    return answer(environ, start_response)

app.extensions = {"dibs.ahead": (lambda: note("shared"), lambda: note("began"))}
"""


def test_a_killed_web_process_is_replaced(server: Server) -> None:
    before = server.web()
    victim = min(before)
    os.kill(victim, signal.SIGKILL)
    until(lambda: len(server.web()) == 2 and victim not in server.web(), "a new web process")
    assert server.web() & before, "the other one was left alone"
    assert server.get()[0] == 200


def test_a_killed_clock_is_replaced(server: Server) -> None:
    before = server.clock()
    os.kill(min(before), signal.SIGKILL)
    until(lambda: server.clock() and server.clock() != before, "a new clock")


def test_a_killed_generation_is_replaced(server: Server) -> None:
    before = server.people()
    os.kill(next(number for number, name in before.items() if name == "dibs-generation"), signal.SIGKILL)
    until(lambda: len(server.web() - set(before)) == 2, "new web processes")
    until(lambda: not any(is_running(number) for number in before), "the old ones have gone")
    assert server.get()[0] == 200


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_ending_finishes_what_runs(server: Server, word: signal.Signals) -> None:
    slow = in_background(lambda: server.get("slow"))
    until(lambda: server.entered("slow"), "the slow request runs")
    server.tell(word)
    until(lambda: not server.listens(), "nobody new is let in")
    server.open("slow")
    assert slow.result(timeout=10) == (200, slow.result()[1])  # type: ignore[index]
    assert server.process.wait(timeout=10) == 0


def test_an_upload_under_way_is_taken_to_its_end(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as upload:
        upload.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf-")
        server.get()
        server.tell(signal.SIGTERM)
        until(lambda: not server.listens(), "nobody new is let in")
        upload.sendall(b"whole")
        answer = upload.recv(4096)
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"X-Ending: True" in answer, "the application is told, and says so to whoever asks if it is ready"
    assert b"Connection: close" in answer


def test_a_quiet_connection_does_not_hold_up_the_end(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)):
        server.tell(signal.SIGTERM)
        assert server.process.wait(timeout=5) == 0


def test_nobody_is_left_when_the_parent_is_killed(server: Server) -> None:
    people = server.people()
    server.process.kill()
    until(lambda: not any(is_running(number) for number in people), "all have ended")
    assert not server.listens()


def test_a_new_generation_takes_over_without_a_failed_request(server: Server) -> None:
    before, stop = server.web(), threading.Event()
    slow = in_background(lambda: server.get("slow"))
    clients = [in_background(lambda: ask_until(server, stop)) for _ in range(3)]
    until(lambda: server.entered("slow"), "the slow request runs")
    server.tell(signal.SIGHUP)
    until(lambda: len(server.web() - before) == 2, "the new generation")
    server.open("slow")
    until(lambda: not server.web() & before, "the old generation has ended")
    stop.set()
    assert slow.result(timeout=10)[0] == 200  # type: ignore[index]
    for client in clients:
        assert client.result(timeout=10)  # raises what went wrong


def ask_until(server: Server, stop: threading.Event) -> int:
    """One kept connection, opened anew only when the server has announced its end. Returns how often it asked."""
    count, connection = 0, http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    while not stop.is_set():
        connection.request("GET", "/")
        assert connection.getresponse().read()
        count += 1
    connection.close()
    return count


def test_a_new_generation_that_cannot_start_leaves_the_old_one(server: Server) -> None:
    before = server.web()
    (server.folder / "small.py").write_text("raise RuntimeError('half an upgrade')")
    server.tell(signal.SIGHUP)
    until(lambda: "the old one goes on" in server.says, "the failure is told")
    assert "half an upgrade" in server.says
    assert server.web() == before
    assert server.get()[0] == 200


def test_a_taken_port_is_told_before_anything_else(server: Server, start: Start) -> None:
    second = start("--app", "nothing:here", port=server.port)
    assert second.process.wait(timeout=5) == 1
    assert f"port {server.port} is taken" in second.says
    assert f"PORT={server.port + 1}" in second.says
    assert "Traceback" not in second.says


def test_an_application_that_cannot_start_ends_the_server(start: Start) -> None:
    broken = start("--app", "nothing:here", "--clock", "")
    assert broken.process.wait(timeout=10) == 1
    assert "nothing" in broken.says


@pytest.mark.parametrize(
    "reached", [{"HOST": "0.0.0.0"}, {"TRUSTED_PROXIES": "1"}, {"BASE_URL": "https://partners.nordwind.example"}]
)
def test_the_sample_is_not_served_to_the_network(start: Start, reached: dict[str, str]) -> None:
    """Nor by a proxy of this machine: a listener on loopback alone says nothing."""
    server = start(SAMPLE="1", **reached)
    assert server.process.wait(timeout=5) == 1
    assert "sample programme" in server.says


def test_half_a_restore_is_not_served(start: Start, tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance/restore.unfinished").touch()
    server = start()
    assert server.process.wait(timeout=5) == 1
    assert "was not finished" in server.says


def test_a_setting_that_makes_no_sense_is_named(start: Start) -> None:
    server = start(THREADS="many")
    assert server.process.wait(timeout=5) == 1
    assert "THREADS must be a whole number" in server.says
    assert "Traceback" not in server.says


def test_half_open_connections_do_not_keep_others_out(server: Server) -> None:
    with ExitStack() as held:
        for _ in range(250):
            held.enter_context(socket.create_connection(("127.0.0.1", server.port))).sendall(b"GET / HTTP/1.1\r\nHos")
        assert server.get()[0] == 200


def answers_to(server: Server, sent: bytes) -> int:
    """How many answers one connection gets to these bytes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(sent)
        said = b""
        while piece := line.recv(65536):
            said += piece
    return said.count(b"HTTP/1.1 ")


def test_where_a_request_ends_cannot_be_told_in_two_ways(server: Server) -> None:
    """Whoever believed the length would take the second request for a part of the first: thus smuggled."""
    second = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    body = b"0\r\n\r\n" + second
    head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert answers_to(server, head.encode() + body) == 2
    twice = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: {len(second)}\r\n\r\n"
    assert answers_to(server, twice.encode() + second) == 1


def test_a_port_is_free_again_at_once(start: Start) -> None:
    port = free_port()
    for count in (1, 2):
        server = start(port=port)
        until(lambda: server.says.count("Dibs is ready") == count, "the server is ready")  # noqa: B023
        server.get()
        server.tell(signal.SIGTERM)
        assert server.process.wait(timeout=10) == 0


WHO_HEARS = """
import ctypes, os, sys, time
sys.path.insert(0, sys.argv[1])
import children

ADOPT_ORPHANS = 36
ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1)
children.listen_for_signals()

works, begun = os.pipe()

def worker(starter):
    os.write(begun, b"1")
    while sys.argv[2] == "orphan" and os.getppid() == starter:
        time.sleep(0.01)
    children.tell_parent(starter)

def starting():
    starter = os.getpid()
    children.start("worker", lambda: worker(starter))
    os.read(works, 1)
    while sys.argv[2] == "child" and children.next_signal(10).si_signo != children.READY:
        pass

children.start("starting", starting)
ended, heard = [], [None]
while len(ended) < 2 or heard[-1]:
    ended += [result for _, result in children.ended()]
    heard.append(children.next_signal(0.05))
print(ended, children.READY in [one.si_signo for one in heard if one])
"""


@pytest.mark.parametrize("kind", ["child", "orphan"])
def test_only_who_started_a_process_hears_that_it_serves(kind: str) -> None:
    """Whoever takes in an orphan, often process 1, may end of a signal it does not know."""
    ran = subprocess.run(
        [sys.executable, "-c", WHO_HEARS, ROOT / "bin/serving", kind], capture_output=True, text=True, timeout=60
    )
    assert (ran.stdout, ran.stderr) == ("[0, 0] False\n", "")
