"""Is the legal form left off in every country that vendors sell in? Forms by ISO 20275, the list of the field."""

from __future__ import annotations

import pytest

from domain.matching import Company, Level, compare, core

pytestmark = pytest.mark.once

FORMS = {
    "AE": "FZE|FZCO|L.L.C.|PJSC", "AL": "Sh.p.k.|Sh.a.", "AR": "S.R.L.|S.A.C.I.|S.A.U.", "AT": "GmbH|AG|OG|KG",
    "AU": "Pty Ltd|Proprietary Limited", "AZ": "MMC", "BA": "d.o.o.|d.d.", "BD": "Private Limited",
    "BE": "BV|NV|SRL|SPRL|CVBA", "BG": "OOD|EOOD|AD|EAD|ООД|ЕООД", "BH": "W.L.L.|B.S.C.", "BO": "S.R.L.",
    "BR": "Ltda|S.A.|EIRELI|Ltda. - ME", "BY": "OOO|ОДО", "CA": "Inc.|Ltée|Corp.", "CH": "AG|GmbH|SA|Sàrl",
    "CL": "SpA|Ltda.|EIRL", "CN": "有限公司|股份有限公司|Co., Ltd.", "CO": "S.A.S.|Ltda.|S.A. E.S.P.", "CR": "S.R.L.",
    "CY": "Ltd|PLC", "CZ": "s.r.o.|a.s.|spol. s r.o.", "DE": "GmbH|AG|UG (haftungsbeschränkt)|GmbH & Co. KG|e.K.|KGaA",
    "DK": "ApS|A/S|I/S", "DO": "S.R.L.", "DZ": "SARL|SPA|EURL", "EC": "Cía. Ltda.|S.A.", "EE": "OÜ|AS", "EG": "S.A.E.",
    "ES": "S.L.|S.A.|S.L.U.|S. Coop.", "FI": "Oy|Oyj|Ky", "FR": "SARL|SAS|SASU|S.A.|EURL|SCI",
    "GB": "Ltd|PLC|LLP|Limited",
    "GE": "LLC|JSC", "GR": "A.E.|E.P.E.|I.K.E.", "HK": "Limited|Co. Ltd.", "HR": "d.o.o.|j.d.o.o.|d.d.",
    "HU": "Kft.|Zrt.|Nyrt.|Bt.", "ID": "Tbk|Persero", "IE": "Ltd|DAC|CLG|Teoranta", "IL": "Ltd.",
    "IN": "Pvt. Ltd.|Private Limited|LLP", "IS": "ehf.|hf.", "IT": "S.p.A.|S.r.l.|S.n.c.|S.a.s.",
    "JP": "株式会社|K.K.|合同会社",
    "KE": "Limited", "KR": "주식회사|유한회사|Co., Ltd.", "KW": "K.S.C.|W.L.L.", "KZ": "TOO|ТОО|АО", "LI": "Anstalt|AG",
    "LT": "UAB|AB|MB", "LU": "S.à r.l.|S.A.|SCA", "LV": "SIA|AS", "MA": "SARL|S.A.", "MD": "S.R.L.", "ME": "d.o.o.",
    "MK": "DOOEL|DOO", "MT": "Ltd|p.l.c.", "MX": "S.A. de C.V.|S. de R.L. de C.V.|S.A.P.I. de C.V.|S.A.B. de C.V.",
    "MY": "Sdn. Bhd.|Bhd.", "NG": "Ltd|PLC", "NL": "B.V.|N.V.|V.O.F.|C.V.", "NO": "AS|ASA|ANS", "NZ": "Limited",
    "OM": "SAOG|SAOC|LLC", "PE": "S.A.C.|S.A.A.|E.I.R.L.", "PH": "Inc.|Corporation", "PK": "(Pvt.) Ltd.",
    "PL": "Sp. z o.o.|S.A.|Sp. k.|sp.j.", "PT": "Lda.|S.A.|Unipessoal Lda.", "PY": "S.R.L.", "QA": "Q.P.S.C.|W.L.L.",
    "RO": "S.R.L.|S.A.", "RS": "d.o.o.|a.d.", "RU": "ООО|ПАО|АО|OOO|ЗАО", "SA": "LLC|JSC", "SE": "AB|AB (publ)|HB|KB",
    "SG": "Pte. Ltd.|LLP", "SI": "d.o.o.|d.d.", "SK": "s.r.o.|a.s.", "TH": "Co., Ltd.|PCL|Public Company Limited",
    "TN": "SARL|SUARL", "TR": "A.Ş.|Ltd. Şti.|San. ve Tic. A.Ş.", "TW": "有限公司|Co., Ltd.", "UA": "ТОВ|ТзОВ|LLC",
    "US": "Inc.|LLC|Corp.|L.P.|Co.|PLLC", "UY": "S.A.S.", "UZ": "MChJ|OOO", "VE": "C.A.", "VN": "Co., Ltd|JSC",
    "ZA": "(Pty) Ltd|CC|NPC",
}  # fmt: skip
BEFORE = {
    "BY": "ООО", "ID": "PT", "JP": "株式会社", "KR": "(주)|주식회사", "KZ": "ТОО", "RU": "ООО|АО", "UA": "ТОВ",
    "VN": "Công ty TNHH|Công ty Cổ phần",
}  # fmt: skip
NAME = "Brightwell Krombach"


def test_sixty_countries_are_known() -> None:
    assert len(FORMS) >= 60


@pytest.mark.parametrize("country", FORMS)
def test_a_form_behind_the_name_changes_nothing(country: str) -> None:
    for form in FORMS[country].split("|"):
        assert core(f"{NAME} {form}") == core(NAME), form
        assert compare(Company(f"{NAME} {form}"), Company(NAME)).level is Level.SAME


@pytest.mark.parametrize("country", BEFORE)
def test_a_form_before_the_name_changes_nothing(country: str) -> None:
    for form in BEFORE[country].split("|"):
        assert core(f"{form} {NAME}") == core(NAME), form
