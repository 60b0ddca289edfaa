"""Which questions say what the programme offers: products, levels, countries, money, languages?"""

from __future__ import annotations

from domain.settings.kinds import Countries, Listed, Parted, Several, Whole
from domain.settings.lists import Bands, Lines, Tiers
from domain.settings.questions import AT_ONCE, Group, Page, Setting
from domain.words import LANGUAGES, N_

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "MXN", "COP", "CLP", "BRL", "PLN", "CZK", "DKK", "NOK", "SEK", "CAD", "AUD")

OFFER = Page(
    "offer", N_("Products, levels, countries"),
    N_("What partners can register, where, and what they gain by it."),
    (
        Group(N_("Products"), (
            Setting(
                "lines", Lines(50, 80), N_("Which product lines are there?"),
                N_("Two claims on one customer clash only within a product line. A line that is taken out stays with the claims that name it."),
            ),
        )),
        Group(N_("Partner levels"), (
            Setting(
                "tiers", Tiers(8, 40), N_("Which partner levels are there, and how many points does a registration add?"),
                N_("The points are added to the partner’s discount on a registered deal, and shown before the form. A level that partners are at cannot be taken out."),
            ),
            Setting(
                "open_claim_cap", Whole(1, 1000, "claims"), N_("How many open claims may a partner have?"),
                N_("At the limit a partner closes a claim or asks for more; a manager can raise it for one partner."), AT_ONCE,
            ),
        )),
        Group(N_("Training"), (
            Setting(
                "required_training", Parted(10), N_("Which courses must somebody have passed to register?"),
                N_("Names of courses, separated by commas; none: nobody needs one. You note who has passed on each person’s page. Claims that are filed already are not touched."),
            ),
            Setting(
                "training_reminder_days", Whole(1, 180, "days"), N_("How many days before a certificate ends do we remind?"),
                N_("One email to the person and the partner admins, and one more when it has ended."), AT_ONCE,
            ),
        )),
        Group(N_("Countries and money"), (
            Setting(
                "countries", Countries(), N_("In which countries may customers be?"),
                N_("The form and the check offer these countries."),
            ),
            Setting(
                "currency", Listed(tuple((code, code) for code in CURRENCIES), source="currency"), N_("In which currency does the programme count?"),
                N_("Bands and limits are in it. Nothing is converted: when you change it, look at the bands and at the limits of Decisions too."),
            ),
            Setting(
                "bands", Bands(), N_("Which value bands does the form offer?"),
                N_("Partners choose a band. Enter the upper limit of each; above the last one the band is open."),
            ),
        )),
        Group(N_("Languages"), (
            Setting(
                "languages", Several(tuple((code, code) for code in LANGUAGES)), N_("Which languages do you offer?"),
                N_("People choose among them on their account page. None ticked: all."), AT_ONCE,
            ),
        )),
    ),
)  # fmt: skip
