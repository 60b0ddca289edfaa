"""What do the sample's partners attach? Mails, invitations, offers, pictures and sheets that really open."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from anyascii import anyascii
from PIL import Image, ImageDraw

from sample.names import Made

Attachment = tuple[str, bytes]
"""File name and content."""

CAMERA, DETAILS, TAKEN = 0x0110, 0x8769, 0x9003  # EXIF


def address_of(contact: str, made: Made) -> str:
    """petra.wille@…, in letters that every mail server takes."""
    return f"{anyascii(contact).casefold().replace(' ', '.')}@{made.domain}"


def mail(made: Made, contact: str, to: str, at: datetime, topic: str) -> Attachment:
    message = EmailMessage()
    message["From"] = f"{contact} <{address_of(contact, made)}>"
    message["To"] = to
    message["Subject"] = f"Re: {topic}"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=made.domain)
    message.set_content(
        f"Good morning,\n\nthank you for your visit. {topic} would help us in {made.city}; please send us your proposal and "
        f"a date on which your engineer can come.\n\nKind regards\n{contact}\n{made.name}\n"
    )
    return f"Re {topic}.eml", message.as_bytes()


def forward(made: Made, contact: str, sender: str, at: datetime, topic: str) -> Attachment:
    """The same as a forward, as Gmail writes it, three days later."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "partners@nordwind.example", f"Fwd: {topic}"
    message["Date"], message["Message-ID"] = (
        format_datetime(at + timedelta(days=1, hours=20)),
        make_msgid(domain="x.example"),
    )
    message.set_content(
        "For the registration.\n\n---------- Forwarded message ---------\n"
        f"From: {contact} <{address_of(contact, made)}>\nDate: {at:%a, %b %-d, %Y at %-I:%M %p}\nSubject: {topic}\n"
        f"To: {sender}\n\nGood morning,\n\nyes, {topic.lower()} is in this year's budget. Please call me on Tuesday.\n"
    )
    return f"Fwd {topic}.eml", message.as_bytes()


def meeting(made: Made, contact: str, at: datetime, topic: str) -> Attachment:
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sample//EN", "METHOD:REQUEST", "BEGIN:VEVENT",
        f"UID:{at:%Y%m%d%H%M}@{made.domain}", f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}", f"DTSTART:{at:%Y%m%dT%H%M%SZ}",
        f"DTEND:{at + timedelta(minutes=90):%Y%m%dT%H%M%SZ}", f"SUMMARY:{topic} at {made.city}",
        f"ORGANIZER;CN={contact}:mailto:{address_of(contact, made)}",
        f"ATTENDEE;CN=Engineering;PARTSTAT=ACCEPTED:mailto:engineering@{made.domain}", f"LOCATION:{made.city}", "END:VEVENT", "END:VCALENDAR",
    )  # fmt: skip
    return f"{topic} {made.city}.ics", "\r\n".join(lines).encode() + b"\r\n"


def offer(made: Made, partner: str, topic: str, amount: int, at: datetime) -> Attachment:
    """A PDF of one page, written by hand: text in Helvetica, with title, author and date."""
    texts = [
        (24, 760, "Offer"),
        (12, 720, f"{partner} for {made.name}"),
        (12, 700, f"{topic}: {amount} EUR"),
        (12, 660, "Valid for 30 days."),
    ]
    drawn = " ".join(f"BT /F1 {size} Tf 72 {y} Td ({_escaped(text)}) Tj ET" for size, y, text in texts).encode(
        "latin-1", "replace"
    )
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title (Offer {topic}) /Author ({_escaped(partner)}) /CreationDate (D:{at:%Y%m%d%H%M%SZ}) >>".encode(
            "latin-1", "replace"
        ),
    )  # fmt: skip
    return f"Offer {topic}.pdf", _pdf(objects)


def picture(made: Made, topic: str, at: datetime) -> Attachment:
    """What a phone takes at a visit: here, a board with writing on it, with the camera's date."""
    image = Image.new("RGB", (1200, 800), "#d7dbd6")
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, 1140, 740), fill="#f6f7f3", outline="#55605c", width=6)
    for row, text in enumerate((made.name, topic, made.city)):
        draw.text((120, 150 + 140 * row), text, fill="#22384a", font_size=44)
    for x in range(140, 1060, 90):
        draw.line((x, 620, x + 60, 620 - (x * 7) % 160), fill="#a33b2a", width=7)
    buffer = io.BytesIO()
    exif = image.getexif()
    exif[CAMERA] = "Telephone 12"
    exif.get_ifd(DETAILS)[TAKEN] = f"{at:%Y:%m:%d %H:%M:%S}"
    image.save(buffer, "JPEG", quality=82, exif=exif)
    return f"Visit {made.city}.jpg", buffer.getvalue()


def notes(made: Made, topic: str, author: str, at: datetime) -> Attachment:
    """A Word document with two paragraphs, and what it says of itself."""
    words = [
        f"Call with {made.name}",
        f"{topic}: need is clear, budget is planned for this year, decision by the board.",
    ]
    body = "".join(f"<w:p><w:r><w:t>{_xml(text)}</w:t></w:r></w:p>" for text in words)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{_xml(words[0])}</dc:title><dc:creator>{_xml(author)}</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">{at:%Y-%m-%dT%H:%M:%SZ}</dcterms:created></cp:coreProperties>',
        "word/document.xml": f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return f"Call notes {made.city}.docx", buffer.getvalue()


def _pdf(objects: tuple[bytes, ...]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size, start = len(objects) + 1, len(out)
    return (
        bytes(out)
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            table,
            size,
            start,
        )
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
