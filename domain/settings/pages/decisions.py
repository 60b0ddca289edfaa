"""Which questions say what is approved at once, who decides the rest, and in which words?"""

from __future__ import annotations

from domain.settings.kinds import Amount, Flag, Whole
from domain.settings.lists import Clauses, Rows
from domain.settings.questions import Group, Page, Setting
from domain.words import N_

MOST = 1_000_000_000

DECISIONS = Page(
    "decisions", N_("Decisions"), N_("What is approved at once, what goes to whom, and the words of an answer."),
    (
        Group(N_("Approval rule"), (
            Setting(
                "auto_approve", Flag(), N_("Are clear cases approved at once?"),
                N_("A clear case: partner in good standing, nothing alike, proof attached, value within the limit."),
            ),
            Setting(
                "auto_approve_limit", Amount(0, MOST, "money"), N_("Up to which value?"),
                N_("A claim whose band reaches beyond it is looked at by a person."),
            ),
        )),
        Group(N_("Who decides"), (
            Setting(
                "manager_value_limit", Amount(1, MOST, "money"), N_("From which value on does the director decide?"),
                N_("A claim whose band begins there or above goes to the director at once."),
            ),
        )),
        Group(N_("Conditions"), (
            Setting(
                "condition_reminder_days", Whole(0, 60, "days"), N_("How many days before a condition is due do we remind?"),
                N_("One email to the holder."),
            ),
        )),
        Group(N_("Words of an answer"), (
            Setting(
                "decline_reasons", Rows(20, 120), N_("For which reasons can a claim be declined?"),
                N_("One has to be chosen; the partner reads it."),
            ),
            Setting(
                "next_steps", Rows(20, 120), N_("What can a partner do after a no?"),
                N_("One has to be chosen; the partner reads it."),
            ),
            Setting(
                "clauses", Clauses(60, 120), N_("Which clauses of the rules can an answer name?"),
                N_("Each begins with its number, as in the programme rules."),
            ),
            Setting(
                "checklist", Rows(12, 160), N_("What does a manager go through before deciding?"),
                N_("The ticks are kept with the decision."),
            ),
        )),
    ),
)  # fmt: skip
