"""Which mails do the readers have to understand? Thirty and more, as programs write them and as people spoil them.

Petra Wille of Käserei Brunnthal (brunnthal.example) wrote to Ana Novak of Acme on 3 March 2027; Ana filed on 15 March.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unittest.mock import patch

import dkim

from tests.integrations.readers.outlook_file import Tree, compound, message

PETRA, ANA, MAX = "Petra Wille <petra.wille@brunnthal.example>", "Ana Novak <ana@acme.example>", "max@nordwind.example"
SENT = "Wed, 03 Mar 2027 14:22:10 +0100"
TEXT = "Guten Tag Frau Novak,\n\ngern messen wir am Pumpwerk 2. Bitte kommen Sie vorbei.\n\nPetra Wille"
PRIVATE = Path(__file__).with_name("signer.pem").read_bytes()
PUBLIC = (
    "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQD2tUPtzuvnGZQCZ4+qXTTHZ2Qj7LSYSbHupTy+YrRRFz/sLqiUw+oDxt2k"
    "gABsato3LZXZGaSBegTgiLR6WIVdq7ziNpMoauUSLmmNr3aGtEK8YtXVoeS97Ey/GJvXvdl0BJUewl2+A4/9uNle/Zwxv5zz/bLjTX2ZWXhaffrceQID"
    "AQAB"
)
KEYS = {"s1._domainkey.brunnthal.example": PUBLIC, "s1._domainkey.acme.example": PUBLIC,
        "s1._domainkey.mailer.example": PUBLIC}  # fmt: skip
"""What the domain name system of these tests holds. Nobody has the key of `old`."""


def mail(body: str = TEXT, **head: str) -> bytes:
    """A mail with this head; what is given as "" is left out."""
    fields = {
        "From": PETRA, "To": ANA, "Subject": "Termin Durchflussmessung", "Date": SENT,
        "Message-ID": "<1@brunnthal.example>", "MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8",
    }  # fmt: skip
    fields |= {name.replace("_", "-"): value for name, value in head.items()}
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return "\r\n".join([*lines, "", *body.split("\n"), ""]).encode()


def signed(content: bytes, domain: str = "brunnthal.example", selector: str = "s1", length: bool = False) -> bytes:
    fields = [b"from", b"to", b"subject", b"date"]
    with patch("dkim.time.time", return_value=datetime(2027, 3, 9, 7, 5, tzinfo=UTC).timestamp()):
        seal = dkim.sign(content, selector.encode(), domain.encode(), PRIVATE, include_headers=fields, length=length)
    return bytes(seal) + content


def from_ana(body: str, **head: str) -> bytes:
    """What Ana hands on to the vendor, six days later."""
    given = {
        "From": ANA,
        "To": MAX,
        "Subject": "Fwd: Termin Durchflussmessung",
        "Date": "Tue, 09 Mar 2027 08:05:00 +0100",
    }
    return mail(body, **(given | head))


def parts(*content: tuple[str, str], kind: str = "mixed", **head: str) -> bytes:
    """A mail of several parts: media type with parameters, and text."""
    pieces = [f"--rim\n{kind_}\n\n{text}" for kind_, text in content]
    body = "\n".join([*pieces, "--rim--"])
    return from_ana(body, **({"Content_Type": f'multipart/{kind}; boundary="rim"'} | head))


GMAIL = f"""fyi

---------- Forwarded message ---------
From: Petra Wille <petra.wille@brunnthal.example>
Date: Wed, Mar 3, 2027 at 2:22 PM
Subject: Termin Durchflussmessung
To: Ana Novak <ana@acme.example>


{TEXT}"""
GMAIL_DE = (
    "<div>Zur Info</div><br><div class=3Dgmail_quote><div>---------- Forwarded message ---------<br>Von: "
    "<strong>Petra Wille</strong> &lt;<a>petra.wille@brunnthal.example</a>&gt;<br>Date: Mi., 3. M=C3=A4rz 2027 um 14:22"
    "&nbsp;Uhr<br>Subject: Termin Durchflussmessung<br>To: Ana Novak &lt;ana@acme.example&gt;<br></div>"
    "<p>Guten Tag</p></div>"
)
APPLE = f"""Begin forwarded message:

