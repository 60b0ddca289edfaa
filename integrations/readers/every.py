"""Which reader reads which kind of file? One table."""

from __future__ import annotations

from typing import Any

from integrations.readers import documents, invitations, mails, outlook, pictures

PICTURES = ("png", "jpeg", "webp")
OFFICE = ("docx", "xlsx", "pptx")


def read(content: bytes, kind: str, keys: dict[str, str]) -> tuple[dict[str, Any], bytes]:
    """Facts of the file, and a small picture of it (JPEG) or b"". A broken file raises whatever its parser raises."""
    if kind == "msg":
        return outlook.read(content), b""
    if kind in PICTURES:
        return pictures.read(content)
    if kind == "pdf":
        return documents.read_pdf(content)
    if kind in OFFICE:
        return documents.read_office(content, kind), b""
    if kind == "eml":
        return mails.read(content, keys), b""
    return (invitations.read(content) if kind == "ics" else documents.read_text(content)), b""
