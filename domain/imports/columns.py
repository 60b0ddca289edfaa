"""Which columns may a file of each kind have, and what are they usually called? English, German, Spanish, four CRMs.

A header is compared by its letters and digits alone: `Account ID`, `account_id` and `AccountId` are one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from domain.words import N_

KINDS = ("accounts", "leads", "opportunities")


@dataclass(frozen=True)
class Column:
    """A field of ours: what it holds, and the headers under which it comes, likeliest first."""

    name: str
    label: str
    form: str  # text, names, id, domain, country, partner, products, line, stage, state, closed, date, amount, currency
    headers: tuple[str, ...]


def _column(name: str, label: str, form: str, headers: str) -> Column:
    return Column(name, label, form, tuple(headers.split()))


def letters(header: str) -> str:
    """The letters and digits of a header, without case and accents."""
    plain = unicodedata.normalize("NFKD", header.casefold().replace("ß", "ss"))
    return re.sub(r"[^0-9a-z]", "", "".join(sign for sign in plain if not unicodedata.combining(sign)))


OWNER = _column("owner", N_("Owner"), "text", """
    owner ownername accountowner leadowner opportunityowner companyowner dealowner owneridname ownerid salesperson
    salesrep accountmanager
    assignedto responsible besitzer inhaber verantwortlicher zustandig kundenbetreuer vertriebsmitarbeiter bearbeiter
    propietario propietariodelacuenta responsable vendedor comercial userid
""")  # fmt: skip
DOMAIN = _column("domain", N_("Website"), "domain", """
    website websiteurl web webaddress webseite internetseite homepage internet url domain companydomainname
    companydomain maildomain
    sitioweb paginaweb dominio domane internetadresse www
""")  # fmt: skip
COUNTRY = _column("country", N_("Country"), "country", """
    countrycode billingcountrycode country billingcountry countryregion address1country address1countryregion
    mailingcountry
    shippingcountry addresscountry companycountry countryid countryiso land landerkennzeichen landercode landregion
    pais paisregion codigodepais codigopais shippingcountrycode
""")  # fmt: skip
CITY = _column("city", N_("City"), "text", """
    city billingcity address1city mailingcity shippingcity addresscity town ort stadt wohnort firmensitz ciudad
    localidad poblacion municipio
""")  # fmt: skip
STAGE = _column("stage", N_("Stage"), "stage", """
    stage stagename salesstage dealstage opportunitystage stageid stepname processstage pipelinestage phase
    vertriebsphase
    verkaufsphase stufe etapa fase etapadeventa etapadelnegocio
""")  # fmt: skip
STATE = _column("state", N_("Open or closed"), "state", """
    state status statecode opportunitystatus statuscode dealstatus estado zustand situacion openclosed
""")  # fmt: skip
CLOSED = _column("closed", N_("Closed (yes or no)"), "closed", """
    isclosed closed converted isconverted isdealclosed geschlossen abgeschlossen konvertiert cerrada cerrado
    convertido
""")  # fmt: skip
LINE = _column("product_line", N_("Product line"), "line", """
    productline product productinterest productfamily interest solution businessline productcategory produktlinie
    produkt
    produktgruppe produktinteresse sparte lineadeproducto lineadeproductos producto interes solucion productlinec
    productinterestc
""")  # fmt: skip
CREATED = _column("created_on", N_("Created"), "date", """
    createdon createdate createddate datecreated created creationdate createdat entrydate erstelltam erstellt
    erstellungsdatum
    angelegtam angelegt anlagedatum fechadecreacion creadoel creado creadoen fechacreacion fechadealta
""")  # fmt: skip
ACTIVITY = _column("last_activity_on", N_("Last activity"), "date", """
    lastactivitydate lastactivity lastactivityon lastactivitytime lastcontacted lastcontactdate lastmodifieddate
    modifiedon
    lastmodified lastupdate lastupdatedon writedate updatedat updated letzteaktivitat letzteraktivitat letzterkontakt
    datumderletztenaktivitat geandertam letzteanderung zuletztgeandert ultimaactividad fechadelaultimaactividad
    fechadeultimaactividad ultimocontacto fechademodificacion modificadoel ultimamodificacion
