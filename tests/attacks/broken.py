"""Requests that no browser sends, by lot: as WSGI environments, and as bytes for a real server."""

from __future__ import annotations

import io
import random
from typing import Any

from tests.forms import Form, as_shown
from tests.full import Full, addresses
from tests.nasty import HEADERS, NAMES, QUERIES, VALUES, body

METHODS = (
    "GET",
    "POST",
    "HEAD",
    "PUT",
    "OPTIONS",
    "DELETE",
    "PATCH",
    "TRACE",
    "CONNECT",
    "get",
    "PROPFIND",
    "\x00",
    "",
    "G" * 99,
)
LENGTHS = ("", "0", "-1", "5", "1e9", "99999999999999999999", "x", " 7", "+3", "\u0663")
KINDS = (
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=\xff", "multipart/form-data",
    "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "b" * 300, "multipart/form-data; boundary=\"x",
    "application/json", "text/html; charset=utf-7", "multipart/mixed; boundary=x", "\xff/\xfe", ";;;", "a" * 5000,
    "multipart/form-data; boundary=x; charset=utf-16",
)  # fmt: skip
COOKIES = (
    "", "dibs", "dibs=", "dibs=\xff\xfe", "dibs=" + "x" * 9000, "dibs=a; dibs=b; dibs=c", "form=.eJx.aa.bb",
    "form=e30.aa.bb",
    "\x00=\x00", "=;=;=", "dibs=\"unclosed", "dibs=%00; form=%ff", "language=xx; language=\xe4", "__Host-dibs=x",
    ";" * 4000,
    "dibs=\r\nSet-Cookie: x=1",
)  # fmt: skip
HOSTS = (
    "localhost",
    "",
    "\xff",
    "a b",
    "[::1",
    "localhost:99999",
    "localhost:x",
    "x" * 3000,
    "localhost/../..",
    "@",
    "\x00",
    "é.example",
)
PATHS = (
    "/", "", "//", "/../../etc/passwd", "/%2e%2e/x", "/\x00", "/\xff\xfe", "/" + "a" * 9000, "/checks/../health",
    "/static/../app.py",
    "/static/%2e%2e/%2e%2e/config.py", "/registrations/\xc3\x28", "/registrations//", "/;x=1/", "/registrations/DR\n",
    "*", "/\\..\\",
    "http://x.example/", "/static/dibs.css/x", "/v/\u2028".encode().decode("latin-1"), "/\xed\xa0\x80",
    "/calendar/.ics", "/join/.",
)  # fmt: skip
MORE = (
    *HEADERS, ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "\xff"), ("X-HTTP-Method-Override", "DELETE"),
    ("If-None-Match", "*"), ("If-Match", "\""), ("Range", "bytes=5-1,1-,-"), ("Authorization", "Basic \xff"), ("Date",
    "now"),
    ("Accept-Language", ",".join(f"x{number};q=0.{number}" for number in range(900))), ("Accept-Charset", "\x00"),
    ("Sec-Fetch-Site", "cross-site"), ("Upgrade", "websocket"), ("Transfer-Encoding", "chunked"), ("Content-Encoding",
    "gzip"),
    ("If-Modified-Since", "Thu, 99 Foo 99999 99:99:99 GMT"), ("If-Unmodified-Since", "\xff"), ("Accept",
    "*/*;q=" + "9" * 500),
)  # fmt: skip


