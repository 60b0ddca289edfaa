"""Does a mail to Rival ever say a word of Acme's? All that are written in four months."""

from __future__ import annotations

import pytest

from domain import moment
from integrations.pdf import Press
from tests.attacks.rivals import live_on, mails_of, mails_to, rivals_side
from tests.full import NOW, Full

LATER = tuple(range(0, 121, 2))
"""Days later at which everything that happens by itself is done."""


@pytest.mark.audit
@pytest.mark.once
def test_no_mail_to_rivals_people_says_a_word_of_acmes(full: Full) -> None:
    with Press() as press:
        side = rivals_side(full, press)
        live_on(full.config, press, LATER)
    with moment.at(NOW):
        mails = mails_to("rival.example")
        assert mails_of(side, mails) == []
        assert len({mail.event.name for mail in mails}) >= 11, {mail.event.name for mail in mails}
        assert len(mails_of(side, mails_to("acme.example"))) > 20
