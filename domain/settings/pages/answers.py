"""Which questions say when the vendor is at work, and by when it answers?"""

from __future__ import annotations

from domain.countries import CODES
from domain.settings.kinds import ZONES, Clock, Listed, Region, Weekdays, Whole
from domain.settings.questions import AT_ONCE, Group, Page, Setting
from domain.words import N_

DAYS = (
    ("0", N_("Monday")), ("1", N_("Tuesday")), ("2", N_("Wednesday")), ("3", N_("Thursday")), ("4", N_("Friday")),
    ("5", N_("Saturday")), ("6", N_("Sunday")),
)  # fmt: skip

ANSWERS = Page(
    "answers", N_("Answers and working time"), N_("The clock that both sides see runs in these hours alone."),
    (
        Group(N_("By when"), (
            Setting(
                "answer_hours", Whole(1, 400, "business_hours"), N_("Within how many business hours do we answer a claim?"),
                N_("Both sides see the clock. It pauses while the partner owes information; reminders go out at half and at four fifths."),
            ),
            Setting(
                "reply_days", Whole(1, 90, "days"), N_("How long may a partner take to answer a question?"),
                N_("The day that the form proposes; the manager can choose another. Without an answer the claim lapses."),
            ),
            Setting(
                "reply_reminder_days", Whole(0, 30, "days"), N_("How many days before that do we remind?"),
                N_("One email to the holder."),
            ),
            Setting(
                "appeal_days", Whole(1, 90, "days"), N_("How long may a partner appeal?"),
                N_("Counted from the answer it disagrees with."),
            ),
            Setting(
                "appeal_business_hours", Whole(1, 400, "business_hours"), N_("Within how many business hours do we answer an appeal?"),
                N_("For appeals that come from then on."), AT_ONCE,
            ),
            Setting(
                "draft_appeal_days", Whole(1, 365, "days"), N_("How long is an appeal kept that was never sent?"),
                N_("Afterwards its text and files are forgotten."), AT_ONCE,
            ),
        )),
        Group(N_("Working time"), (
            Setting("work_starts", Clock(), N_("When does your working day begin?"), N_("The answer clock runs from then.")),
            Setting("work_ends", Clock(), N_("When does it end?"), N_("The answer clock stops until the next working day.")),
            Setting("work_days", Weekdays(DAYS, 1), N_("On which days do you work?"), N_("On the others the answer clock stands still.")),
            Setting(
                "zone", Listed(tuple((zone, zone) for zone in sorted(ZONES)), source="zone"), N_("In which time zone are you at home?"),
                N_("Times on pages, emails and certificates are in it. Running claims keep their deadlines."),
            ),
        )),
        Group(N_("Public holidays"), (
            Setting(
                "holiday_country", Listed((("", ""), *((code, code) for code in sorted(CODES))), source="country"), N_("Which country’s public holidays are free?"),
                N_("The answer clock stands still on them."),
            ),
            Setting(
                "holiday_region", Region(), N_("Which region’s as well?"),
                N_("Some holidays hold in a part of the country only."),
            ),
        )),
        Group(N_("What partners see of us"), (
            Setting(
                "figures_days", Whole(7, 730, "days"), N_("Over how many days do we count our figures?"),
                N_("Partners see our median answer time and approval rate of this time."), AT_ONCE,
            ),
            Setting(
                "figures_least", Whole(3, 100, "decisions"), N_("How many decisions must there be?"),
                N_("With fewer, no figures are shown: they would tell of single cases."), AT_ONCE,
            ),
            Setting(
                "figures_partners", Whole(2, 50, "partners"), N_("Of how many partners must they be?"),
                N_("With fewer, no figures are shown: they would tell of single cases."), AT_ONCE,
            ),
            Setting(
                "figures_new", Whole(1, 100, "decisions"), N_("After how many new decisions are the figures counted anew?"),
                N_("Sooner, each change would tell of a single case."), AT_ONCE,
            ),
        )),
    ),
)  # fmt: skip
