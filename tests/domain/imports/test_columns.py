"""Exports of the usual CRMs, in three languages, are recognised by their headers."""

from __future__ import annotations

import pytest

from domain.imports import columns

EXPORTS = {
    "salesforce accounts": (
        "accounts",
        ("Account ID", "Account Name", "Website", "Billing City", "Billing Country", "Account Owner", "Type"),
        {
            "external_id": "Account ID",
            "name": "Account Name",
            "domain": "Website",
            "country": "Billing Country",
            "city": "Billing City",
        },
    ),
    "salesforce api": (
        "accounts",
        ("Id", "Name", "Website", "BillingCity", "BillingCountryCode"),
        {"external_id": "Id", "name": "Name", "country": "BillingCountryCode"},
    ),
    "dynamics accounts": (
        "accounts",
        (
            "(Do Not Modify) Account",
            "Account Name",
            "Account Number",
            "Address 1: City",
            "Address 1: Country/Region",
            "Owner",
        ),
        {
            "external_id": "Account Number",
            "name": "Account Name",
            "city": "Address 1: City",
            "country": "Address 1: Country/Region",
        },
    ),
    "german accounts": (
        "accounts",
        ("Kontonummer", "Firma", "Webseite", "PLZ", "Ort", "Land", "USt-IdNr.", "Vertriebspartner", "Produkte"),
        {
            "external_id": "Kontonummer",
            "name": "Firma",
            "domain": "Webseite",
            "city": "Ort",
            "country": "Land",
            "vat": "USt-IdNr.",
            "partner_of_record": "Vertriebspartner",
            "products": "Produkte",
        },
    ),
    "spanish accounts": (
        "accounts",
        ("Número de cuenta", "Nombre", "Sitio web", "Ciudad", "País", "NIF", "Propietario"),
        {
            "external_id": "Número de cuenta",
            "name": "Nombre",
            "domain": "Sitio web",
            "city": "Ciudad",
            "country": "País",
            "vat": "NIF",
        },
    ),
    "hubspot companies": (
        "accounts",
        ("Record ID", "Company name", "Company Domain Name", "City", "Country/Region", "Company owner", "Create Date"),
        {
            "external_id": "Record ID",
            "name": "Company name",
            "domain": "Company Domain Name",
            "country": "Country/Region",
        },
    ),
    "odoo contacts": (
        "accounts",
        ("External ID", "Name", "Website", "Country", "City", "Tax ID", "Salesperson"),
        {"external_id": "External ID", "name": "Name", "vat": "Tax ID", "owner": "Salesperson"},
    ),
    "salesforce leads": (
        "leads",
        ("Lead ID", "Company", "Email", "Country", "City", "Lead Status", "Lead Owner", "Create Date", "Last Activity"),
        {
            "external_id": "Lead ID",
            "company": "Company",
            "email": "Email",
            "stage": "Lead Status",
            "created_on": "Create Date",
            "last_activity_on": "Last Activity",
        },
    ),
    "german leads": (
        "leads",
        ("Lead-ID", "Firma", "E-Mail", "Land", "Status", "Besitzer", "Erstellt am", "Letzte Aktivität"),
        {
            "external_id": "Lead-ID",
            "company": "Firma",
            "email": "E-Mail",
            "stage": "Status",
            "created_on": "Erstellt am",
            "last_activity_on": "Letzte Aktivität",
        },
    ),
    "salesforce opportunities": (
        "opportunities",
        (
            "Opportunity ID",
            "Account Name",
            "Opportunity Name",
            "Stage",
            "Amount",
            "Amount Currency",
            "Created Date",
            "Closed",
        ),
        {
            "external_id": "Opportunity ID",
            "account_name": "Account Name",
            "name": "Opportunity Name",
            "stage": "Stage",
            "value_minor": "Amount",
            "currency": "Amount Currency",
            "created_on": "Created Date",
            "closed": "Closed",
        },
    ),
    "dynamics opportunities": (
        "opportunities",
        (
            "opportunityid",
            "name",
            "parentaccountid",
            "stepname",
            "statecode",
            "estimatedvalue",
            "createdon",
            "modifiedon",
        ),
        {
            "external_id": "opportunityid",
            "account_id": "parentaccountid",
            "name": "name",
            "stage": "stepname",
            "state": "statecode",
            "value_minor": "estimatedvalue",
            "last_activity_on": "modifiedon",
        },
    ),
    "spanish opportunities": (
        "opportunities",
        (
            "Id. de oportunidad",
            "Oportunidad",
            "Cuenta",
            "Etapa",
            "Importe",
            "Divisa",
            "Fecha de creación",
            "Última actividad",
        ),
        {
            "external_id": "Id. de oportunidad",
            "name": "Oportunidad",
            "account_name": "Cuenta",
            "stage": "Etapa",
            "value_minor": "Importe",
            "currency": "Divisa",
            "created_on": "Fecha de creación",
            "last_activity_on": "Última actividad",
        },
    ),
    "odoo opportunities": (
        "opportunities",
        (
            "External ID",
            "Opportunity",
            "Customer",
            "Stage",
            "Expected Revenue",
            "Salesperson",
            "Created on",
            "Last Updated on",
        ),
        {
            "external_id": "External ID",
            "name": "Opportunity",
            "account_name": "Customer",
            "value_minor": "Expected Revenue",
        },
    ),
}


@pytest.mark.parametrize("which", EXPORTS)
def test_kind_and_columns_of_an_export_are_found_out(which: str) -> None:
    kind, headers, wanted = EXPORTS[which]
    assert columns.guess_kind("export.csv", headers) == kind
    mapping = columns.mapped(kind, headers)
    assert {name: mapping.get(name) for name in wanted} == wanted


def test_the_name_of_the_file_speaks_too() -> None:
    headers = ("Company", "Country", "City")
    assert columns.guess_kind("leads-2027.csv", headers) == "leads"
    assert columns.guess_kind("Firmen.csv", headers) == "accounts"


def test_one_header_serves_one_field_only() -> None:
    for kind in columns.KINDS:
        taken = list(
            columns.mapped(kind, ("Name", "Company", "ID", "Account", "Partner", "Status", "Product")).values()
        )
        assert len(taken) == len(set(taken))


def test_what_is_missing_is_named() -> None:
    assert columns.missing("accounts", {"external_id": "Foo"}) == ["name"]
    assert columns.missing("opportunities", {"name": "Foo"}) == ["account_id"]
    assert columns.missing("opportunities", {"account_name": "Foo"}) == []
