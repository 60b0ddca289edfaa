"""What does the printing child do? It prints each order as a tagged archive PDF, attaches, signs, and answers."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from integrations.signers import Place

VARIANT = "pdf/a-3a"
"""Archive form, tagged for screen readers, every font embedded; part 3 because a file may stand inside."""

SCALES = (1.0, 0.92, 0.84, 0.76, 0.68)
"""Sizes of the root font that are tried until the text fits its pages."""

BASE_POINTS = 10.5
MEMORY = 1 << 30
CPU_SECONDS = 300


def main() -> None:
    """Print what is ordered until nobody orders any more."""
    _limit()
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    for line in sys.stdin.buffer:
        paper, signer, error = b"", "", ""
        try:
            paper, signer = _made(json.loads(line), fonts)
        except Exception as problem:  # whatever it is, the parent must read it and the next paper must be tried
            named = "" if type(problem).__name__ == "KeyTrouble" else f"{type(problem).__name__}: "
            error = f"{named}{problem}"[:500]
        answer = {"error": error, "size": len(paper), "signer": signer}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + paper)
        sys.stdout.buffer.flush()


def _limit() -> None:
    """Bound what one bad page can take; leave no memory on disk."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _made(order: dict[str, Any], fonts: Any) -> tuple[bytes, str]:
    """The finished file and the fingerprint of the key it is signed with; the key is looked at before the work."""
    if order["signer"] is None:
        return _printed(order, fonts), ""
    from integrations.signing import sign

    key = _key(json.dumps(order["signer"]))
    return sign(_printed(order, fonts), key, order["reason"]), key.fingerprint


@lru_cache(maxsize=2)
def _key(place: str) -> Any:
    """The key at this place, read once in this child's short life. Raises `KeyTrouble`."""
    from integrations.signing import opened

    told = json.loads(place)
    return opened(Place(**{**told, "folder": Path(told["folder"])}))


def _printed(order: dict[str, Any], fonts: Any) -> bytes:
    """The PDF at the first scale at which it fits. Nothing is fetched: style and pictures come within the order."""
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    fetcher = URLFetcher(allowed_protocols=("data",))
    for scale in SCALES:
        size = CSS(string=f"html{{font-size:{BASE_POINTS * scale:.2f}pt}}", font_config=fonts, url_fetcher=fetcher)
        style = CSS(string=order["css"], font_config=fonts, url_fetcher=fetcher)
        page = HTML(string=order["html"], base_url="", url_fetcher=fetcher)
        document = page.render(stylesheets=[style, size], font_config=fonts, pdf_variant=VARIANT)
        if len(document.pages) <= order["pages"]:
            inside = [_attachment(order["attached"])] if order["attached"] else None
            written = document.write_pdf(pdf_variant=VARIANT, attachments=inside, finisher=_finished)
            return cast(bytes, written)
    raise ValueError(f"the text does not fit on {order['pages']} page(s)")


def _attachment(told: dict[str, str]) -> Any:
    from weasyprint import Attachment

    made_at = datetime.fromisoformat(told["made_at"]).astimezone(UTC)
    return Attachment(
        string=told["content"], name=told["name"], description=told["description"], created=made_at, modified=made_at,
        relationship="Data",
    )  # fmt: skip


def _finished(_: Any, pdf: Any) -> None:
    """Readers show the title and not the file's name; each attachment is named once."""
    import pydyf

    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


if __name__ == "__main__":
    main()
