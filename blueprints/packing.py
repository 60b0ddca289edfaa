"""Which pages are sent compressed? Whole ones that were asked for by their bare address."""

from __future__ import annotations

import gzip
import io
import secrets

from flask import Flask, Response, request

LEAST = 1000
"""Bytes below which a page is not worth the work."""

MOST_NOISE = 100
"""Random letters in the head of a packed page, so that its length says less than it could."""


def init(app: Flask) -> None:
    app.after_request(_pack)


def _pack(response: Response) -> Response:
    """Gzip, where the browser takes it. Secrets must not be packed together with what a stranger can put into the
    request, or the length tells them letter by letter (BREACH): a page with a query, an answer to a form, a fragment
    and a refusal are sent as they are."""
    if not (_is_whole_page(response) and _is_bare()):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        response.set_data(packed(response.get_data()))
        response.content_encoding = "gzip"
    return response


def packed(content: bytes) -> bytes:
    """With a file name of random length in the head, which browsers skip."""
    noise = secrets.token_hex(MOST_NOISE // 2)[: secrets.randbelow(MOST_NOISE + 1)]
    stream = io.BytesIO()
    with gzip.GzipFile(noise, "wb", compresslevel=6, fileobj=stream, mtime=0) as file:
        file.write(content)
    return stream.getvalue()


def _is_whole_page(response: Response) -> bool:
    is_packed = bool(response.content_encoding) or response.direct_passthrough
    is_page = response.status_code == 200 and response.mimetype == "text/html"
    return is_page and not is_packed and (response.content_length or 0) >= LEAST


def _is_bare() -> bool:
    """Is there nothing in the request but the address of a page?"""
    is_fragment = "HX-Request" in request.headers
    return request.method in ("GET", "HEAD") and not request.query_string and not is_fragment
