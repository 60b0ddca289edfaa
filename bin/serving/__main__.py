"""Who keeps the address? This process binds it, starts a generation of workers on it, and replaces it when asked."""

from __future__ import annotations

import argparse
import errno
import ipaddress
import os
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from config import Config, Misconfigured, from_environment, is_local  # noqa: E402  # needs the path above

from supervisor import supervise  # noqa: E402

BACKLOG = 1024  # connections that wait while no process is free to take them
OPEN_FILES = 8192


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/serve", description="Serve Dibs. Settings: docs/operating.md.")
    parser.add_argument("--app", default="app:create_app()", help="WSGI application, module:name or module:maker()")
    parser.add_argument("--clock", default="jobs", help="module that is the clock; empty for none")
    parser.add_argument("--generation", type=int, metavar="FD", help=argparse.SUPPRESS)
    return parser.parse_args()


def refuse(message: str) -> NoReturn:
    sys.exit(f"Dibs does not start: {message}")


def listen(config: Config) -> socket.socket:
    """Bind the address, or say in one line why it cannot be."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            config.host or None, config.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except socket.gaierror:
        refuse(f"HOST={config.host} is not an address of this machine.")
    except (OverflowError, OSError) as error:
        refuse(reason(error, config))
    return listener


def reason(error: Exception, config: Config) -> str:
    where = f"{config.host}:{config.port}"
    match getattr(error, "errno", None):
        case errno.EADDRINUSE:
            return (
                f"port {config.port} is taken. Stop what listens on {where}, or choose another: PORT={config.port + 1}."
            )
        case errno.EACCES:
            return f"this user may not listen on {where}. Take a port above 1023."
        case errno.EADDRNOTAVAIL:
            return f"HOST={config.host} is not an address of this machine."
    return f"cannot listen on {where}: {error}."


def is_loopback(listener: socket.socket) -> bool:
    return ipaddress.ip_address(listener.getsockname()[0].split("%")[0]).is_loopback


def is_public(listener: socket.socket, config: Config) -> bool:
    """Can anybody but this machine reach us: by the address itself, or through a proxy in front?"""
    named = urlsplit(config.base_url).hostname or "localhost" if config.base_url else "localhost"
    return not is_loopback(listener) or config.trusted_proxies > 0 or not is_local(named)


def refuse_sample(config: Config) -> NoReturn:
    refuse(
        f"the sample programme, whose passwords are public, may not be served on {config.host} "
        f"as {config.address}, nor behind a proxy. Leave HOST, BASE_URL and TRUSTED_PROXIES out."
    )


def holds_sample(config: Config) -> bool:
    """Does the database hold the made-up programme? Everybody knows its passwords."""
    from peewee import OperationalError, ProgrammingError

    from models import base
    from models.programme import Vendor

    base.connect(config.database)
    try:
        return config.sample or bool(Vendor.select().where(Vendor.is_sample).exists())
    except (OperationalError, ProgrammingError):  # no tables yet: the application says so better
        return config.sample
    finally:
        base.close()


def work(listener: socket.socket, given: argparse.Namespace, config: Config) -> None:
    """Be one generation."""
    from generation import run

    if is_public(listener, config) and given.app == "app:create_app()" and holds_sample(config):
        refuse_sample(config)
    run(listener, given.app, given.clock, config.workers, config.threads, config.trusted_proxies > 0)


def main() -> None:
    given = arguments()
    try:
        config = from_environment()
    except Misconfigured as error:
        refuse(f"{error}.")
    if (config.instance / "restore.unfinished").exists():
        refuse(f"a restore into {config.instance} was not finished. Run it again: flask --app app restore.")
    if given.generation is not None:
        return work(socket.socket(fileno=given.generation), given, config)
    listener = listen(config)
    if config.sample and is_public(listener, config):
        refuse_sample(config)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN_FILES, most) if most > 0 else OPEN_FILES, most))
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    os.set_inheritable(listener.fileno(), True)
    command = [sys.executable, str(Path(__file__).parent), "--app", given.app, "--clock", given.clock]
    sys.exit(supervise([*command, "--generation", str(listener.fileno())], listener, config.address))


if __name__ == "__main__":
    main()
