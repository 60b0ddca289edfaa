"""Is a sentence that nobody translated, or that cannot be translated, found?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bin.loading import script

translations = script("translations")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with one marked sentence in code and two in a template, in English and complete German."""
    for folder in translations.FOLDERS:
        (tmp_path / folder).mkdir()
    (tmp_path / "domain/a.py").write_text('TOLD = N_("Already decided")\n')
    (tmp_path / "templates/a.html").write_text(
        '<p>{{ _("Hello %(name)s", name=name) }} {{ ngettext("%(num)s claim", "%(num)s claims", n) }}</p>'
    )
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    translations.update("de")
    catalogue = tmp_path / "translations/de/LC_MESSAGES/messages.po"
    text = catalogue.read_text()
    for english, german in [
        ('"Already decided"\nmsgstr ""', '"Already decided"\nmsgstr "Schon entschieden"'),
        ('"Hello %(name)s"\nmsgstr ""', '"Hello %(name)s"\nmsgstr "Guten Tag, %(name)s"'),
        ('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%(num)s Vorgang"\nmsgstr[1] "%(num)s Vorgänge"'),
    ]:
        assert english in text
        text = text.replace(english, german)
    catalogue.write_text(text)
    return tmp_path


def test_a_complete_language_passes(house: Path) -> None:
    assert list(translations.faults()) == []


def test_a_new_sentence_is_missed_until_it_is_translated(house: Path) -> None:
    (house / "domain/b.py").write_text('N_("It is too late")\n')
    assert ["lacks 'It is too late'" in fault for fault in translations.faults()] == [True]
    translations.update(None)
    assert ["'It is too late' is not translated" in fault for fault in translations.faults()] == [True]


def test_updating_keeps_what_was_translated(house: Path) -> None:
    translations.update(None)
    assert list(translations.faults()) == []


def test_a_translation_that_lost_its_value_is_found(house: Path) -> None:
    catalogue = house / "translations/de/LC_MESSAGES/messages.po"
    catalogue.write_text(catalogue.read_text().replace("Guten Tag, %(name)s", "Guten Tag, %(wer)s"))
    assert any("%(name)s" in fault for fault in translations.faults())


@pytest.mark.parametrize("call", ['gettext(f"{count} left")', '_("Hello " + name)', 'N_("a %s" % b)'])
def test_a_sentence_put_together_before_it_is_looked_up_is_found(house: Path, call: str) -> None:
    (house / "blueprints/a.py").write_text(f"said = {call}\n")
    assert ["blueprints/a.py:1" in fault for fault in translations.faults()][:1] == [True]
