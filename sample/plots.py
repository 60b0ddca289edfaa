"""Which stories does the sample programme tell? Some sixty claims; figures are days before today."""

from __future__ import annotations

from sample.stories import (
    Plot,
    behind,
    by_manager,
    by_rule,
    closed,
    declined,
    extended,
    half_written,
    lost_race,
    returned,
    revoked,
    silent,
    taken_back,
    waiting,
    with_conditions,
)

PLOTS: tuple[Plot, ...] = (
    *(by_rule(days, line, proof, updates=updates) for days, line, proof, updates in (
        (4, "flow_sensors", "mp", ()), (9, "gas_analysers", "m", ()), (15, "flow_sensors", "mi", (6,)), (22, "calibration", "o", (12,)),
        (31, "flow_sensors", "mn", (20, 5)), (44, "gas_analysers", "m", (30, 12)), (58, "flow_sensors", "mi", (40, 19, 3)),
        (76, "calibration", "mp", (60, 40, 20, 6)), (84, "flow_sensors", "m", (64, 44, 24, 10)), (30, "gas_analysers", "m", ()))),
    *(by_manager(days, updates=updates, band=band) for days, updates, band in (
        (6, (), "40k_to_100k"), (12, (), "40k_to_100k"), (19, (8,), "40k_to_100k"), (27, (14,), "above_100k"),
        (38, (24, 9), "40k_to_100k"), (52, (36, 15), "40k_to_100k"), (66, (48, 28, 11), "above_100k"))),
    by_manager(73, updates=(53, 34, 12), late=5), by_manager(36, updates=(21,), late=6),
    extended(112), extended(104),
    closed(130, "won", 60), closed(121, "won", 74), closed(97, "won", 40), closed(60, "won", 33), closed(41, "won", 20),
    closed(117, "lost", 50), closed(88, "lost", 61), closed(35, "lost", 21), closed(70, "withdrawn", 24), closed(25, "withdrawn", 9),
    silent(125), silent(62), by_rule(140, updates=(125, 105, 85, 62, 55)),
    declined(48, "weak_proof", "4.2", "The notes name no person at the customer who answers you.", "register_again"),
    declined(33, "outside_territory", "6.1", "This site is looked after from Austria.", "work_with_direct_sales"),
    declined(20, "existing_customer", "6.2", "The plant buys from us directly since 2019.", "appeal"),
    declined(7, "no_fit", "4.2", "Our analysers are not approved for this zone.", "choose_other_line"),
    returned(3, "Who at the customer decides, and when?"), returned(2, "Please attach the mail that you mention."),
    returned(1, "Is this the same project as last year’s?"), returned(28, "Who is your contact?", reply="Petra Wille, head of metering; her mail is attached."),
    returned(26, "Which site is this for?"),
    waiting(5, "mo", value_band="above_100k"), waiting(2, "m", 7.2, value_band="40k_to_100k"), waiting(1, "mfpo", 10.1, value_band="40k_to_100k"),
    waiting(1, "i", 13.4, first_contact_age=104), waiting(1, "", 14.2), waiting(2, "mi", 12.2, complete=False, value_band="40k_to_100k"),
    waiting(20, "m", complete=False, value_band="40k_to_100k"),
    lost_race(50), lost_race(18), lost_race(6), behind(1, "Netz GmbH"), behind(2, "Service GmbH"),
    with_conditions(12, met=False), with_conditions(24, met=True), taken_back(14),
    revoked(46), half_written(2, held=True), half_written(1, held=True), half_written(30, held=False),
    half_written(70, held=False), half_written(5, held=False),
)  # fmt: skip