def environment(rng: random.Random, full: Full, forms: list[Form], keys: list[str]) -> dict[str, Any]:
    """One request as the server would hand it on, with things in it that a server might let through."""
    data, kind = _content(rng, forms)
    method, path = _address(rng, full, forms)
    cookie = rng.choice(COOKIES) if rng.random() < 0.3 else f"dibs={rng.choice(keys)}"
    asked = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "SCRIPT_NAME": rng.choice(("", "", "", "/x", "\xff")),
        "QUERY_STRING": _query(rng), "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(data)),
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_COOKIE": cookie,
        "HTTP_HOST": rng.choice(HOSTS) if rng.random() < 0.2 else "localhost",
        "REMOTE_ADDR": rng.choice(("127.0.0.1", "127.0.0.1", "::1", "fe80::1%eth0", "", "x")),
        "wsgi.input": io.BytesIO(data[: rng.randrange(len(data) + 1)] if rng.random() < 0.2 else data),
        "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "wsgi.multithread": True,
        "wsgi.multiprocess": True, "wsgi.run_once": False, "wsgi.input_terminated": False,
    }  # fmt: skip
    if rng.random() < 0.3:
        asked["CONTENT_LENGTH"] = rng.choice(LENGTHS)
    heads = rng.sample(MORE, rng.randrange(5))
    return {**asked, **{"HTTP_" + name.upper().replace("-", "_"): value for name, value in heads if name != "Cookie"}}


def _address(rng: random.Random, full: Full, forms: list[Form]) -> tuple[str, str]:
    """A form as it is sent, a page as it is opened, or a method and a path that do not go together or at all."""
    lot = rng.random()
    if lot < 0.4:
        return "POST", rng.choice(forms).path
    if lot < 0.5:
        return rng.choice(METHODS), rng.choice(PATHS)
    rule = rng.choice([rule for rule in full.world.app.url_map.iter_rules() if "GET" in (rule.methods or ())])
    name, path = rng.choice(addresses(full, rule))
    path = path.replace(name, rng.choice(NAMES)) if name and rng.random() < 0.3 else path
    return rng.choice(METHODS) if lot < 0.6 else "GET", path


def _query(rng: random.Random) -> str:
    pairs = [(rng.choice(QUERIES), rng.choice(list(VALUES.values()))[:400]) for _ in range(rng.randrange(4))]
    return rng.choice((body(pairs).decode(), "%", "&&&=", "\xff=\x00", "a=" * 900, "page=1&page=" + "9" * 99, "%u0041"))


def _content(rng: random.Random, forms: list[Form]) -> tuple[bytes, str]:
    """A form as a page shows it with some of it spoiled, or bytes that are no form; and what it claims to be."""
    form = rng.choice(forms)
    pairs = [
        (name, rng.choice(list(VALUES.values()))[:400] if rng.random() < 0.4 else old) for name, old in as_shown(form)
    ]
    written, lot = body(pairs), rng.random()
    if lot < 0.5:
        return written, KINDS[0]
    if lot < 0.7:
        return _parts(rng, pairs), "multipart/form-data; boundary=x"
    spoiled = bytearray(written or b"x")
    for _ in range(rng.randrange(9)):
        spoiled[rng.randrange(len(spoiled))] = rng.randrange(256)
    return bytes(spoiled), rng.choice(KINDS)


def _parts(rng: random.Random, pairs: list[tuple[str, bytes]]) -> bytes:
    heads = (
        'Content-Disposition: form-data; name="%s"', 'Content-Disposition: form-data; name="%s"; filename="\xff\x00"',
        "Content-Disposition: form-data; name=%s; filename*=utf-8''%%zz", "content-disposition:%s", "\xff: %s",
        'Content-Disposition: form-data; name="%s"\r\nContent-Transfer-Encoding: base64\r\nContent-Type: x; charset=q',
    )  # fmt: skip
    parts = b"".join(
        b"--x\r\n" + (rng.choice(heads) % name).encode("latin-1", "replace") + b"\r\n\r\n" + value + b"\r\n"
        for name, value in pairs
    )
    return parts + rng.choice((b"--x--\r\n", b"--x", b"", b"--x\r\n\r\n--x--", b"--x--\r\n--x--"))


