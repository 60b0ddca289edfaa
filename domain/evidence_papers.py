"""What do pictures and documents say for a claim: when were they made, by whom, do they name the prospect? Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from domain.evidence_against import DOUBT, GOOD, PLAIN, Against, Finding
from domain.words import N_

Facts = dict[str, Any]

TAKEN = {
    "before": N_("Picture taken on %(day)s, %(span)s before filing"),
    "same": N_("Picture taken on %(day)s, the day of filing"),
    "after": N_("Picture taken on %(day)s, %(span)s after filing"),
    "unfiled": N_("Picture taken on %(day)s"),
    "undated": N_("Picture without a camera date: it does not say when it was taken"),
}
CAMERA = N_("Camera: %(camera)s. Camera dates can be set by hand")
EDITED = N_("The picture was edited with %(program)s")
WRONG_TAKEN = N_("The camera date, %(day)s, cannot be right")
EDITORS = re.compile(r"photoshop|lightroom|gimp|snapseed|picsart|pixelmator|affinity|canva|paint|facetune|vsco", re.I)

MADE = {
    "before": N_("Document made on %(day)s, %(span)s before filing"),
    "same": N_("Document made on %(day)s, the day of filing"),
    "after": N_("Document made on %(day)s, %(span)s after filing"),
    "unfiled": N_("Document made on %(day)s"),
    "undated": N_("Document that does not say when it was made"),
}
NAMES = N_("It names the prospect on its first page")
NAMES_NOT = N_("Its first page does not name the prospect")
TITLE, AUTHOR, CHANGED = N_("Title: %(title)s"), N_("Author: %(author)s"), N_("Last changed on %(day)s")
CHANGED_BY = N_("Last changed on %(day)s by %(who)s")
PAGES = N_("Pages: %(pages)s")
PACKED_ONE = N_("One file is packed into it: %(names)s. Dibs has not looked into it")
PACKED = N_("%(count)s files are packed into it: %(names)s. Dibs has not looked into them")
WRONG_MADE = N_("Its date, %(day)s, cannot be right")


def of_picture(facts: Facts, against: Against) -> list[Finding]:
    day = against.day(facts["taken"])
    is_possible = day is None or against.is_possible(day)
    when, values = against.when(day if is_possible else None)
    found = [Finding(PLAIN, TAKEN[when], values)]
    found += [] if is_possible else [Finding(DOUBT, WRONG_TAKEN, {"day": day})]
    if EDITORS.search(facts["program"]):
        found.append(Finding(DOUBT, EDITED, {"program": facts["program"]}))
    return found + ([Finding(PLAIN, CAMERA, {"camera": facts["camera"]})] if facts["camera"] else [])


def of_document(facts: Facts, against: Against) -> list[Finding]:
    """Whether it names the prospect comes first: the dates in a document are its author's own."""
    found = _naming(facts, against)
    if "created" in facts:
        found += _dates(facts, against)
    for says, name in ((TITLE, "title"), (AUTHOR, "author"), (PAGES, "pages")):
        found += [Finding(PLAIN, says, {name: facts[name]})] if facts.get(name) else []
    return found + _packed(facts)


def _packed(facts: Facts) -> list[Finding]:
    """Only those who open the file in a program of their own see them; so they must know."""
    names, count = facts.get("packed", []), facts.get("packed_count", 0)
    if not names:
        return []
    listed = ", ".join(names) + (", …" if count > len(names) else "")
    return [Finding(PLAIN, PACKED if count > 1 else PACKED_ONE, {"count": count, "names": listed})]


def _naming(facts: Facts, against: Against) -> list[Finding]:
    if not facts["words"] or not against.company:
        return []
    is_named = against.is_named_in(facts["words"])
    return [Finding(GOOD, NAMES) if is_named else Finding(PLAIN, NAMES_NOT)]


def _dates(facts: Facts, against: Against) -> list[Finding]:
    made, changed = against.day(facts["created"]), against.day(facts["changed"])
    when, values = against.when(made if _is_fine(made, against) else None)
    found = [Finding(PLAIN, MADE[when], values)]
    found += [] if _is_fine(made, against) else [Finding(DOUBT, WRONG_MADE, {"day": made})]
    if changed and changed != made and _is_fine(changed, against):
        who = facts.get("changed_by", "")
        found.append(Finding(PLAIN, CHANGED_BY if who else CHANGED, {"day": changed, "who": who}))
    return found


def _is_fine(day: date | None, against: Against) -> bool:
    return day is None or against.is_possible(day)
