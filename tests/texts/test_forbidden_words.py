"""Forbidden words are found, and right words are left alone."""

from __future__ import annotations

import pytest

from valuma.texts import forbidden

WRONG = [
    ("en", "The mix of sectors is wide.", "sectors"),
    ("en", "Cross-sector work is rare.", "Cross-sector"),
    ("en", "Every county in Finland takes part.", "county"),
    ("en", "The province of Lapland.", "province"),
    ("en", "Small towns and their suburbs.", "Small towns"),
    ("en", "An island municipality.", "island municipality"),
    ("en", "Territorial cooperation between towns.", "Territorial cooperation"),
    ("en", "At most 80 % of the costs.", "80 % of the costs"),
    ("en", "A forecast of effects.", "forecast"),
    ("en", "The difference is significant.", "significant"),
    ("en", "Region Uusimaa leads.", "Region Uusimaa"),
    ("fi", "Yhteistyö yli sektorirajojen.", "sektorirajojen"),
    ("fi", "Eri sektoreiden edustajat.", "sektoreiden"),
    ("fi", "Lapin lääni on mukana.", "lääni"),
    ("fi", "Pienet kaupungit verkostoituvat.", "Pienet kaupungit"),
    ("fi", "Vaikutusten ennuste.", "ennuste"),
    ("fi", "Ero on tilastollisesti merkitsevä.", "tilastollisesti merkitsevä"),
    ("fi", "Rahoitus on 80 % kustannuksista.", "80 % kustannuksista"),
    ("sv", "Samarbete mellan sektorer.", "sektorer"),
    ("sv", "Nylands län deltar.", "län"),
    ("sv", "Region Nyland leder arbetet.", "Region Nyland"),
    ("sv", "Skillnaden är signifikant.", "signifikant"),
    ("sv", "Små städer och förorter.", "Små städer"),
    ("sv", "En prognos för effekterna.", "prognos"),
]

RIGHT = [
    ("en", "A policy sector is a branch of administration."),
    ("en", "The public sector pays."),
    ("en", "A Norwegian county is elected."),
    ("en", "Paper Province is a cluster."),
    ("en", "European territorial cooperation is Interreg."),
    ("en", "A nationally significant theme."),
    ("en", "At most 80% of public funding."),
    ("en", "The population forecast of the region."),
    ("en", "Bisectors and vectors are not meant."),
    ("fi", "Sektoritutkimuslaitokset ja julkisen sektorin toimijat."),
    ("fi", "Norrbottenin lääni on Ruotsissa."),
    ("fi", "Kansallisesti merkittävä teema."),
    ("fi", "Väestöennuste koko maakunnalle."),
    ("fi", "Entisen Oulun läänin alue."),
    ("en", "The assessment is not a forecast."),
    ("fi", "Arvio ei ole ennuste."),
    ("sv", "Länsstyrelsen i Norrbottens län."),
    ("sv", "Befolkningsprognosen för landskapet."),
    ("sv", "Den offentliga sektorn betalar."),
    ("sv", "Region Skåne är en folkvald region."),
    ("sv", "Högst 80 % av den offentliga finansieringen."),
]


@pytest.mark.parametrize(("lang", "text", "found"), WRONG)
def test_wrong_word_is_found_where_it_stands(lang: str, text: str, found: str) -> None:
    first = forbidden(text, lang)[0]
    assert first.found == found
    assert text[first.start : first.start + len(found)] == found
    assert first.say


@pytest.mark.parametrize(("lang", "text"), RIGHT)
def test_right_word_is_no_false_alarm(lang: str, text: str) -> None:
    assert forbidden(text, lang) == []


def test_a_county_is_right_only_in_the_sentence_that_speaks_of_norway() -> None:
    hits = forbidden("A county in Norway is elected. A county in Finland is not.", "en")
    assert [hit.start for hit in hits] == [33]


def test_official_names_may_hold_any_word() -> None:
    text = "Sector Forum Lapland takes part; the sector is small."
    assert [hit.start for hit in forbidden(text, "en", names=["Sector Forum Lapland"])] == [37]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The E-I index is 0.2."),
        ("en", "Assortativity is high (p = 0.03)."),
        ("en", "The difference holds (p<.001)."),
        ("fi", "E-I-indeksi on 0,2 ja z-arvo 3."),
        ("sv", "Assortativiteten är hög."),
    ],
)
def test_annex_measures_are_forbidden_in_a_brief_only(lang: str, text: str) -> None:
    assert forbidden(text, lang) == []
    assert forbidden(text, lang, where="brief")
