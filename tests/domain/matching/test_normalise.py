"""Do all spellings of a name meet under one core?"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from domain.matching import Company, core, is_checkable, normalise

pytestmark = pytest.mark.once

EQUAL = [
    ("München", "Muenchen", "Munchen"),
    ("Häusler Ölmühle", "Haeusler Oelmuehle", "HAUSLER OLMUHLE GMBH"),
    ("B. & C. Möbel", "B & C Moebel KG", "B+C Möbel"),
    ("Ｆｕｌｌｗｉｄｔｈ Ltd", "FULLWIDTH", "full​width"),  # a zero-width space in the last
    ("Acme™ Corp.", "ACME®", "acme, inc"),
    ("Nordwind A.G.", "Nordwind A G", "Nordwind AG"),
    ("Sociedad Norte S.A. de C.V.", "sociedad norte", "Sociedad Norte SA DE CV"),
    ("Werft III", "Werft 3", "WERFT iii GmbH"),
]


@pytest.mark.parametrize("spellings", EQUAL)
def test_spellings_share_a_core(spellings: tuple[str, ...]) -> None:
    assert len({core(name) for name in spellings}) == 1
    assert core(spellings[0])


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Bauer AG", "bauer"),  # ue after a vowel is no umlaut
        ("Quelle GmbH", "quelle"),
        ("Kältetechnik GmbH & Co. KG Dreyer", "kaltetechnik dreyer"),  # the words turned, their form within
        ("Muebles S.L.U. Garijo", "mubles garijo"),
        ("Therme Spa Lindau", "therme spa lindau"),  # a form that is also a word
        ("GmbH", "gmbh"),  # a name is never cut to nothing
        ("The Limited", "limited"),
        ("AT&T Inc.", "at t"),
        ("日立製作所", "日立製作所"),
        ("", ""),
        ("… !? 😀", ""),
    ],
)
def test_core_of_an_awkward_name(name: str, wanted: str) -> None:
    assert core(name) == wanted


def test_bauer_and_baur_stay_two_names() -> None:
    assert core("Bauer") != core("Baur")


@pytest.mark.parametrize("name", ["Acme", "Siemens AG", "日立", "삼성", "A1 Taxi", "x.y.z.q"])
def test_four_letters_or_two_cjk_characters_can_be_checked(name: str) -> None:
    assert is_checkable(Company(name))


@pytest.mark.parametrize("name", ["", "Sie", "SAP SE", "GE", "日", "...", "jo@gmail.com", "gmail.com", "\u202e\u200b"])
def test_less_cannot_be_checked(name: str) -> None:
    assert not is_checkable(Company(name))


@pytest.mark.parametrize(
    "company", [Company("SAP", domain="sap.com"), Company("https://sap.com"), Company("jo@ge.com")]
)
def test_a_domain_makes_a_short_name_checkable(company: Company) -> None:
    assert is_checkable(company)


class Everything(frozenset[str]):
    """A set that rules nothing out."""

    def __contains__(self, _: object) -> bool:
        return True

    def isdisjoint(self, _: object) -> bool:
        return False


def test_a_quick_look_overlooks_no_legal_form(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = [list(form) for form in normalise._ENDINGS | normalise._BEGINNINGS | normalise._MIDDLES]
    names = [name for form in forms for name in (form, ["acme", *form], [*form, "acme"], ["acme", *form, "tools"])]
    names += [[], ["acme"], ["acme", "tools"], ["gmbh", "gmbh", "gmbh"]]
    quick = [normalise._without_legal_forms(list(name)) for name in names]
    for guard in ("_LAST_WORDS", "_FIRST_WORDS", "_MIDDLE_WORDS"):
        monkeypatch.setattr(normalise, guard, Everything())
    assert quick == [normalise._without_legal_forms(list(name)) for name in names]


def test_every_process_cuts_the_same_form_off_a_name_with_two() -> None:
    """What one process files another one looks for."""
    asked = "from domain.matching import core; print(core('集团有限公司股份有限公司').encode())"
    said = {
        subprocess.run([sys.executable, "-c", asked], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True)
        .stdout.decode()
        for seed in ("0", "1", "2", "3")
    }  # fmt: skip
    assert len(said) == 1
    assert "" not in said