LINES = (
    b"GET / HTTP/1.1", b"GET /", b"GET  /  HTTP/1.1", b"GET / HTTP/9.9", b"GET / HTTP/1.0", b"get / http/1.1",
    b"\x00 / HTTP/1.1", b"",
    b"GET /\xff HTTP/1.1", b"GET /" + b"a" * 300_000 + b" HTTP/1.1", b"GET http:// HTTP/1.1", b"OPTIONS * HTTP/1.1",
    b"/ GET HTTP/1.1",
    b"CONNECT x:1 HTTP/1.1", b"GET /%zz HTTP/1.1", b"GET /\tx HTTP/1.1", b"GET / HTTP/1.1\r\nGET / HTTP/1.1",
    b"PRI * HTTP/2.0",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET /health HTTP/1.1\x00", b"G" * 9000 + b" / HTTP/1.1",
    b"GET [::1 HTTP/1.1",
    b"POST /sign-in HTTP/1.1", b"POST /checks HTTP/1.1", b"POST /registrations HTTP/1.1", b"HEAD / HTTP/1.1",
    b"GET //x.example/..;/ HTTP/1.1",
    b"GET /?" + b"a=%ff&" * 3000 + b" HTTP/1.1", b"GET http://[x]:y/ HTTP/1.1", b"GET /\xed\xa0\x80?\xff\x00 HTTP/1.1",
)  # fmt: skip
HEADS = (
    b"Host: localhost", b"Host:", b"Host: " + b"x" * 300, b"Host: \xe9.example", b"Host: a\x00b", b"no colon",
    b": no name", b"X Y: z", b"X\x00: y", b"X: " + b"y" * 270_000, b" folded",
    b"\tfolded", b"Content-Length: 5", b"Content-Length: -5", b"Content-Length: +5", b"Content-Length: 5, 5",
    b"Content-Length: 0x5",
    b"Content-Length: 99999999999999999999999", b"Content-Length: \xd9\xa3", b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: xchunked",
    b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding:\x0bchunked", b"Transfer-Encoding: gzip",
    b"Cookie: dibs=\xff\x00;;;",
    b"Cookie: " + b"a=b; " * 9000, b"Expect: 100-continue", b"Expect: the worst",
    b"Connection: close, keep-alive, \xff", b"Upgrade: h2c",
    b"X-Forwarded-For: \xff, 1.2.3.4", b"Forwarded: for=\"[\"", b"Content-Type: multipart/form-data; boundary=\xff",
    b"Content-Encoding: br",
    b"A\r: b", b"Content-Length: 5\nX: y", b"Range: bytes=-", b"Accept-Encoding: gzip;q=nan",
    b"Accept-Language: \xff-\x01", b"HX-Request: \x00",
    b"Content_Length: 7", b"X_Forwarded_For: 6.6.6.6", b"Trailer: x", b"TE: trailers",
)  # fmt: skip
BODIES = (
    b"", b"hello", b"\x00" * 50, b"5\r\nhello\r\n0\r\n\r\n", b"5\r\nhel", b"-5\r\nhello\r\n",
    b"fffffffffffffffffff\r\nx", b"zz\r\nhello\r\n",
    b"5;x=\xff\r\nhello\r\n0\r\nA: b\r\n\r\n", b"0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n" * 5, b"\r\n" * 400,
    b"5\nhello\n0\n\n", b"company=%ff%00&key=" + b"k" * 5000, b"0x5\r\nhello\r\n0\r\n\r\n",
    b"1_0\r\n0123456789abcdef\r\n0\r\n\r\n",
)  # fmt: skip


def raw(rng: random.Random) -> bytes:
    """One request as bytes: two of three begin with a line that a server takes, so that what follows is looked at."""
    line = LINES[0] if rng.random() < 0.2 else rng.choice(LINES[-8:-5]) if rng.random() < 0.5 else rng.choice(LINES)
    heads = [b"Host: localhost", *rng.choices(HEADS, k=rng.randrange(6))]
    sent = rng.choice((b"\r\n", b"\r\n", b"\r\n", b"\n", b"\r")).join([line, *heads, b"", b""]) + rng.choice(BODIES)
    if rng.random() < 0.3:
        spoiled = bytearray(sent)
        for _ in range(rng.randrange(1, 6)):
            spoiled[rng.randrange(min(len(spoiled), 400))] = rng.randrange(256)
        sent = bytes(spoiled)
    return sent[: rng.randrange(1, len(sent) + 1)] if rng.random() < 0.15 else sent
