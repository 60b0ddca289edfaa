"""Which columns does the spreadsheet of registrations have, in which a vendor kept them before the portal?"""

from __future__ import annotations

from typing import Any

from domain.imports import columns, reader
from domain.imports.columns import CITY, COUNTRY, DOMAIN, LINE, Column
from domain.imports.known import Unusable
from domain.imports.reader import Reader
from domain.imports.values import is_closed
from domain.words import N_

KIND = "registrations"


def _column(name: str, label: str, form: str, headers: str) -> Column:
    return Column(name, label, form, tuple(headers.split()))


COLUMNS = (
    _column("company", N_("Customer"), "name", """
        customer customername endcustomer account accountname company companyname prospect kunde kundenname endkunde
        firma unternehmen cliente clientefinal empresa cuenta name
    """),
    _column("partner", N_("Partner"), "partner", """
        partner partnername reseller resellername registeredby vertriebspartner fachhandler handler systemhaus canal
        distribuidor socio partnercode
    """),
    _column("holder", N_("Email address of the partner’s person"), "text", """
        partneremail partnermail rep repemail contactemail holder email mail emaildesvertriebspartners
        ansprechpartnermail correo
    """),
    DOMAIN, COUNTRY, CITY,
    _column("contact_name", N_("Contact at the customer"), "text", """
        contact contactname customercontact ansprechpartner kontakt contacto personadecontacto
    """),
    LINE,
    _column("value", N_("Value"), "amount", """
        value amount dealvalue dealsize revenue wert betrag auftragswert volumen valor importe monto
    """),
    _column("currency", N_("Currency"), "currency", "currency currencycode wahrung moneda divisa"),
    _column("project", N_("Project"), "text", """
        project projectname opportunity dealname description projekt projektname beschreibung proyecto oportunidad
    """),
    _column("registered_on", N_("Registered on"), "date", """
        registeredon registered registrationdate registrationdatum dateregistered dealregistrationdate submitted
        submittedon filedon date datum registriertam eingang eingangam eingangsdatum angemeldetam fecha
        fechaderegistro registradoel created createdon
    """),
    _column("protected_on", N_("Protected until"), "date", """
        protecteduntil protectionuntil validuntil expires expireson expiry expirydate expirationdate enddate until
        geschutztbis schutzbis gultigbis ablauf ablaufdatum bis protegidohasta validohasta vencimiento
        fechadevencimiento
    """),
    _column("first_contact_on", N_("First contact"), "date", "firstcontact firstcontacton erstkontakt primercontacto"),
    _column("expected_close_on", N_("Expected close"), "date", """
        expectedclose closedate expectedclosedate forecastdate abschluss abschlussdatum erwarteterabschluss
        cierreprevisto fechadecierre
    """),
    _column("state", N_("State"), "state", "state status stand zustand estado situacion decision"),
)  # fmt: skip
REQUIRED = (("company",), ("partner",), ("registered_on",))

UNDECIDED = ("pending", "open", "submitted", "new", "review", "offen", "inprufung", "eingereicht", "neu", "pendiente",
             "enviado", "revision")  # fmt: skip
"""Words of a state by which a registration was not decided yet; "" and others say that it was approved."""

OVER = ("declin", "reject", "refus", "expired", "withdrawn", "cancel", "revok", "lapsed", "abgelehnt", "abgelaufen",
        "zuruckgezogen", "storniert", "rechazad", "vencid", "retirad", "caducad")  # fmt: skip


def _finish(read: Reader, found: dict[str, Any]) -> dict[str, Any]:
    """A row in our own fields, dates as ISO. Raises `Unusable` for what no registration can be made of."""
    if not any(sign.isalnum() for sign in found["company"]):
        raise Unusable("no_name")
    if found.get("partner") is None:
        raise Unusable("no_partner")
    minor, named = found.pop("value", (None, ""))
    currency = found.pop("currency", "") or named
    if currency and currency != read.known.rules.currency:
        raise Unusable("other_currency", cell=currency)
    found["value_minor"] = minor
    found["state"] = state_of(found.get("state", ""))
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in found.items()}


def state_of(cell: str) -> str:
    """`approved`, `undecided` or `over`."""
    word = columns.letters(cell)
    if any(sign in word for sign in OVER) or is_closed(cell):
        return "over"
    return "undecided" if any(sign in word for sign in UNDECIDED) else "approved"


columns.COLUMNS[KIND] = COLUMNS  # read by the same reader as the files of a CRM
columns.REQUIRED[KIND] = REQUIRED
reader.FINISH[KIND] = _finish
