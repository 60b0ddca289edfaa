"""How is this installation set up? One frozen record, read from the environment once."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parent
SAFE_MODE = "verify-full"
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class Misconfigured(Exception):
    """A setting in the environment cannot be used; the message says which one and what it takes."""


@dataclass(frozen=True)
class Config:
    """Every setting with its default, unit and meaning. `docs/operating.md` lists the same names in capitals."""

    instance: Path = ROOT / "instance"  # INSTANCE: the one folder that holds database, evidence, keys and mails
    database_url: str = ""  # DATABASE_URL: postgresql://…; empty means instance/dibs.sqlite
    host: str = "127.0.0.1"  # HOST: address to listen on; the sample refuses any but loopback
    port: int = 8000  # PORT
    base_url: str = ""  # BASE_URL: the address people use, as printed in mails and on certificates
    sample: bool = False  # SAMPLE: this database holds the made-up programme (set by `make run` on a new one)
    workers: int = 2  # WORKERS: web processes
    threads: int = 4  # THREADS: threads in each web process
    trusted_proxies: int = 0  # TRUSTED_PROXIES: how many reverse proxies stand in front
    secret_key: str = field(default="", repr=False)  # SECRET_KEY: else instance/secret.key, made on first start
    signing_file: str = ""  # SIGNING_FILE: the vendor's own key and certificate (PKCS#12); else made on first use
    signing_password: str = field(default="", repr=False)  # SIGNING_PASSWORD: of that file
    clamav: str = (
        ""  # CLAMAV: host:port or path of the socket of a virus scanner; when set, no file is taken without it
    )
    dns_seconds: int = 3  # DNS_SECONDS: patience when a mail's signature needs its key; 0: never ask for keys
    mail_url: str = field(default="", repr=False)  # MAIL_URL: smtp://user:password@host:587?tls=1; empty: a folder
    log_format: str = "text"  # LOG_FORMAT: json writes one object per line and a line per request
    mail_from: str = ""  # MAIL_FROM: sender's address; else partners@ the host of BASE_URL

    @property
    def database(self) -> str:
        """Where the rows are: the URL given, or the SQLite file in the instance folder."""
        return self.database_url or f"sqlite:///{self.instance / 'dibs.sqlite'}"

    @property
    def address(self) -> str:
        """The public address without a trailing slash. Passkeys need `localhost`, so that is what we show."""
        return (self.base_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def is_secure(self) -> bool:
        """Do people reach us over TLS? Then cookies are `Secure` and bear the `__Host-` prefix."""
        return self.address.startswith("https://")

    @property
    def is_bare(self) -> bool:
        """Do people reach us over a network without TLS? Then passwords and cookies can be read on the way."""
        return not self.is_secure and not is_local(urlsplit(self.address).hostname or "")

    @property
    def passkey_host(self) -> str:
        """The host that passkeys are bound to; "" where browsers allow none: an address in figures, or without TLS."""
        host = urlsplit(self.address).hostname or ""
        is_name = not re.fullmatch(r"[\d.]+|.*:.*", host)
        return host if is_name and (self.is_secure or host == "localhost") else ""

    @property
    def origin(self) -> str:
        """Scheme, host and port of our pages, as browsers tell it."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc.removesuffix(':443' if self.is_secure else ':80')}"

    @property
    def sender(self) -> str:
        host = self.address.split("//", 1)[-1].split("/")[0].split(":")[0]
        return self.mail_from or f"partners@{host}"

    @property
    def evidence_folder(self) -> Path:
        return self.instance / "evidence"

    @property
    def preview_folder(self) -> Path:
        """Small pictures of evidence; made anew when they are gone."""
        return self.instance / "previews"

    @property
    def certificate_folder(self) -> Path:
        return self.instance / "certificates"

    @property
    def signing_folder(self) -> Path:
        """The key that signs papers, and the certificates of all that ever did."""
        return self.instance / "signing"

    @property
    def paper_folder(self) -> Path:
        """What was ordered and is kept for a while."""
        return self.instance / "papers"

    @property
    def mail_folder(self) -> Path:
        return self.instance / "mail"

    @property
    def import_folder(self) -> Path:
        return self.instance / "imports"

    def key(self) -> bytes:
        """The secret that signs cookies and links; made on first use, readable by the owner alone."""
        return self.secret_key.encode() if self.secret_key else _kept_secret(self.instance / "secret.key")