""")  # fmt: skip

COLUMNS: dict[str, tuple[Column, ...]] = {
    "accounts": (
        _column("external_id", N_("Account number"), "id", """
            accountid accountid18 externalid accountnumber accountno accountnr companyid customerid customernumber
            customerno recordid
            recordidcompany donotmodifyaccount id kontonummer kontonr kontoid kundennummer kundennr kundenid
            firmennummer firmenid
            debitorennummer debitor datensatzid numerodecuenta idcuenta iddecuenta idcliente iddelcliente
            numerodecliente
            codigodecliente codigocliente codigo iddelregistro idderegistro ref reference
        """),
        _column("name", N_("Company"), "name", """
            accountname companyname company name organisation organization organisationname organizationname
            customername customer
            account legalname displayname firma firmenname firmenbezeichnung kontoname konto kunde kundenname
            unternehmen
            unternehmensname name1 empresa nombredelaempresa nombredeempresa nombredelacuenta nombredecuenta cuenta
            razonsocial
            nombre cliente nombredelcliente compania
        """),
        DOMAIN, COUNTRY, CITY,
        _column("vat", N_("VAT number"), "text", """
            vat vatnumber vatid taxid taxnumber vatregistrationnumber vatregno ustid ustidnr umsatzsteuerid
            umsatzsteueridnr
            umsatzsteueridentifikationsnummer uid nif cif nifcif rfc numerodeiva idfiscal identificacionfiscal
            numerodeidentificacionfiscal
        """),
        OWNER,
        _column("partner_of_record", N_("Partner of record"), "partner", """
            partnerofrecord partner partneraccount partnername managingpartner reseller resellername channelpartner
            msamanagingpartnerid betreuenderpartner vertriebspartner fachhandler handler systemhaus partnerfirma
            partnertitular
            canal distribuidor socio assignedpartner partnercode
        """),
        _column("products", N_("Products owned"), "products", """
            products productsowned ownedproducts installedproducts installedbase productlines productlinesowned
            assets produkte
            installierteprodukte produktlinien installationsbasis bestand productos productosinstalados
            lineasdeproducto baseinstalada
        """),
        _column("also", N_("Other names"), "names", """
            othernames othername alsoknownas aka alternativenames alternativename alternatenames alternatename aliases
            alias synonyms
            searchname weiterenamen andererename anderenamen alternativnamen aliasnamen aliasname suchname suchbegriff
            auchbekanntals otrosnombres otronombre nombresalternativos nombrealternativo tambienconocidocomo
        """),
        _column("former_name", N_("Former name"), "names", """
            formername formernames formerlyknownas previousname previousnames oldname fka fruherername fruherenamen
            fruhererfirmenname
            ehemaligername ehemalsfirmierung altername nombreanterior nombresanteriores antiguonombre
            denominacionanterior
        """),
        _column("trade_name", N_("Trade name"), "names", """
            tradename tradenames tradingname tradingnames tradingas tradestyle dba dbaname doingbusinessas brandname
            handelsname
            handelsnamen geschaftsbezeichnung markenname nombrecomercial nombrescomerciales nombredemarca
        """),
    ),
    "leads": (
        _column("external_id", N_("Lead number"), "id", """
            leadid leadnumber externalid recordid id leadnr leadnummer interessentid interessentennummer datensatzid
            iddelead iddeprospecto idcliente iddelregistro codigo donotmodifylead contactid
        """),
        _column("company", N_("Company"), "name", """
            company companyname account accountname organisation organization firma firmenname unternehmen
            unternehmensname empresa
            nombredelaempresa nombredeempresa compania partnername customername customer razonsocial associatedcompany
        """),
        DOMAIN,
        _column("email", N_("Email"), "domain", """
            email emailaddress emailaddress1 mail workemail emailfrom businessemail emailadresse
            emailadressegeschaftlich
            correo correoelectronico direcciondecorreoelectronico
        """),
        COUNTRY, CITY,
        _column("stage", N_("Stage"), "stage", """
            stage leadstage leadstatus leadrating lifecyclestage stageid status stufe phase etapa fase estado
            estadodellead
            estadodelprospecto
        """),
        _column("state", N_("Open or closed"), "state", "state statecode openclosed zustand"), CLOSED,
        LINE, OWNER, CREATED, ACTIVITY,
    ),
    "opportunities": (
        _column("external_id", N_("Opportunity number"), "id", """
            opportunityid opportunitynumber dealid externalid recordid recordiddeal id verkaufschancenid
            verkaufschancennummer
            chancenid dealnr projektnummer datensatzid iddeoportunidad iddelaoportunidad numerodeoportunidad
            iddelnegocio
            iddelregistro codigo donotmodifyopportunity
        """),
        _column("account_id", N_("Account number"), "id", """
            accountid accountnumber accountno customerid customernumber companyid parentaccountid associatedcompanyid
            associatedcompanyids partnerid customeridid kontonummer kontoid kundennummer kundennr kundenid
            firmennummer
            numerodecuenta idcuenta iddecuenta idcliente numerodecliente codigocliente codigodecliente
        """),
        _column("account_name", N_("Company"), "name", """
            accountname account companyname company customername customer parentaccount potentialcustomer
            customeridname
            associatedcompany firma firmenname kunde kundenname konto kontoname unternehmen potenziellerkunde empresa
            cuenta
            cliente nombredelacuenta nombredelaempresa clientepotencial
        """),
        _column("name", N_("Opportunity"), "name", """
            opportunityname opportunity name topic title dealname deal subject verkaufschance bezeichnung thema
            projekt
            projektname chance betreff oportunidad nombredelaoportunidad nombredeoportunidad negocio nombredelnegocio
            nombre tema
            asunto proyecto
        """),
        STAGE, STATE, CLOSED, LINE,
        _column("value_minor", N_("Amount"), "amount", """
            amount estimatedvalue estimatedrevenue expectedrevenue totalamount value dealvalue revenue actualvalue
            betrag wert
            umsatz auftragswert geschatzterumsatz erwarteterumsatz importe valor ingresosestimados ingresosesperados
            valorestimado monto
        """),
        _column("currency", N_("Currency"), "currency", """
            currency currencyisocode currencycode amountcurrency opportunitycurrency dealcurrencycode
            transactioncurrencyid
            currencyid wahrung wahrungscode moneda divisa codigodemoneda
        """),
        OWNER,
        _column("partner", N_("Partner"), "partner", """
            partner partneraccount partnername partnercode reseller resellername channelpartner assignedpartner
            msapartnerid
            vertriebspartner fachhandler handler systemhaus distribuidor canal socio
        """),
        CREATED, ACTIVITY,
    ),
}  # fmt: skip

REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "accounts": (("name",),), "leads": (("company",),), "opportunities": (("account_id", "account_name"),),
}  # fmt: skip
"""Of each group at least one column must be there."""

SIGNS = {
    "leads": ("lead", "interessent", "prospecto", "prospect"),
    "opportunities": ("opportunit", "deal", "verkaufschance", "oportunidad", "negocio", "chance"),
    "accounts": ("account", "konto", "kunde", "firma", "cuenta", "customer", "compan", "empresa", "kontakt"),
}
"""What in a file's name or its headers speaks for a kind."""


