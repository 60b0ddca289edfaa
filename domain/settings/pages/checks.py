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
                "partner_names_per_day", Whole(10, 20000, "names"), N_("How many names may all people of a partner check in a day?"),
                N_("Filing a claim without a check counts as well. A manager can raise it for one partner."), AT_ONCE,
            ),
            Setting(
                "partner_names_per_month", Whole(50, 200000, "names"), N_("How many names may they check in a month?"),
                N_("The calendar month, where the programme is at home."), AT_ONCE,
            ),
            Setting(
                "checks_per_minute", Whole(5, 120, "checks"), N_("How many checks a minute?"),
                N_("Counts every answer while typing as well."), AT_ONCE,
            ),
        )),
        Group(N_("Lists"), (
            Setting(
                "list_lines", Whole(10, 1000, "names"), N_("How many lines may a list have that is checked as a whole?"),
                N_("Each line costs what a check costs. With more, a list of honest prospects may raise an alarm by itself."), AT_ONCE,
            ),
            Setting(
                "list_share", Whole(10, 100, "per_cent"), N_("What share of the names of a day and of a month may lists use?"),
                N_("The rest stays for names that people type, and for their colleagues."), AT_ONCE,
            ),
            Setting(
                "list_minute_share", Whole(10, 90, "per_cent"), N_("And what share of the checks of a minute?"),
                N_("A list goes more slowly while its owner types."), AT_ONCE,
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
            Setting(
                "hold_abandons_short", Whole(1, 500, "holds"), N_("After how many holds without a claim does the next last half as long?"),
                N_("Counted over the days above, for the whole partner. The partner reads it."), AT_ONCE,
            ),
            Setting(
                "hold_abandons_stop", Whole(1, 500, "holds"), N_("After how many does a partner get no more holds?"),
                N_("Until older ones are past those days. Filing goes on as before."), AT_ONCE,
            ),
        )),
        Group(N_("Alarm"), (
            Setting(
                "alarm_days", Whole(1, 180, "days"), N_("How many days back are checks judged?"),
                N_("An alarm stands on the page of the channel managers within a minute."), AT_ONCE,
            ),
            Setting(
                "alarm_hits", Whole(5, 5000, "names"), N_("How many names that were not free may a partner leave alone?"),
                N_("Names without a claim, an appeal or a wish to be told. This bounds what can be learnt about your customers."), AT_ONCE,
            ),
            Setting(
                "alarm_hit_share", Whole(10, 100, "per_cent"), N_("Which share of names may be not free?"),
                N_("Judged from 30 names on: whoever sells meets mostly free ones."), AT_ONCE,
            ),
            Setting(
                "alarm_names", Whole(20, 20000, "names"), N_("How many names may a partner check and claim hardly any?"),
                N_("Alarm when fewer than one in 50 of them was ever claimed."), AT_ONCE,
            ),
            Setting(
                "alarm_run", Whole(8, 500, "names"), N_("How many names in a row may come in alphabetical order or at an even pace?"),
                N_("That is how lists and programs ask."), AT_ONCE,
            ),
            Setting(
                "alarm_night", Whole(5, 5000, "names"), N_("How many names may a partner check in one night?"),
                N_("From 23:00 to 5:00, where the partner is at home."), AT_ONCE,
            ),
            Setting(
                "alarm_people", Whole(2, 100, "people"), N_("How many people of a partner may use most of their day?"),
                N_("Counted on one day, each with more than half of the names a person has."), AT_ONCE,
            ),
            Setting(
                "alarm_typed", Whole(100, 20000, "checks"), N_("How many answers may a person get in a day by typing alone?"),
                N_("Alarm when there are more than 40 of them for each name that was settled."), AT_ONCE,
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
