"""Which registrable domain stands behind what somebody typed, and is it the company's own?"""

from __future__ import annotations

import re
from functools import lru_cache

from publicsuffixlist import PublicSuffixList

LONGEST_ADDRESS = 300  # characters that are read; a host name has at most 253
_suffixes = PublicSuffixList()
_RESERVED = (".example", ".test")  # set aside for samples and tests; on no list, yet addresses
_scheme = re.compile(r"^(?:[a-z][a-z0-9+.-]*://|mailto:)")
_label = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?\Z")
_invisible = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f]")

SHARED_DOMAINS = frozenset(
    """
    gmail.com googlemail.com outlook.com outlook.de outlook.es outlook.fr hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.co.uk
    live.com live.de live.co.uk live.fr live.nl msn.com yahoo.com yahoo.de yahoo.es yahoo.fr yahoo.it yahoo.co.uk yahoo.co.jp yahoo.co.in yahoo.com.br yahoo.com.mx
    yahoo.com.ar ymail.com rocketmail.com aol.com aol.de aim.com icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com
    gmx.de gmx.net gmx.com gmx.at gmx.ch gmx.es gmx.fr web.de t-online.de freenet.de arcor.de online.de vodafone.de posteo.de mailbox.org email.de mail.de 1und1.de
    kabelmail.de unitybox.de ewe.net ewetel.net magenta.de bluewin.ch hispeed.ch sunrise.ch aon.at chello.at a1.net telefonica.net terra.es terra.com.br movistar.es ono.com
    wanadoo.es wanadoo.fr orange.fr orange.es free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it virgilio.it tiscali.it alice.it tin.it aruba.it pec.it legalmail.it
    sapo.pt clix.pt ziggo.nl kpnmail.nl planet.nl xs4all.nl home.nl hetnet.nl telenet.be skynet.be proximus.be btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com
    blueyonder.co.uk btopenworld.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net mail.com email.com usa.com zoho.com fastmail.com
    hushmail.com inbox.com mail.ru bk.ru list.ru inbox.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net i.ua seznam.cz centrum.cz email.cz wp.pl o2.pl onet.pl interia.pl gazeta.pl
    abv.bg freemail.hu citromail.hu qq.com 163.com 126.com sina.com sina.cn sohu.com foxmail.com aliyun.com yeah.net naver.com daum.net hanmail.net nate.com rediffmail.com
    uol.com.br bol.com.br ig.com.br globo.com hotmail.com.br hotmail.com.ar hotmail.com.mx prodigy.net.mx mailinator.com guerrillamail.com 10minutemail.com trashmail.com yopmail.com
    wordpress.com blogspot.com blogger.com wixsite.com wix.com weebly.com squarespace.com jimdo.com jimdosite.com jimdofree.com webnode.com strikingly.com
    webflow.io godaddysites.com business.site site123.me mystrikingly.com carrd.co tumblr.com myshopify.com shopify.com bigcartel.com etsy.com
    sites.google.com github.com github.io gitlab.io netlify.app vercel.app herokuapp.com azurewebsites.net cloudfront.net amazonaws.com appspot.com firebaseapp.com web.app pages.dev
    onmicrosoft.com sharepoint.com facebook.com fb.com linkedin.com instagram.com twitter.com x.com youtube.com xing.com tiktok.com pinterest.com whatsapp.com wa.me t.me
    linktr.ee bit.ly goo.gl goo.su maps.app.goo.gl wikipedia.org crunchbase.com yelp.com yelp.de tripadvisor.com gelbeseiten.de northdata.de northdata.com
    companieshouse.gov.uk dastelefonbuch.de 11880.com paginasamarillas.es medium.com notion.site notion.so calendly.com zoom.us
    """.split()
)  # fmt: skip
"""Mail providers, site builders, social networks, directories: what stands under them belongs to many."""


@lru_cache(maxsize=20_000)
def registrable_domain(text: str) -> str:
    """The domain a company registered, such as `acme.co.uk` out of `https://shop.acme.co.uk/y` or `jo@mail.acme.co.uk`.

    Unicode labels come back in their xn-- form, so that both spellings are equal. "" when there is no domain, the
    domain is shared by many (free mail, hosting, social networks).
    """
    host = _host(text)
    domain = (_suffixes.privatesuffix(host) or "") if host else ""
    return "" if domain in SHARED_DOMAINS or host in SHARED_DOMAINS else domain


@lru_cache(maxsize=20_000)
def domain_label(domain: str) -> str:
    """The part of a registrable domain that its owner chose, in Unicode: `müller` of `xn--mller-kva.de`."""
    label = domain.split(".", 1)[0]
    try:
        return label.encode("ascii").decode("idna") if label.startswith("xn--") else label
    except UnicodeError:
        return label


def looks_like_address(text: str) -> bool:
    """Did somebody type a web or mail address where a name was asked for?

    True for addresses under known public suffixes, shared ones included, and for whatever begins like one.
    """
    text = text.strip()
    if not text or any(sign.isspace() for sign in text):
        return False
    host = _host(text)
    is_marked = "@" in text or "://" in text or text.lower().startswith("www.")
    is_listed = _suffixes.privatesuffix(host, accept_unknown=False) is not None or host.endswith(_RESERVED)
    return bool(host) and (is_marked or is_listed)


def _host(text: str) -> str:
    """The host in an address, in lower-case ASCII; "" when it cannot be one."""
    text = _invisible.sub("", text[:LONGEST_ADDRESS]).strip().strip("<>()[]\"'").lower()
    text = re.split(r"[/?#\\\s,;]", _scheme.sub("", text), maxsplit=1)[0]
    host = text.rpartition("@")[2].partition(":")[0].strip(".").removeprefix("www.")
    try:
        labels = [_ascii(label) for label in host.split(".")]
    except UnicodeError:
        return ""
    is_host = len(labels) > 1 and len(labels[-1]) > 1 and not labels[-1].isdigit()
    return ".".join(labels) if is_host else ""


def _ascii(label: str) -> str:
    """One label as DNS writes it. Raises UnicodeError when no host can be called so."""
    if not _label.match(label):
        raise UnicodeError(label)
    return label if label.isascii() else label.encode("idna").decode("ascii")