From: Petra Wille <petra.wille@brunnthal.example>
Subject: Termin Durchflussmessung
Date: 3 March 2027 at 14:22:10 CET
To: Ana Novak <ana@acme.example>

{TEXT}"""
APPLE_ES = """Inicio del mensaje reenviado:

De: Petra Wille <petra.wille@brunnthal.example>
Asunto: Termin Durchflussmessung
Fecha: 3 de marzo de 2027, 14:22:10 CET
Para: Ana Novak <ana@acme.example>

Buenos días"""
OUTLOOK = """See below.

-----Original Message-----
From: Wille, Petra [mailto:petra.wille@brunnthal.example]
Sent: Wednesday, March 3, 2027 2:22 PM
To: Novak, Ana
Subject: Termin Durchflussmessung

Good afternoon"""
OUTLOOK_DE = """Siehe unten.

________________________________
Von: Petra Wille <petra.wille@brunnthal.example>
Gesendet: Mittwoch, 3. März 2027 14:22
An: Ana Novak <ana@acme.example>
Betreff: Termin Durchflussmessung

Guten Tag"""
CHAIN = """Thank you, I will tell the vendor.

On Fri, Mar 5, 2027 at 9:10 AM Petra Wille <petra.wille@brunnthal.example>
wrote:

> Tuesday suits us.
>
> On Thu, Mar 4, 2027 at 8:00 AM Ana Novak <ana@acme.example> wrote:
>
>> May I come on Tuesday?
>>
>> On 3 Mar 2027, at 14:22, Petra Wille <petra.wille@brunnthal.example> wrote:
>>
>>> We want to measure at pumping station 2."""
CHAIN_DE = """Danke.

Am 05.03.27 um 09:10 schrieb Petra Wille:
> Dienstag passt.
>
> Am Do., 4. März 2027 um 08:00 Uhr schrieb Ana Novak <ana@acme.example>:
>
>> Darf ich am Dienstag kommen?
>>
>> El mié, 3 mar 2027 a las 14:22, Petra Wille (<petra.wille@brunnthal.example>) escribió:
>>> Wir möchten am Pumpwerk 2 messen."""
REQUEST = """BEGIN:VCALENDAR
METHOD:{method}
VERSION:2.0
BEGIN:VEVENT
UID:7@brunnthal.example
DTSTAMP:20270303T132210Z
DTSTART;TZID=W. Europe Standard Time:20270310T100000
DTEND;TZID=W. Europe Standard Time:20270310T113000
SUMMARY:Ortstermin Pumpwerk 2\\, Brunnthal
ORGANIZER;CN="Wille, Petra":mailto:petra.wille@brunnthal.example
ATTENDEE;CN=Ana Novak;PARTSTAT=ACCEPTED:mailto:ana@acme.example
ATTENDEE;CN=Jonas Hartinger;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=
 TRUE:mailto:jonas.hartinger@brunnthal.example
