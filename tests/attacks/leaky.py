"""Answers that say a word of Acme's in every place where a checker may forget to look."""

from __future__ import annotations

import base64
import gzip
import io
import zipfile
from collections.abc import Callable

from flask import Response
from weasyprint import HTML

WORD = "Stieglitz"


def _head() -> Response:
    return Response("nothing", headers={"X-Next": WORD})


def _location() -> Response:
    return Response("", 303, {"Location": "/questions/new?name=%53tie%67litz"})


def _file_name() -> Response:
    return Response("x", headers={"Content-Disposition": "attachment; filename*=UTF-8''%53tieglitz.pdf"})


def paper(text: str = WORD) -> bytes:
    """A PDF in which the word stands in no byte as it is: drawn with a font of its own, and packed."""
    printed: bytes = HTML(string=f"<p>{text}</p>").write_pdf()
    return printed


def _pdf() -> Response:
    return Response(paper(), content_type="application/pdf")


def _zip() -> Response:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bundle/paper.pdf", paper())
    return Response(made.getvalue(), content_type="application/zip")


def _feed() -> Response:
    return Response("BEGIN:VCALENDAR\r\nSUMMARY:Visit of Stieg\r\n litz\r\n", content_type="text/calendar")


def _mail() -> Response:
    body = base64.b64encode(f"Dear {WORD}".encode()).decode()
    head = "From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return Response(f"{head}{body}\r\n", content_type="message/rfc822")


def _packed() -> Response:
    return Response(gzip.compress(f"<p>{WORD}</p>".encode()), headers={"Content-Encoding": "gzip"})


def _written_otherwise() -> Response:
    return Response("<a title='&#83;tieglitz'>")


def _json() -> Response:
    return Response('{"name": "\\u0053tieglitz"}', content_type="application/json")


def _error() -> Response:
    return Response(f"no such claim of {WORD}", 404)


LEAKY: dict[str, Callable[[], Response]] = {
    "head": _head, "location": _location, "file-name": _file_name, "pdf": _pdf, "zip": _zip, "feed": _feed,
    "mail": _mail, "packed": _packed, "written-otherwise": _written_otherwise, "json": _json, "error": _error,
}  # fmt: skip