def mapped(kind: str, headers: tuple[str, ...]) -> dict[str, str]:
    """Our field -> header, for all columns whose header is a usual one; each header serves one field."""
    by_letters: dict[str, str] = {}
    for header in headers:
        by_letters.setdefault(letters(header), header)
    mapping: dict[str, str] = {}
    for wanted in COLUMNS[kind]:
        usual = (by_letters[word] for word in wanted.headers if word in by_letters)
        free = next((header for header in usual if header not in mapping.values()), "")
        if free:
            mapping[wanted.name] = free
    return mapping


def guess_kind(filename: str, headers: tuple[str, ...]) -> str:
    """The kind for which most speaks: its columns, its words in the headers and in the file's name."""
    return max(KINDS, key=lambda kind: _evidence(kind, letters(filename), headers))


def _evidence(kind: str, filename: str, headers: tuple[str, ...]) -> float:
    mapping, words = mapped(kind, headers), [letters(header) for header in headers]
    has_required = all(any(name in mapping for name in group) for group in REQUIRED[kind])
    weight = 1.0 if kind == "accounts" else 3.0  # every file has something of an account in it
    in_headers = any(sign in word for sign in SIGNS[kind] for word in words)
    in_name = any(sign in filename for sign in SIGNS[kind])
    return len(mapping) + weight * in_headers + 4 * in_name - 6 * (not has_required)


def missing(kind: str, mapping: dict[str, str]) -> list[str]:
    """Names of the required columns that no header serves; of a group its first."""
    return [group[0] for group in REQUIRED[kind] if not any(mapping.get(name) for name in group)]