END:VEVENT
END:VCALENDAR
"""
JAPANESE = "流量計の打ち合わせ"


def _latin() -> bytes:
    head = mail("", Subject="=?ISO-8859-1?Q?R=FCckfrage_zur_K=E4semessung?=",
                From="=?ISO-8859-1?Q?J=FCrgen_Wei=DF?= <j.weiss@brunnthal.example>",
                Content_Type="text/plain; charset=ISO-8859-1",
                Content_Transfer_Encoding="quoted-printable")  # fmt: skip
    return head.rstrip() + b"\r\n\r\nGern am 3. M=E4rz. Gr=FC=DFe\r\n"


def _japanese() -> bytes:
    subject = base64.b64encode(JAPANESE.encode("iso2022_jp")).decode()
    name = base64.b64encode("田中 花子".encode("iso2022_jp")).decode()
    head = mail("", Subject=f"=?ISO-2022-JP?B?{subject}?=", Date="Wed, 3 Mar 2027 22:22:10 +0900",
                From=f"=?ISO-2022-JP?B?{name}?= <hanako@brunnthal.example>")  # fmt: skip
    head = head.replace(b"charset=utf-8", b"charset=ISO-2022-JP", 1)
    return head + JAPANESE.encode("iso2022_jp")


def attached(inner: bytes) -> bytes:
    carrier = parts(("Content-Type: text/plain", "See the mail attached."), ("Content-Type: message/rfc822", "INNER"))
    return carrier.replace(b"INNER", inner)


def _outlook() -> Tree:
    return message(
        {0x001A: "IPM.Note", 0x0037: "Termin Durchflussmessung", 0x0C1A: "Petra Wille",
         0x0C1F: "/O=EXCHANGE/CN=PETRA", 0x5D01: "petra.wille@brunnthal.example", 0x1000: TEXT},
        {0x0039: datetime(2027, 3, 3, 13, 22, 10, tzinfo=UTC), 0x0E06: datetime(2027, 3, 3, 13, 22, 14, tzinfo=UTC)},
        [("Ana Novak", "ana@acme.example")],
    )  # fmt: skip


def _outlook_forward() -> Tree:
    inner = message(
        {0x001A: "IPM.Note", 0x0037: "Termin Durchflussmessung", 0x0C1A: "Petra Wille", 0x1000: "x" * 5000,
         0x5D01: "petra.wille@brunnthal.example"},
        {0x0039: datetime(2027, 3, 3, 13, 22, 10, tzinfo=UTC)}, [("Ana Novak", "ana@acme.example")], is_inner=True,
    )  # fmt: skip
    return message(
        {0x001A: "IPM.Note", 0x0037: "WG: Termin Durchflussmessung", 0x0C1A: "Ana Novak", 0x5D01: "ana@acme.example",
         0x1000: OUTLOOK_DE.replace("3. März", "2. März")},
        {0x0039: datetime(2027, 3, 9, 7, 5, tzinfo=UTC)}, [("Max Lindner", MAX)], [inner],
    )  # fmt: skip


def _outlook_old() -> Tree:
    """Texts in a code page, the sender known from the servers' head alone."""
    head = f"Received: from mx.brunnthal.example; {SENT}\r\nFrom: {PETRA}\r\nTo: {ANA}\r\nDate: {SENT}\r\n\r\n"
    return message(
        {0x001A: "IPM.Note", 0x0037: "Rückfrage zur Käsemessung", 0x0C1A: "Petra Wille", 0x1000: "Grüße", 0x007D: head},
        {}, [], codepage=1252,
    )  # fmt: skip


def _outlook_cancelled() -> Tree:
    return message(
        {0x001A: "IPM.Schedule.Meeting.Canceled", 0x0037: "Abgesagt: Ortstermin", 0x0C1A: "Petra Wille",
         0x5D01: "petra.wille@brunnthal.example"},
        {0x0039: datetime(2027, 3, 8, 9, 0, tzinfo=UTC), 0x0060: datetime(2027, 3, 10, 9, 0, tzinfo=UTC),
         0x0061: datetime(2027, 3, 10, 10, 30, tzinfo=UTC)}, [("Ana Novak", "ana@acme.example")],
    )  # fmt: skip


def _torn() -> bytes:
    return f"To: ana@acme.example\r\nDate: {SENT}\r\nSubj\xfcct no colon\r\n\r\nHello".encode("latin-1")


def _invitation() -> bytes:
    calendar = ("Content-Type: text/calendar; method=REQUEST; charset=utf-8", REQUEST.format(method="REQUEST"))
    head = {"From": PETRA, "To": ANA, "Date": SENT, "Subject": "Ortstermin Pumpwerk 2"}
    return parts(("Content-Type: text/plain", "Ortstermin"), calendar, kind="alternative", **head)


def _as_file(inner: bytes) -> bytes:
    kind = 'Content-Type: application/octet-stream; name="termin.eml"\nContent-Transfer-Encoding: base64'
    return parts((kind, base64.encodebytes(inner).decode()))


