"""What do the letters in a mail say for a claim, or against it? Who wrote whom when, and inside what; pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.evidence_against import CARE, DOUBT, GOOD, PLAIN, Against, Finding
from domain.matching import registrable_domain
from domain.words import N_

Letter = dict[str, Any]

FROM_THEM = {
    "before": N_("Email from the prospect’s domain on %(day)s, %(span)s before filing"),
    "same": N_("Email from the prospect’s domain on %(day)s, the day of filing"),
    "after": N_("Email from the prospect’s domain on %(day)s, %(span)s after filing"),
    "unfiled": N_("Email from the prospect’s domain on %(day)s"),
    "undated": N_("Email from the prospect’s domain, without a usable date"),
}
TO_THEM = {
    "before": N_("Email to the prospect’s domain on %(day)s, %(span)s before filing; no answer of theirs is in it"),
    "same": N_("Email to the prospect’s domain on %(day)s, the day of filing; no answer of theirs is in it"),
    "after": N_("Email to the prospect’s domain on %(day)s, %(span)s after filing; no answer of theirs is in it"),
    "unfiled": N_("Email to the prospect’s domain on %(day)s; no answer of theirs is in it"),
    "undated": N_("Email to the prospect’s domain, without a usable date; no answer of theirs is in it"),
}
OTHERS = {
    "dated": N_("Email of %(day)s in which nobody of the prospect’s domain writes or is written to"),
    "undated": N_("Email in which nobody of the prospect’s domain writes or is written to"),
}
UNKNOWN = {"dated": N_("Email of %(day)s"), "undated": N_("Email without a usable date")}

WHO = N_("From %(who)s")
WHO_WHAT = N_("From %(who)s, subject: %(subject)s")
WHO_WHOM = N_("From %(who)s to %(whom)s")
WHO_WHOM_WHAT = N_("From %(who)s to %(whom)s, subject: %(subject)s")
CONTACT = N_("Written by %(name)s, the contact whom the claim names")

INSIDE = {
    "forwarded": N_(
        "The file is an email of %(outer)s by %(who)s; that of %(inner)s is forwarded text in it, "
        "which whoever forwards it can change"
    ),
    "quoted": N_(
        "The file is an email of %(outer)s by %(who)s; that of %(inner)s is quoted text in it, "
        "which whoever answers can change"
    ),
    "attached": N_("The file is an email of %(outer)s by %(who)s; that of %(inner)s is attached to it, whole"),
}
INSIDE_SAME = {
    "forwarded": N_("It stands as forwarded text in an email by %(who)s, who can change it when forwarding"),
    "quoted": N_("It stands as quoted text in an email by %(who)s, who can change it when answering"),
    "attached": N_("It is attached, whole, to an email by %(who)s"),
}
INNER_LATER = N_("The email inside is dated %(inner)s, after the email of %(outer)s that carries it: one date is wrong")

AGREES = N_("Agrees with the first contact that the claim states, %(day)s")
EARLIER = N_("The earliest email in it is of %(day)s, before the first contact that the claim states")

IMPOSSIBLE = N_("An email in it is dated %(day)s, which cannot be right")
WRONG_WEEKDAY = N_("The weekday in its date is wrong: email programs reckon it, so the date was probably typed by hand")
CARRIED = N_("The email is dated %(day)s, but the servers that carried it noted %(noted)s")
TWICE = N_("Sender, date or subject stand in its head twice: it was put together or altered by hand")
NO_DATE = N_("It has no date that can be read")
BROKEN = N_("The file is damaged; what could be read of it is shown")
ONCE = {"twice": (DOUBT, TWICE), "wrong_weekday": (DOUBT, WRONG_WEEKDAY), "broken": (PLAIN, BROKEN)}


def of(letters: list[Letter], against: Against) -> list[Finding]:
    """The weightiest first: what the mail shows, then what stands against it, then plain facts."""
    if not letters:
        return []
    key = key_of(letters, against)
    found = [_headline(key, against), *_doubts(letters, against), *_head_of(key)]
    found += [*_inside(letters, key, against), *_agreement(key, against)]
    return found


def key_of(letters: list[Letter], against: Against) -> Letter:
    """The letter that shows most: one that they signed, else the earliest of theirs, else to them, else the file."""
    theirs = [one for one in letters if against.is_theirs(one["from"]["address"])]
    to_them = [one for one in letters if any(against.is_theirs(person["address"]) for person in one["to"])]
    sealed = [one for one in theirs if is_sealed(one)]
    dated = [
        one for one in sealed or theirs or to_them if (day := against.day(one["date"])) and against.is_possible(day)
    ]
    return min(
        dated, key=lambda one: str(against.day(one["date"])), default=(sealed or theirs or to_them or letters)[0]
    )


def _headline(key: Letter, against: Against) -> Finding:
    day = _possible_day(key, against)
    when, values = against.when(day)
    if against.is_theirs(key["from"]["address"]):
        return Finding(GOOD if when in ("before", "same", "unfiled") else PLAIN, FROM_THEM[when], values)
    if any(against.is_theirs(person["address"]) for person in key["to"]):
        return Finding(PLAIN, TO_THEM[when], values)
    said = OTHERS if against.domain or against.address else UNKNOWN
    return Finding(DOUBT if said is OTHERS else PLAIN, said["dated" if day else "undated"], {"day": day} if day else {})


def _head_of(key: Letter) -> list[Finding]:
    who, whom, subject = named(key["from"]), ", ".join(filter(None, map(named, key["to"][:3]))), key["subject"]
    values = {"who": who, "whom": whom, "subject": subject}
    if not who:
        return []
    if whom:
        return [Finding(PLAIN, WHO_WHOM_WHAT if subject else WHO_WHOM, values)]
    return [Finding(PLAIN, WHO_WHAT if subject else WHO, values)]


def named(person: dict[str, str]) -> str:
    """A person as one reads them: name and address, or the one that there is."""
    name, address = person["name"], person["address"]
    return f"{name} ({address})" if name and address and name.lower() != address else name or address


def _inside(letters: list[Letter], key: Letter, against: Against) -> list[Finding]:
    """In what the letter stands, when it is not the file itself; and that the dates differ."""
    outer = letters[0]
    if key is outer:
        return []
    inner_on, outer_on = against.day(key["date"]), against.day(outer["date"])
    values = {"inner": inner_on, "outer": outer_on, "who": outer["from"]["name"] or outer["from"]["address"]}
    if inner_on is None or outer_on is None or inner_on == outer_on:
        return [Finding(_care(key), INSIDE_SAME[key["how"]], values)]
    if inner_on > outer_on:
        return [Finding(DOUBT, INNER_LATER, values)]
    return [Finding(_care(key), INSIDE[key["how"]], values)]


def _care(key: Letter) -> str:
    """Whoever hands on a mail as text can change it; one that is attached whole is as it was."""
    return PLAIN if key["how"] == "attached" else CARE


def _agreement(key: Letter, against: Against) -> list[Finding]:
    """With the contact and the first contact that the claim states."""
    found = []
    if against.is_theirs(key["from"]["address"]) and against.is_contact(key["from"]["name"]):
        found.append(Finding(PLAIN, CONTACT, {"name": key["from"]["name"]}))
    day, stated = _possible_day(key, against), against.first_contact_on
    if day and stated and _is_between_us(key, against):
        if abs((day - stated).days) <= 1:
            found.append(Finding(PLAIN, AGREES, {"day": stated}))
        elif day < stated:
            found.append(Finding(PLAIN, EARLIER, {"day": day}))
    return found


def _is_between_us(key: Letter, against: Against) -> bool:
    return any(against.is_theirs(person["address"]) for person in (key["from"], *key["to"]))


def _possible_day(letter: Letter, against: Against) -> date | None:
    day = against.day(letter["date"])
    return day if day and against.is_possible(day) else None


def _doubts(letters: list[Letter], against: Against) -> list[Finding]:
    """What no true mail shows: days that cannot be, heads that contradict themselves. Each is said once."""
    found: list[Finding] = []
    for letter in letters:
        day = against.day(letter["date"])
        if day and not against.is_possible(day) and IMPOSSIBLE not in {one.says for one in found}:
            found.append(Finding(DOUBT, IMPOSSIBLE, {"day": day}))
        found += [Finding(*ONCE[fault]) for fault in letter.get("faults", []) if fault in ONCE]
        noted = against.day((letter.get("carried") or [""])[0])
        if day and noted and abs((noted - day).days) > 1:
            found.append(Finding(DOUBT, CARRIED, {"day": day, "noted": noted}))
    if "no_date" in letters[0].get("faults", []) and len(letters) > 1:
        found.append(Finding(DOUBT, NO_DATE))
    return list({(one.says, str(one.values)): one for one in found}.values())


def is_sealed(letter: Letter) -> bool:
    """Did the sender's own domain sign it, and does the signature fit?"""
    return any(one["result"] == "verified" and aligned(one, letter) for one in letter.get("signatures", []))


def aligned(signature: dict[str, Any], letter: Letter) -> bool:
    """Did the sender's own domain sign?"""
    signer = registrable_domain(signature["domain"])
    return bool(signer) and signer == registrable_domain(letter["from"]["address"].rpartition("@")[2])
