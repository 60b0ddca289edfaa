"""Pictures and documents tell what they say of themselves, and no more: title, author, dates, words, a preview."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from PIL import Image

from integrations.readers import documents, pictures, texts
from tests.attacks import making

CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>Messkonzept</dc:title><dc:creator>Ana Novak</dc:creator><cp:lastModifiedBy>Ben Adler</cp:lastModifiedBy>"
    "<dcterms:created>2027-03-06T09:00:00Z</dcterms:created><dcterms:modified>2027-03-08T10:00:00Z</dcterms:modified>"
    "</cp:coreProperties>"
)
TEXTS = {
    "docx": ("word/document.xml", "<w:document xmlns:w='w'><w:p><w:r><w:t>Käserei </w:t></w:r><w:r><w:t>Brunnthal</w:t>"
             "</w:r></w:p><w:p><w:r><w:t>Pumpwerk</w:t></w:r></w:p></w:document>"),
    "xlsx": ("xl/sharedStrings.xml", "<sst xmlns='s'><si><t>Käserei Brunnthal</t></si><si><t>Pumpwerk</t></si></sst>"),
    "pptx": ("ppt/slides/slide1.xml", "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>Käserei Brunnthal</a:t></a:r>"
             "</a:p><a:p><a:r><a:t>Pumpwerk</a:t></a:r></a:p></p:sld>"),
}  # fmt: skip


def office(kind: str, core: str = CORE) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("docProps/core.xml", core)
        archive.writestr(*TEXTS[kind])
    return made.getvalue()


def photo(**tags: Any) -> bytes:
    """A picture as a telephone takes it: turned, with date, camera and place."""
    image = Image.new("RGB", (1600, 1200), "#a33b2a")
    exif = image.getexif()
    exif[0x0112], exif[0x010F], exif[0x0110] = 6, "Kamera", "Kamera X1"
    exif.get_ifd(0x8769)[0x9003] = tags.get("taken", "2027:03:05 10:12:40")
    exif.get_ifd(0x8769)[0x9011] = "+01:00"
    exif.get_ifd(0x8825)[2] = (53.0, 22.0, 7.0)
    if "program" in tags:
        exif[0x0131] = tags["program"]
    made = io.BytesIO()
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


def pdf(info: str = "/Title (Messkonzept) /Author (Ana Novak) /CreationDate (D:20270306100000+01'00')") -> bytes:
    """One page in Helvetica, with notes about itself."""
    drawn = b"BT /F1 24 Tf 72 700 Td (Offer for Brunnthal) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", f"<< {info} >>".encode(),
    )  # fmt: skip
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\n%%EOF\n"


@pytest.mark.parametrize("kind", TEXTS)
def test_office_documents_tell_title_author_dates_and_first_words(kind: str) -> None:
    facts = documents.read_office(office(kind), kind)
    assert (facts["title"], facts["author"], facts["changed_by"]) == ("Messkonzept", "Ana Novak", "Ben Adler")
    assert (facts["created"], facts["changed"]) == ("2027-03-06T09:00:00+00:00", "2027-03-08T10:00:00+00:00")
    assert facts["words"] == "Käserei Brunnthal Pumpwerk"


def test_an_entity_bomb_in_an_office_file_is_not_parsed() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    facts = documents.read_office(office("docx", bomb), "docx")
    assert (facts["title"], facts["words"]) == ("", "Käserei Brunnthal Pumpwerk")


def test_a_pdf_tells_title_author_date_words_and_shows_page_one() -> None:
    facts, preview = documents.read_pdf(pdf())
    assert (facts["title"], facts["author"], facts["pages"]) == ("Messkonzept", "Ana Novak", 1)
    assert facts["created"] == "2027-03-06T10:00:00+01:00"
    assert facts["words"] == "Offer for Brunnthal"
    image = Image.open(io.BytesIO(preview))
    assert image.format == "JPEG"
    assert image.size == (509, 720)
    assert min(image.convert("L").tobytes()) < 100, "the text is drawn"


@pytest.mark.parametrize("stamp", ["D:20271399", "yesterday", "", "D:2027", "D:99999999999999Z"])
def test_a_date_of_a_pdf_that_is_none_is_left_out(stamp: str) -> None:
    assert documents.read_pdf(pdf(f"/CreationDate ({stamp})"))[0]["created"] in ("", "2027-01-01T00:00:00")


def test_a_picture_tells_camera_and_date_and_its_preview_has_no_notes() -> None:
    facts, preview = pictures.read(photo())
    assert (facts["taken"], facts["camera"]) == ("2027-03-05T10:12:40+01:00", "Kamera X1")
    assert "53" not in str(facts), "the place is nobody's business"
    image = Image.open(io.BytesIO(preview))
    assert image.size == (540, 720), "turned upright"
    assert dict(image.getexif()) == {}
    assert len(preview) < 60_000


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "2027:02:31 10:00:00", "", "x"])
def test_a_camera_date_that_is_none_is_left_out(taken: str) -> None:
    assert pictures.read(photo(taken=taken))[0]["taken"] == ""


FORMS = (("RGBA", "PNG"), ("P", "PNG"), ("1", "PNG"), ("I;16", "PNG"), ("CMYK", "JPEG"), ("LA", "PNG"), ("RGB", "WEBP"))


@pytest.mark.parametrize(("mode", "form"), FORMS)
def test_every_kind_of_picture_becomes_a_preview(mode: str, form: str) -> None:
    made = io.BytesIO()
    Image.new(mode, (900, 30)).save(made, form)
    facts, preview = pictures.read(made.getvalue())
    assert Image.open(io.BytesIO(preview)).size == (720, 24)
    assert facts["taken"] == ""


INVOICE = (
    "<rsm:CrossIndustryInvoice><ram:Name>Käserei</ram:Name><ram:Name>Brunnthal</ram:Name></rsm:CrossIndustryInvoice>"
)


def test_files_packed_into_a_pdf_are_named_and_their_texts_are_searched() -> None:
    """As in an electronic invoice; what is no text is named, and not looked into."""
    made = making.holding(
        {"factur-x.xml": INVOICE.encode(), "a.exe": b"MZ Petra Wille", "z.csv": "Jürgen Weiß".encode()}
    )
    facts, _ = documents.read_pdf(made)
    assert (facts["packed"], facts["packed_count"]) == (["a.exe", "factur-x.xml", "z.csv"], 3)
    said = texts.of(made, "pdf")
    assert all(text in said for text in ("Käserei", "Jürgen Weiß", "a.exe"))
    assert "Petra Wille" not in said


def test_only_a_few_packed_files_are_named_and_names_are_cleaned() -> None:
    facts, _ = documents.read_pdf(making.holding({f"../../{number}.xml": b"<a/>" for number in range(9)}))
    assert (facts["packed"], facts["packed_count"]) == ([f"{number}.xml" for number in range(5)], 9)
    assert "packed" not in documents.read_pdf(pdf())[0]
