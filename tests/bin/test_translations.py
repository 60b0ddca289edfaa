"""Is a sentence that nobody translated, or that cannot be translated, found?"""

from __future__ import annotations

import re
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


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("Guten Tag, %(name)s", "Guten Tag, %(wer)s", "the values in"),
        ("Guten Tag, %(name)s", "Guten Tag", "the values in"),
        ("Guten Tag, %(name)s", "Guten Tag, %(name)d", "the values in"),
        ("Guten Tag, %(name)s", "<b>Guten Tag</b>, %(name)s", "the values in"),
        ("Guten Tag, %(name)s", "Guten Tag, %(name)s ", "spaces around"),
        ("Guten Tag, %(name)s", "Guten Tag, ”%(name)s”", "no mark of this language"),
        ("Guten Tag, %(name)s", 'Guten Tag, \\"%(name)s\\"', "no mark of this language"),
        ("Guten Tag, %(name)s", "", "is not translated"),
        ("%(num)s Vorgänge", "", "is not translated"),
        ("%(num)s Vorgänge", "Vorgänge", "the values in"),
        ('msgid "Already decided"', '#, fuzzy\nmsgid "Already decided"', "is not translated"),
        ('msgid "Already decided"\nmsgstr "Schon entschieden"\n', "", "lacks 'Already decided'"),
    ],
)
def test_each_fault_of_a_translation_is_found(house: Path, right: str, wrong: str, says: str) -> None:
    catalogue = house / "translations/de/LC_MESSAGES/messages.po"
    assert right in catalogue.read_text()
    catalogue.write_text(catalogue.read_text().replace(right, wrong))
    assert [says in fault for fault in translations.faults()] == [True]


def test_a_sentence_with_a_plural_and_without_is_found(house: Path) -> None:
    (house / "domain/b.py").write_text('N_("%(num)s claim")\n')
    assert "looked up with a plural and without" in " ".join(translations.faults())


def test_a_missing_plural_form_is_found(house: Path) -> None:
    catalogue = house / "translations/de/LC_MESSAGES/messages.po"
    catalogue.write_text(catalogue.read_text().replace('msgstr[1] "%(num)s Vorgänge"\n', ""))
    assert ["is not translated" in fault for fault in translations.faults()] == [True]


def test_a_spanish_question_begins_with_its_mark(house: Path) -> None:
    (house / "domain/a.py").write_text('ASKED = N_("Why?")\n')
    (house / "templates/a.html").unlink()
    translations.update("es")
    catalogue = house / "translations/es/LC_MESSAGES/messages.po"
    catalogue.write_text(catalogue.read_text().replace('"Why?"\nmsgstr ""', '"Why?"\nmsgstr "Por qué?"'))
    assert any("asks without" in fault for fault in translations.faults())


def test_english_left_standing_is_found_unless_it_is_a_name(house: Path) -> None:
    """One of 34 sentences may be as in English (3 per cent), besides those of the list."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDE"
    (house / "domain/b.py").write_text("".join(f'N_("Sentence {letter}x")\n' for letter in letters))
    translations.update(None)
    catalogue = house / "translations/de/LC_MESSAGES/messages.po"
    whole = re.sub(r'"Sentence (.)x"\nmsgstr ""', r'"Sentence \1x"\nmsgstr "Satz \1x"', catalogue.read_text())
    for left in (1, 2):
        catalogue.write_text(whole.replace("Satz ", "Sentence ", left))
        found = list(translations.faults())
        assert [f"{left} of 34 sentences read as in English" in fault for fault in found] == [True] * (left > 1)
    (house / "translations/alike.txt").write_text("Sentence Ax\n")
    assert list(translations.faults()) == []


def test_what_is_missing_is_printed_filled_in_and_taken_back(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (house / "domain/b.py").write_text('N_("It is too late")\n')
    (house / "templates/b.html").write_text('{{ pgettext("door", "Open") }} {{ ngettext("a day", "%(num)s days", n) }}')
    translations.print_missing("de")
    asked = capsys.readouterr().out
    assert "Already decided" not in asked
    assert "domain/b.py:1" in asked
    for english, german in (("It is too late", "Es ist zu spät"), ("Open", "Offen")):
        asked = asked.replace(f'"{english}"\nmsgstr ""', f'"{english}"\nmsgstr "{german}"')
    filled = house / "filled.po"
    filled.write_text(asked)
    translations.take("de", filled)
    assert "2 taken, 1 still missing" in capsys.readouterr().out
    assert [("a day" in fault) for fault in translations.faults()] == [True]
    assert "Schon entschieden" in (house / "translations/de/LC_MESSAGES/messages.po").read_text()


def test_a_catalogue_written_twice_is_the_same(house: Path) -> None:
    catalogue = house / "translations/de/LC_MESSAGES/messages.po"
    before = catalogue.read_bytes()
    translations.update(None)
    assert catalogue.read_bytes() == before


@pytest.mark.parametrize("call", ['gettext(f"{count} left")', '_("Hello " + name)', 'N_("a %s" % b)'])
def test_a_sentence_put_together_before_it_is_looked_up_is_found(house: Path, call: str) -> None:
    (house / "blueprints/a.py").write_text(f"said = {call}\n")
    assert ["blueprints/a.py:1" in fault for fault in translations.faults()][:1] == [True]