def _sealed() -> dict[str, tuple[str, bytes]]:
    good, earlier = signed(mail()), b"Date: Mon, 01 Feb 2027 09:00:00 +0100\r\n"
    return {
        "signed.eml": ("plain mail with a good signature", good),
        "altered.eml": ("signed mail, one word changed afterwards", good.replace(b"Pumpwerk 2", b"Pumpwerk 7")),
        "unsigned.eml": ("plain mail without a signature", mail()),
        "keyless.eml": ("signed, the key is no longer published", signed(mail(), selector="old")),
        "mailer.eml": ("signed by a mailing service, not by the sender", signed(mail(), "mailer.example")),
        "second-date.eml": ("signed mail with a second date put above", earlier + good),
        "part-signed.eml": ("signature covers the beginning of the text", signed(mail(), length=True) + b"PS: x\r\n"),
    }


def _forwarded() -> dict[str, tuple[str, bytes]]:
    html = {"Content_Transfer_Encoding": "quoted-printable", "Content_Type": "text/html; charset=utf-8"}
    twice = attached(attached(mail()).replace(b"rim", b"brim"))
    return {
        "gmail-forward.eml": ("forward of Gmail, signed by the partner", signed(from_ana(GMAIL), "acme.example")),
        "gmail-forward-de.eml": ("forward of Gmail in German, HTML alone", from_ana(GMAIL_DE, **html)),
        "apple-forward.eml": ("forward of Apple Mail", from_ana(APPLE)),
        "apple-forward-es.eml": ("forward of Apple Mail in Spanish", from_ana(APPLE_ES)),
        "outlook-forward.eml": ("forward of Outlook", from_ana(OUTLOOK, Subject="FW: Termin")),
        "outlook-forward-de.eml": ("forward of Outlook in German", from_ana(OUTLOOK_DE, Subject="WG: Termin")),
        "reply-chain.eml": ("chain of three replies, quoted", from_ana(CHAIN, Subject="Re: Termin")),
        "reply-chain-mixed.eml": ("chain quoted by three programs", from_ana(CHAIN_DE, Subject="AW: Termin")),
        "attached.eml": ("signed mail attached to another", attached(signed(mail()))),
        "attached-twice.eml": ("mail attached to a mail attached to a mail", twice),
        "attached-file.eml": ("mail attached as a file in base64", _as_file(mail())),
    }


def _spoilt() -> dict[str, tuple[str, bytes]]:
    late = "from mx.brunnthal.example by mx.acme.example; Fri, 12 Mar 2027 16:40:02 +0100"
    bare = mail(Subject="XX").replace(b"XX", "Rückfrage".encode("latin-1"))
    endless = parts(("Content-Type: text/plain", "Hello")).replace(b"--rim", b"--ram")
    return {
        "latin-1.eml": ("ISO-8859-1, quoted-printable", _latin()),
        "bare-latin-1.eml": ("ISO-8859-1 bytes in the head, unmarked", bare),
        "japanese.eml": ("ISO-2022-JP", _japanese()),
        "no-end.eml": ("broken: a boundary that never comes", endless),
        "no-sender.eml": ("broken: a torn head, no sender", _torn()),
        "future.eml": ("date after the upload", mail(Date="Tue, 03 Mar 2037 14:22:10 +0100")),
        "weekday.eml": ("date typed by hand: the weekday is wrong", mail(Date="Mon, 03 Mar 2027 14:22:10 +0100")),
        "late.eml": ("date older than what the servers noted", mail(Received=late)),
        "no-date.eml": ("no date at all", mail(Date="")),
        "stranger.eml": ("nobody of the customer appears in it", mail(From="Info <info@fair.example>")),
    }


@cache
def files() -> dict[str, tuple[str, bytes]]:
    """File name -> what it is, in words, and its bytes."""
    invited, cancelled = (REQUEST.format(method=method).encode() for method in ("REQUEST", "CANCEL"))
    return {
        **_sealed(), **_forwarded(), **_spoilt(),
        "invitation.eml": ("invitation in a mail", _invitation()),
        "invitation.ics": ("invitation as a calendar file", invited),
        "cancelled.ics": ("meeting called off", cancelled),
        "outlook.msg": ("message file of Outlook", compound(_outlook())),
        "outlook-forward.msg": ("message file: one mail attached, one in its text", compound(_outlook_forward())),
        "outlook-old.msg": ("message file in a code page", compound(_outlook_old())),
        "outlook-cancelled.msg": ("message file: meeting called off", compound(_outlook_cancelled())),
    }  # fmt: skip
