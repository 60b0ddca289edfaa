"""Which questions say how a company becomes a partner?"""

from __future__ import annotations

from domain.settings.kinds import Flag, Whole
from domain.settings.lists import Rows
from domain.settings.prose import Prose
from domain.settings.questions import AT_ONCE, Group, Page, Setting
from domain.words import N_

WRITTEN = N_(
    "What applicants read at /join. Empty: the standard text with the numbers of the rules. Lines that begin with ## are headings, an empty line parts paragraphs, and names in braces stand for numbers, such as {protection}."
)

JOINING = Page(
    "joining", N_("Joining"), N_("How a company becomes a partner: the public page, the application and our answer."),
    (
        Group(N_("Applications"), (
            Setting(
                "takes_applications", Flag(), N_("Do we take applications?"),
                N_("If not, the public page says so. What was sent before is still answered."), AT_ONCE,
            ),
            Setting(
                "application_days", Whole(1, 60, "business_days"), N_("Within how many business days do we answer an application?"),
                N_("For applications that are confirmed from then on. The applicant sees the date."), AT_ONCE,
            ),
            Setting(
                "application_reminder_days", Whole(0, 20, "business_days"), N_("How many business days before that do we remind ourselves?"),
                N_("One email to whoever looks after the country."), AT_ONCE,
            ),
            Setting(
                "application_confirm_days", Whole(1, 60, "days"), N_("How long may an applicant take to confirm the email address?"),
                N_("Afterwards the application is deleted. Nobody has seen it until then."), AT_ONCE,
            ),
            Setting(
                "application_keep_days", Whole(1, 1095, "days"), N_("How long are declined and withdrawn applications kept?"),
                N_("Counted from the answer. The applicant sees the day on which they are deleted."), AT_ONCE,
            ),
            Setting(
                "applications_per_hour", Whole(5, 1000, "applications"), N_("How many applications an hour do we take in all?"),
                N_("Each of them sends an email. Whoever comes later is asked to send the form again, and loses nothing."), AT_ONCE,
            ),
            Setting(
                "application_reasons", Rows(20, 120), N_("For which reasons can an application be declined?"),
                N_("The applicant reads it. None may say whether a company is a partner or customer of ours."), AT_ONCE,
            ),
        )),
        Group(N_("The public page"), (
            Setting("joining_en", Prose(), N_("What does the public page say in English?"), WRITTEN, AT_ONCE),
            Setting("joining_de", Prose(), N_("What does the public page say in German?"), WRITTEN, AT_ONCE),
            Setting("joining_es", Prose(), N_("What does the public page say in Spanish?"), WRITTEN, AT_ONCE),
        )),
    ),
)  # fmt: skip
