"""Which questions say what the registration form asks, by when, and what counts as proof?"""

from __future__ import annotations

from domain.rules import STAGE_TWO
from domain.settings.kinds import Several, Whole
from domain.settings.questions import AT_ONCE, Group, Page, Setting
from domain.words import N_

WORDS = {
    "city": N_("City"), "project": N_("Project"), "vat": N_("VAT or register number"), "industry": N_("Industry"),
    "employees": N_("Employees"), "decision_makers": N_("Decision makers and their titles"),
    "current_relation": N_("Current relation with us"), "how_found": N_("How you found it"),
    "buying_stage": N_("Buying stage"), "value": N_("Exact value"), "competitors": N_("Competitors"),
    "activities": N_("Done so far"), "next_steps": N_("Next steps"), "budget": N_("Budget"),
    "authority": N_("Who decides"), "need": N_("Need"), "timing": N_("Timing"), "tender_number": N_("Tender number"),
    "tender_on": N_("Tender published on"),
}  # fmt: skip
"""Field -> its name, as the forms have it."""


def _options(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, WORDS[name]) for name in names)


FORMS = Page(
    "forms", N_("Registration form and proof"),
    N_("Eight facts stamp a claim; they are always asked. What else is asked is yours to say."),
    (
        Group(N_("Stage 1"), (
            Setting(
                "stage_one_asked", Several(_options("city", "project", "vat")), N_("What does stage 1 ask beside the eight facts?"),
                N_("Always optional: more than eight required fields put partners off."),
            ),
            Setting(
                "first_contact_days", Whole(7, 730, "days"), N_("How old may the first contact be?"),
                N_("An earlier one is looked at by a person."),
            ),
            Setting(
                "close_review_days", Whole(0, 180, "days"), N_("How near may the expected close be?"),
                N_("A deal that closes sooner is looked at by a person: it may only be after the discount."),
            ),
        )),
        Group(N_("Stage 2"), (
            Setting(
                "stage_two_days", Whole(1, 60, "days"), N_("How long may a partner take for stage 2?"),
                N_("Counted from filing; without it the claim lapses."),
            ),
            Setting(
                "stage_two_reminder_days", Whole(0, 30, "days"), N_("How many days before that do we remind?"),
                N_("One email to the holder."),
            ),
            Setting(
                "stage_two_asked", Several(_options(*STAGE_TWO)), N_("What does stage 2 ask?"),
                N_("Fields that are not ticked do not stand in the form."),
            ),
            Setting(
                "stage_two_required", Several(_options(*STAGE_TWO)), N_("Which of them must be answered?"),
                N_("Stage 2 is complete, and the answer clock starts, when these are."),
            ),
        )),
        Group(N_("Files"), (
            Setting(
                "evidence_file_megabytes", Whole(1, 100, "megabytes"), N_("How large may a file be?"),
                N_("A larger one is refused with a word about what to do."), AT_ONCE,
            ),
            Setting(
                "evidence_claim_megabytes", Whole(1, 100, "megabytes"), N_("How much may all files of a claim have?"),
                N_("The server takes 100 MB at a time."), AT_ONCE,
            ),
            Setting(
                "evidence_day_megabytes", Whole(25, 10_000, "megabytes"), N_("How much may one partner add in a day?"),
                N_("Files that are removed again count as well: the disk is there for all."), AT_ONCE,
            ),
        )),
    ),
)  # fmt: skip