def is_local(host: str) -> bool:
    """Is this a name of the machine itself, which no network lies before?"""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def from_environment(environ: dict[str, str] | None = None) -> Config:
    """Read the settings. Raises `Misconfigured` in words that name the variable."""
    env = dict(os.environ) if environ is None else environ
    return Config(
        instance=Path(env.get("INSTANCE") or ROOT / "instance").resolve(),
        database_url=_database(env),
        host=env.get("HOST", "127.0.0.1"),
        port=_whole(env, "PORT", 8000),
        base_url=env.get("BASE_URL", ""),
        sample=_flag(env, "SAMPLE", default=False),
        workers=_whole(env, "WORKERS", 2),
        threads=_whole(env, "THREADS", 4),
        trusted_proxies=_whole(env, "TRUSTED_PROXIES", 0),
        clamav=_scanner(env),
        dns_seconds=_whole(env, "DNS_SECONDS", 3),
        secret_key=secret(env, "SECRET_KEY"),
        signing_file=env.get("SIGNING_FILE", ""),
        signing_password=secret(env, "SIGNING_PASSWORD"),
        mail_url=_mail_server(env),
        mail_from=env.get("MAIL_FROM", ""),
        log_format=_one_of(env, "LOG_FORMAT", ("text", "json")),
    )


def secret(env: Mapping[str, str], name: str) -> str:
    """A setting that nobody should see: from the environment, from the file that NAME_FILE names, or from what systemd
    has unsealed for us ($CREDENTIALS_DIRECTORY/NAME). Raises `Misconfigured` for a file that cannot be read."""
    if env.get(name):
        return env[name]
    folder, told = env.get("CREDENTIALS_DIRECTORY", ""), env.get(f"{name}_FILE", "")
    unsealed = Path(folder) / name if folder else None
    path = Path(told) if told else unsealed if unsealed and unsealed.exists() else None
    try:
        return path.read_text().strip() if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{name} cannot be read from {path}: {type(error).__name__}") from error


def _mail_server(env: Mapping[str, str]) -> str:
    """Off this machine over TLS alone: mails carry links that sign people in."""
    url = secret(env, "MAIL_URL")
    parts = urlsplit(url)
    is_safe = parts.scheme == "smtps" or parse_qs(parts.query).get("tls") == ["1"]
    if url and not is_safe and not is_local(parts.hostname or "localhost"):
        raise Misconfigured(f"MAIL_URL leads to {parts.hostname} without TLS: write smtps://… or add ?tls=1")
    return url


def _database(env: Mapping[str, str]) -> str:
    """Off this machine over TLS alone, with the certificate and its name verified: the driver's own default is not."""
    url = secret(env, "DATABASE_URL")
    if not url or url.startswith("sqlite:///"):
        return url
    parts, given = urlsplit(url), parse_qs(url.partition("?")[2])
    named = ",".join([*given.get("host", []), *given.get("hostaddr", [])])
    hosts = [*_hosts(parts.netloc), *(host for host in named.split(",") if host)]
    hosts = hosts or [env[name] for name in ("PGHOST", "PGHOSTADDR", "PGSERVICE") if env.get(name)]
    if "service" not in given and all(host.startswith(("/", "@")) or is_local(host) for host in hosts):
        return url
    modes = given.get("sslmode") or [env.get("PGSSLMODE") or ""]
    if set(modes) - {"", SAFE_MODE}:
        raise Misconfigured(f"DATABASE_URL leads off this machine: sslmode must be {SAFE_MODE}, not {modes[-1]}")
    return url if given.get("sslmode") else f"{url}{'&' if parts.query else '?'}sslmode={SAFE_MODE}"


def _hosts(netloc: str) -> list[str]:
    """Those of an address, which may name several."""
    told = netloc.rpartition("@")[2].split(",")
    return [host for host in (re.sub(r":\d*\Z", "", one) for one in told) if host]


def _scanner(env: Mapping[str, str]) -> str:
    """The scanner's protocol knows no TLS: proof would travel as it is."""
    place = _place(env, "CLAMAV")
    if place and not place.startswith("/") and not is_local(place.rpartition(":")[0]):
        raise Misconfigured("CLAMAV must be a socket, or a port of this machine: its protocol has no TLS")
    return place


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isdigit():
        raise Misconfigured(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _one_of(env: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    """One of these words; the first when none is set."""
    text = env.get(name) or known[0]
    if text not in known:
        raise Misconfigured(f"{name} must be {' or '.join(known)}, not {text!r}")
    return text


def _place(env: Mapping[str, str], name: str) -> str:
    """Where somebody listens: host and port, or the path of a socket."""
    text = env.get(name, "")
    if text and not text.startswith("/") and not re.fullmatch(r".+:\d{1,5}", text):
        raise Misconfigured(f"{name} must be host:port or the path of a socket, not {text!r}")
    return text


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = env.get(name)
    if text is None:
        return default
    if text.lower() in TRUE | FALSE:
        return text.lower() in TRUE
    raise Misconfigured(f"{name} must be 1 or 0, not {text!r}")


def _kept_secret(path: Path) -> bytes:
    """Read the secret, or make it. It appears whole or not at all: processes that start together agree on one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_bytes()
