"""What should nobody send? Values for fields, names in addresses, headers, bodies."""

from __future__ import annotations

from urllib.parse import quote, quote_plus

Pairs = list[tuple[str, bytes]]

LONG = "Ä" + "x" * 10_000
NASTY = "\u202e\u0000\u0007\x1b[31m\u2028\ufeff<b>'\"%(name)s{{7*7}}\ud83e\udd80".encode(
    "utf-16", "surrogatepass"
).decode("utf-16")
HUGE = "9" * 400
VALUES: dict[str, bytes] = {
    "nothing": b"",
    "10,000 characters": LONG.encode(),
    "control and right-to-left characters": NASTY.encode(),
    "NUL": b"DR-1\x002\x00",
    "half a surrogate": "Kafka \ud800 GmbH".encode("utf-8", "surrogatepass"),
    "no UTF-8": b"M\xfcller \xff\xfe\xc3(",
    "a day that is none": b"2027-02-30",
    "a day before all days": b"0000-00-00",
    "a day after all days": b"9999-12-31",
    "a negative number": b"-1",
    "a huge number": HUGE.encode(),
    "no number": b"NaN",
    "a strange digit": "\u0663\u00b2".encode(),
    "a formula": b"=1+1;--' OR 1=1",
}  # fmt: skip
"""What stands in a field."""

NAMES = (
    "%00",
    "DR-1111%00-1111",
    "A" * 10_000,
    "%ff%fe",
    "%ed%a0%80",
    quote(NASTY),
    "..%2f..%2fetc%2fpasswd",
    HUGE,
    "-1",
    "%20",
)
"""What stands in an address in place of a name."""

QUERIES = (
    "page",
    "which",
    "line",
    "q",
    "part",
    "day",
    "partner",
    "receipt",
    "registration",
    "state",
    "done",
    "code",
    "next",
    "period",
    "from",
    "what",
    "as",
    "country",
)
"""What addresses ask for behind their question mark."""

HEADERS = [
    ("HX-Request", "true"), ("HX-Request", "false"), ("HX-Target", "\xff<x>"), ("HX-Current-URL", "http://[broken"),
    ("HX-Current-URL", "javascript:alert(1)"), ("HX-Trigger-Name", "%00"), ("HX-Prompt", "\xe4"),
    ("Referer", "http://[::1"),
    ("Range", "bytes=0-"), ("Range", "bytes=99999999999999999999-"), ("Range", "lines=-1"),
    ("If-None-Match", '"x", W/"'),
    ("If-Modified-Since", "yesterday"), ("If-Range", "\xff"), ("Accept-Language", "xx-yy;q=abc, *;q=-1, de_DE@x"),
    ("Accept-Encoding", "br;q=x, gzip;q=1.5"), ("Accept", "*/"), ("Cookie", "dibs=\xff\xfe; form=.eJx.broken; =x; ;"),
    ("Cookie", "form=eyJhIjoxfQ.aaaa.bbbb; dibs=" + "x" * 4000), ("X-Forwarded-For", "999.999.999.999"),
    ("User-Agent", "\x7f" * 3000), ("X-CSRFToken", "\xff"), ("Origin", "null"), ("Expect", "nothing"),
]  # fmt: skip

HEAD = b'--x\r\nContent-Disposition: form-data; name="%s"; filename="a\x00b\xff/../\xe2\x80\xaetxt.csv"\r\n\r\n'
STRANGE_FILE = HEAD % b"files" + b"Note\r\n" + HEAD % b"file" + b"Account ID;Firma\n1;\x00\r\n--x--\r\n"
CUT_OFF = HEAD % b"files" + b"no end"


def body(pairs: Pairs) -> bytes:
    return b"&".join(quote_plus(name).encode() + b"=" + quote(value, safe="").encode() for name, value in pairs)
