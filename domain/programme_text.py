"""How do the rules read in words? The text of a first version, with the numbers of that version in it.

Paragraphs are parted by an empty line; `## ` opens a section. The clause numbers are those of `rules.CLAUSES`.
"""

from __future__ import annotations

from babel.numbers import format_currency

from domain.programme_languages import GERMAN, SPANISH
from domain.rules import Rules

TEXT = """## 1 What this is about

1.1 {vendor} works with partners. A partner that brings a customer to us registers the deal here. These rules say what \
it gains by that, what it has to show, and how we decide. They hold for every partner alike.

1.2 Each registration is bound to the version of these rules in force when it was filed. A later version changes \
nothing that was decided under an earlier one.

## 2 Who may register

2.1 A partner whose standing is good may register deals. Its level is one of: {tiers}. Where we require training, the \
person who registers holds a valid certificate of it.

2.2 A partner may hold up to {cap} open registrations at a time. We raise that number on request when the partner’s \
own record supports it.

## 3 How to register

3.1 Check the prospect first. The answer is free, yours already, not available, or that a person has to look. Each \
person may check {checks} names a day.

3.2 Filing needs the customer, a contact, the product line, the expected value and date, and the day of the first \
contact. The rest is due within {stage_two} days of filing. Otherwise the registration lapses.

## 4 What counts as proof

4.1 The first contact lies within the last {contact} days. Earlier ones are looked at by a person.

4.2 Standard of proof: something from the customer’s side that shows a relation, such as an email, an accepted \
invitation to a meeting, or a document that names the project. The partner confirms that it may share it with us.

4.3 Proof is read by the partner’s own people and by those who decide, and by nobody else. It is deleted {evidence} \
days after the registration has ended, or {evidence_refused} days after it was refused or declined.

## 5 How we decide

5.1 Clear case: a complete registration with proof, up to {auto_limit} and with nobody else near it, is approved at \
once.

5.2 Everything else is answered by a person within {answer} business hours. The time stands still while we wait for \
the partner. We say why, under which clause, and what comes next.

5.3 A subsidiary that buys for itself is a customer of its own.

5.4 First to file: the order in which registrations were filed decides, however close together they came. An earlier \
conversation that was not filed does not displace one that was, unless a person decides so and writes down why.

## 6 What stands in the way

6.1 Territory: a partner registers customers in the territory agreed with it.

6.2 Existing customers and installed base: a renewal belongs to the partner of record. Another product line is open \
to all. For the same line a person looks.

6.3 A record of our own sales counts only while it is alive: an opportunity with activity in the last {opportunity} \
days, a lead in the last {lead}.

## 7 What protection means

7.1 An approved registration is protected for {protection} days from approval. Until it is decided, a registration \
that nobody stands before is protected provisionally.

7.2 Protection means that we give the registration’s benefits and our support for this deal to its holder: the \
registration discount of its level ({discounts} points), and help before the sale. It is not a ban on selling and it \
sets no price: every partner is free to offer to every customer, and sets its own prices.

7.3 The holder tells us how the deal goes at least every {silence} days. After {silence_end} days without a word the \
registration ends.

7.4 The first extension of {extension} days is granted at once when there was an update in the last {update} days.

7.5 Once a registration has ended, its holder may register the same customer again after {cooldown} days.

## 8 When you disagree

8.1 A partner that was declined may appeal within {appeal} days. Another person than the first decides.

8.2 A false statement, or registering without a real deal, leads to a warning, and when repeated to suspension from \
registering. Each such step is on record and can be appealed.
"""


TEMPLATES = {"en": TEXT, "de": GERMAN, "es": SPANISH}


FORMER = {
    "en": (
        "is deleted {evidence} days after the registration has ended, or {evidence_refused} days after it was refused "
        "or declined.",
        "is deleted some time after the registration has ended.",
    ),
    "de": (
        "werden {evidence} Tage nach dem Ende der Registrierung gelöscht, oder {evidence_refused} Tage, nachdem sie "
        "nicht angenommen oder abgelehnt wurde.",
        "werden einige Zeit nach dem Ende der Registrierung gelöscht.",
    ),
    "es": (
        "eliminan {evidence} días después de que el registro termine, o {evidence_refused} días después de que no se "
        "aceptara o se rechazara.",
        "eliminan algún tiempo después de que el registro termine.",
    ),
}
"""What stands in clause 4.3, and what stood there in texts of releases before: those keep their words."""


def text_of(numbers: Rules, vendor: str) -> dict[str, str]:
    """The rules in words, by language."""
    return {language: filled(template_of(language), numbers, vendor, language) for language in TEMPLATES}


def filled(template: str, numbers: Rules, vendor: str, language: str) -> str:
    return template.format(vendor=vendor, **values_of(numbers, language)).strip()


def template_of(language: str) -> str:
    """The text that a programme begins with, with names in place of numbers."""
    return TEMPLATES.get(language, TEXT).strip()


def templates_of(language: str) -> list[str]:
    """That text, and as releases before began with it."""
    now, before = FORMER.get(language, FORMER["en"])
    return [template_of(language), template_of(language).replace(now, before)]


def values_of(numbers: Rules, language: str = "en") -> dict[str, object]:
    """Name in the text -> what stands for it in this language."""
    return {
        "tiers": ", ".join(tier.name for tier in numbers.tiers),
        "discounts": ", ".join(f"{tier.name} {tier.discount_points}" for tier in numbers.tiers),
        "cap": numbers.open_claim_cap,
        "checks": numbers.settled_per_day,
        "stage_two": numbers.stage_two_days,
        "contact": numbers.first_contact_days,
        "evidence": numbers.evidence_days,
        "evidence_refused": numbers.evidence_refused_days,
        "auto_limit": format_currency(
            numbers.auto_approve_limit // 100,
            numbers.currency,
            locale=language,
            format="#,##0\u00a0¤",
            currency_digits=False,
        ),
        "answer": numbers.answer_hours,
        "opportunity": numbers.opportunity_alive_days,
        "lead": numbers.lead_alive_days,
        "protection": numbers.protection_days,
        "silence": numbers.silence_warning_days,
        "silence_end": numbers.silence_end_days,
        "extension": numbers.extension_days,
        "update": numbers.extension_update_days,
        "cooldown": numbers.cooldown_days,
        "appeal": numbers.appeal_days,
        "join_answer": numbers.application_days,
    }
