"""Does every page speak the reader's language, and nothing else?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pypdfium2
import pytest

from config import ROOT, Config
from domain import certificates, decisions, moment
from domain.decisions import Words
from integrations.pdf import Press
from jobs.certificates import STYLE, page
from models import User
from tests.domain.test_letters import TOLD, delivered, words
from tests.english import Seen, english_on, marked, reads_english, typed_in
from tests.forms import HALF, Senders, afresh, all_forms, client_of, pages
from tests.full import NOW, Full
from tests.world import MONDAY, World

WHO = ("ana", "ben", "max", "dora", "ada", "", HALF)

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with moment.at(NOW):
        yield


def english_in(full: Full, who: str, language: str, typed: frozenset[str]) -> dict[str, str]:
    """English text -> a page of this person's on which it stands."""
    client, found = client_of(full, who), {}
    for path in pages(full.world.app, full):
        answer = client.get(path, headers={"Accept-Language": language})
        if answer.mimetype == "text/html" and not answer.location:
            found |= dict.fromkeys(english_on(answer.text, language, typed), f"{who} {path}")
    return found


@pytest.mark.parametrize("language", ["de", pytest.param("es", marks=pytest.mark.audit)])
def test_no_page_shows_an_english_sentence(full: Full, language: str) -> None:
    User.update(locale=language).execute()
    typed, found = typed_in(language), defaultdict(list)
    for who in WHO:
        for english, place in english_in(full, who, language, typed).items():
            found[english].append(place)
    assert not found, "\n".join(f"{english!r}: {places}" for english, places in found.items())


@pytest.mark.once
def test_no_answer_to_a_form_is_english(full: Full) -> None:
    """Every form sent empty, and as a wrong person might: what comes back is in their language."""
    User.update(locale="de").execute()
    typed, found = typed_in("de"), {}
    forms, senders = all_forms(full.world.app, full), Senders(full)
    for form in forms:
        if form.endpoint in ("account.update", "languages.update"):
            continue
        for pairs in ([(name, b"") for name in form.fields], [(name, b"\xc2\xbf") for name in form.fields]):
            User.update(locale="de").execute()
            answer = senders.send(form, pairs, headers={"Accept-Language": "de"})
            if answer.mimetype == "text/html" and not answer.location:
                found |= dict.fromkeys(english_on(answer.text, "de", typed), f"{form.who} {form.path}")
    afresh()
    assert not found, "\n".join(f"{english!r}: {place}" for english, place in found.items())


@pytest.mark.once
@pytest.mark.parametrize("language", ["de", "es"])
@pytest.mark.parametrize("name", TOLD)
def test_no_mail_is_english(world: World, name: str, language: str) -> None:
    User.update(locale=language).execute()
    with moment.at(MONDAY):
        mails = delivered(name, world)
    assert mails
    for mail in mails:
        said = words(mail)
        assert said.locale == language
        assert f'<html lang="{language}">' in said.html("u", "#0f5061")
        lines = [said.subject, *said.text("u").splitlines(), *Seen(said.html("u", "#0f5061")).texts]
        assert [*marked(lines, language), *reads_english(lines, language)] == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("de", ["Registrierungsbestätigung", "6. Juni 2027, Tagesende", "Deutschland", "8. März 2027, 10:00:00"]),
        ("es", ["Constancia de registro", "6 de junio de 2027, al final del día", "Alemania", "8 de marzo de 2027"]),
    ],
)
def test_a_certificate_is_in_the_holders_language_on_one_page(
    world: World, config: Config, language: str, says: list[str]
) -> None:
    User.update(locale=language).execute()
    with moment.at(MONDAY):
        claim = decisions.approve(world.max, world.file(world.ana), Words(clause="5.1"))
    certificate = certificates.newest(claim)
    assert certificate is not None
    html = page(certificate, config)
    assert f'<html lang="{language}">' in html
    assert english_on(html, language) == []
    with Press() as press:
        document = pypdfium2.PdfDocument(press.to_pdf(html, STYLE.read_text()))
    text = " ".join(document[0].get_textpage().get_text_range().split())
    assert len(document) == 1
    assert [one for one in says if one not in text] == []


@pytest.mark.parametrize(
    "planted",
    [
        "<p>There is a problem</p>",
        "<p>Es gilt: <b>Nothing you filed is lost. Try again in a minute.</b></p>",
        '<button aria-label="Sign out">x</button>',
        "<p>We answer by <time>Di., 9. März</time></p>",
        "<p>Certificate <b>V-1</b> of the claim that you filed</p>",
        "<p>Your claim on Kafka was declined: Proof too weak.</p>",
        "<td>Protected until</td>",
    ],
)
def test_an_english_sentence_on_a_german_page_is_found(planted: str) -> None:
    assert english_on(f"<html><main><h1>Prüfen</h1>{planted}</main></html>", "de")


@pytest.mark.parametrize(
    "right",
    [
        "<p>Es gibt ein Problem</p>",
        "<p>Partner, Lead, Website, 48 kB</p>",
        '<p lang="en">First to file wins, whoever you are and whatever you do.</p>',
        "<p>„They told us that they were not in the market“</p>",
        '<button lang="en">English</button>',
        "<code>flask run to the end of the world</code>",
    ],
)
def test_what_is_german_a_name_or_a_persons_own_words_passes(right: str) -> None:
    typed = ["They told us that they were not in the market"]
    assert english_on(f"<html><main>{right}</main></html>", "de", typed) == []


def test_marked_and_unmarked_english_are_told_apart() -> None:
    assert list(marked(["There is a problem"], "es"))
    assert not list(marked(["Hay un problema"], "es"))
    assert list(reads_english(["This was never marked by those who wrote it"], "es"))
    assert not list(reads_english(["Esto no es para nadie"], "es"))


def test_a_spanish_deadline_includes_its_day() -> None:
    """ "by 13 March" has that day in it, "antes del 13" has not: who believes it loses a day."""
    said = (ROOT / "translations/es/LC_MESSAGES/messages.po").read_text()
    assert not [line for line in said.splitlines() if "antes del %(" in line]


def test_a_kept_account_is_never_called_free_in_german() -> None:
    """ "frei" is a verdict: the account can be registered by anybody."""
    said = (ROOT / "translations/de/LC_MESSAGES/messages.po").read_text()
    assert not re.findall(r"leibt (?:so lange )?für (?:Sie|den Partner) frei", said)
