"""Which letters stand inside the text of a letter? Forwards of Gmail, Apple and Outlook, and chains of replies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from integrations.readers import dates, words

MOST = 20
LONGEST_TEXT = 200_000  # characters of a body that are read
LONGEST_LINE = 500
KEYS = {
    "from": "from von de da van", "to": "to an para a à aan cc",
    "date": "date sent datum gesendet gesendet\xa0am fecha enviado enviado\xa0el envoyé inviato verzonden data",
    "subject": "subject betreff asunto objet oggetto onderwerp",
}  # fmt: skip
FIELD_OF = {word.replace("\xa0", " "): name for name, spelt in KEYS.items() for word in spelt.split(" ")}
FIELD = re.compile(r"\*?([^\W\d_][^\W\d_ ]{0,9}(?: [^\W\d_]{2})?)\*?[\s\u00a0]?:\*?[\s\u00a0]*(.*)")
MARK = re.compile(r"^-{2,}[^-]{5,60}-{2,}$|^(?:begin forwarded message|anfang der weitergeleiteten|inicio del mensaje"
    r" reenviado|début du message|inizio messaggio)", re.I)  # fmt: skip
WROTE = re.compile(
    r"^(?:on|am|el|le|il|op)\b(?P<before>.{5,220}?)\b(?:wrote|schrieb|escribió|a écrit|ha scritto|schreef)"
    r"(?P<after>.{0,160}?)[:：]\s*$",
    re.I,
)
FORWARDS = re.compile(r"\s*(?:fwd?|wg|rv|tr|i|enc)\s*:", re.I)
QUOTE = re.compile(r"^[\s>|\ufeff\u200b]+")
LEFTOVER = re.compile(r"^[\s,.]*(?:um|at|uhr|a las|alle|om|à|h|hrs|Uhr)?[\s,.]*", re.I)

Letter = dict[str, Any]


def inside(text: str, subject: str = "") -> list[Letter]:
    """Letters found in the text, outermost first: `how` is "forwarded" or "quoted"; dates have the zone they name.

    A forward is told by the line above it, or by the `subject` of the mail that carries it.
    """
    lines = [QUOTE.sub("", line[:LONGEST_LINE]).strip() for line in text[:LONGEST_TEXT].splitlines()]
    found: list[Letter] = []
    at = 0
    while at < len(lines) and len(found) < MOST:
        letter, used = _block(lines, at) or _wrote(lines, at) or (None, 1)
        found += [letter] if letter else []
        at += used
    if found and FORWARDS.match(subject) and found[0]["subject"]:
        found[0]["how"] = "forwarded"
    return found


def _block(lines: list[str], at: int) -> tuple[Letter, int] | None:
    """A head in plain text: who, when, whom, about what, one a line in any order."""
    fields: dict[str, str] = {}
    used = 0
    for name, value, number in _fields(lines, at):
        fields.setdefault(name, value)
        used = number - at + 1
    if "from" not in fields or "date" not in fields or (when := dates.find(fields["date"])) is None:
        return None
    return {
        "how": "forwarded" if _is_marked(lines, at) else "quoted", "date": when.iso,
        "from": words.person(fields["from"]), "to": [words.person(one) for one in _split(fields.get("to", ""))],
        "subject": words.clean(fields.get("subject", "")),
    }, used  # fmt: skip


def _fields(lines: list[str], at: int) -> Iterator[tuple[str, str, int]]:
    """The head's fields from this line on; a line that names none goes on with the field before it."""
    name, value, last = "", "", at
    for number in range(at, min(at + 12, len(lines))):
        match = FIELD.fullmatch(lines[number])
        key = FIELD_OF.get(match[1].lower()) if match else None
        if match and key:
            if name:
                yield name, value, last
            name, value, last = key, match[2], number
        elif not name or not lines[number] or number - last > 2:
            break
        else:
            value += f" {lines[number]}"
    if name:
        yield name, value, last


def _is_marked(lines: list[str], at: int) -> bool:
    """Does one of the lines above say that a letter was handed on?"""
    return any(MARK.search(line) for line in lines[max(0, at - 3) : at])


def _split(text: str) -> list[str]:
    return [one for one in re.split(r"[;,](?=[^,;]*@|\s*\w+ \w+)", text) if one.strip()][: words.MOST_PEOPLE]


def _wrote(lines: list[str], at: int) -> tuple[Letter, int] | None:
    """On 3 March 2027 at 14:22, Petra Wille <p@x.example> wrote: on one line, or broken over up to three."""
    for used in (1, 2, 3):
        match = WROTE.match(" ".join(lines[at : at + used]))
        when = dates.find(match["before"]) if match else None
        if match and when:
            who = match["after"] if match["after"].strip() else LEFTOVER.sub("", match["before"][when.end :])
            return {"how": "quoted", "date": when.iso, "from": words.person(who), "to": [], "subject": ""}, used
    return None
