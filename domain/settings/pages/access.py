"""Which questions say how people come in, and how long they stay?"""

from __future__ import annotations

from domain.settings.kinds import Whole
from domain.settings.questions import AT_ONCE, Group, Page, Setting
from domain.words import N_

ACCESS = Page(
    "access", N_("Signing in"), N_("Links, codes, and how long a sign-in lasts."),
    (
        Group(N_("Coming in"), (
            Setting(
                "link_minutes", Whole(5, 60, "minutes"), N_("How long does an emailed link work?"),
                N_("It works once; the code of the email as long."), AT_ONCE,
            ),
            Setting(
                "code_tries", Whole(3, 10, "tries"), N_("How often may somebody mistype the code?"),
                N_("After that only the link of the email works."), AT_ONCE,
            ),
            Setting(
                "invitation_days", Whole(1, 60, "days"), N_("How long does an invitation work?"),
                N_("A new one can be sent at any time."), AT_ONCE,
            ),
        )),
        Group(N_("Another email address"), (
            Setting(
                "address_hours", Whole(1, 72, "hours"), N_("How long may somebody take to confirm a new email address?"),
                N_("Until then nothing changes."), AT_ONCE,
            ),
            Setting(
                "address_back_days", Whole(1, 90, "days"), N_("How long can a change of email address be taken back?"),
                N_("From the old address, by whoever did not make it."), AT_ONCE,
            ),
        )),
        Group(N_("Ordered papers"), (
            Setting(
                "paper_days", Whole(1, 30, "days"), N_("How long are ordered papers kept?"),
                N_("Many certificates as one ZIP, benefit sheets, dossiers. They can be ordered again."), AT_ONCE,
            ),
        )),
        Group(N_("Staying in"), (
            Setting(
                "staff_idle_hours", Whole(1, 72, "hours"), N_("After how many idle hours is staff signed out?"),
                N_("Staff see every partner’s claims."), AT_ONCE,
            ),
            Setting(
                "partner_idle_days", Whole(1, 30, "days"), N_("After how many idle days are partners signed out?"),
                N_("Each use begins the time anew."), AT_ONCE,
            ),
            Setting(
                "session_days", Whole(1, 30, "days"), N_("After how many days does everybody sign in again?"),
                N_("In any case, however much the portal is used."), AT_ONCE,
            ),
            Setting(
                "proof_minutes", Whole(5, 60, "minutes"), N_("How long does an identity check count?"),
                N_("Older than that, it is asked for again before passwords, passkeys and codes are changed."), AT_ONCE,
            ),
        )),
    ),
)  # fmt: skip
