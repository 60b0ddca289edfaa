"""Which questions say how often a partner may check, and how long a free answer is held?"""

from __future__ import annotations

from domain.settings.kinds import Whole
from domain.settings.questions import AT_ONCE, Group, Page, Setting
from domain.words import N_

CHECKS = Page(
    "checks", N_("Live check and budgets"), N_("How often partners may ask, and what a free answer holds."),
    (
        Group(N_("Budgets"), (
            Setting(
                "settled_per_day", Whole(5, 5000, "names"), N_("How many names may a person check in a day?"),
                N_("Fit for people, too few to try out your customer list."), AT_ONCE,
            ),
            Setting(
                "checks_per_minute", Whole(5, 120, "checks"), N_("How many checks a minute?"),
                N_("Counts every answer while typing as well."), AT_ONCE,
            ),
        )),
        Group(N_("Hold"), (
            Setting(
                "hold_hours", Whole(0, 48, "hours"), N_("How long does a free answer hold the account?"),
                N_("Time to fill in the form; 0 switches holds off. A hold that runs keeps its end."), AT_ONCE,
            ),
            Setting(
                "holds_at_once", Whole(1, 50, "holds"), N_("How many holds may a partner have at once?"),
                N_("So that nobody holds accounts in stock."), AT_ONCE,
            ),
            Setting(
                "hold_again_days", Whole(1, 365, "days"), N_("After how many days may a partner hold the same account again?"),
                N_("A colleague cannot renew the hold either."), AT_ONCE,
            ),
        )),
        Group(N_("Check log"), (
            Setting(
                "check_log_days", Whole(30, 730, "days"), N_("How long is the check log kept?"),
                N_("Older checks are deleted at night. Each look into the log is on record."), AT_ONCE,
            ),
        )),
    ),
)  # fmt: skip
