"""Personal data in answers are flagged by cells, words and options; words on a policy field are not."""

from __future__ import annotations

import pandas as pd
import pytest

from valuma.survey.codebook import Variable
from valuma.survey.disclosure.identifiers import flag_identifiers, has_identity_code, sort_of_cells

NAMES = ["Maija Esimerkki", "Matti Mallikas", "Anna-Liisa Kokeilija"]


@pytest.mark.parametrize(
    ("cells", "sort"),
    [
        (["a@town.example", "b@lake.example"], "e-mail addresses"),
        (["040 123 4567", "+358 50 765 4321"], "phone numbers"),
        (["192.0.2.1", "198.51.100.25"], "IP addresses"),
        (["2001:db8::8a2e:370:7334", "fe80::1"], "IP addresses"),
        (["61.4978, 23.7610", "60.1699; 24.9384"], "coordinates"),
        (["131052-308T"], "personal identity codes"),
        (["aXq29sPz01", "bYw38tQm52", "cZe47uRn63"], "tokens of respondents"),
        (NAMES, "names of persons"),
        (["Rantakatu 5", "Kirkkotie 12"], "addresses"),
        (["Oulu", "Espoo", "Kuopio"], ""),
        (["1234567-8", "2345678-9"], ""),  # business identity codes
        (["3.5", "4.25"], ""),
        (["25.4657123", "-8.1234567"], ""),  # numbers with decimals are no phone numbers
    ],
)
def test_direct_identifiers_are_known_by_their_cells(cells: list[str], sort: str) -> None:
    assert sort_of_cells(pd.Series(cells)) == sort


def test_identity_codes_are_told_by_their_check_character_of_every_century() -> None:
    # 131052-308T is the example of the Digital and Population Data Services Agency; the other one counts modulo 31.
    assert has_identity_code("131052-308T")
    assert has_identity_code("born 010100A001F")
    assert not has_identity_code("131052-308A")
    assert not has_identity_code("991352-308T")


@pytest.mark.parametrize(
    ("label", "kind", "sort"),
    [
        ("Mitä puoluetta edustatte valtuustossa?", "category", "political opinions"),
        ("Vilket parti representerar du?", "category", "political opinions"),
        ("Which party would you vote for?", "category", "political opinions"),
        ("Oletteko ammattiliiton jäsen?", "category", "trade union membership"),
        ("Är du medlem i ett fackförbund?", "category", "trade union membership"),
        ("Millainen on terveydentilanne?", "ordered", "health"),
        ("Hurdant är ditt hälsotillstånd?", "ordered", "health"),
        ("How would you rate your health?", "ordered", "health"),
        ("Mihin uskontokuntaan kuulutte?", "category", "religion or belief"),
        ("Ethnic background", "category", "ethnic origin"),
        ("Sexuell läggning", "category", "sex life or orientation"),
        ("Onko teillä rikostuomioita?", "category", "offences"),
        ("submitdate", "date", "times of answering"),
        ("Valmistumisaika", "date", "times of answering"),
        ("Sähköpostiosoitteenne", "text", "e-mail addresses"),
        ("Vastaajan nimi", "text", "names of persons"),
        ("IP-osoite", "text", "IP addresses"),
        ("Latitude", "numeric", "coordinates"),
        ("Kuinka tärkeää on kuntien välinen yhteistyö?", "ordered", ""),
        ("Kiinnostus teemaan: terveys ja hyvinvointi", "ordered", ""),
        ("Interest in health and social services", "ordered", ""),
        ("Työllisyys ja ammatillinen koulutus", "ordered", ""),
        ("Kolmas sektori ja seurakunnat kumppaneina", "ordered", ""),
        ("Staff time spent on networks, days a year", "numeric", ""),
        ("Osallistutteko verkoston toimintaan?", "category", ""),
        ("Nimeämänne verkosto", "category", ""),
    ],
)
def test_words_of_a_question_tell_what_it_asks_of_a_person(label: str, kind: str, sort: str) -> None:
    variable = Variable("q1", label, kind, {1.0: "a", 2.0: "b"} if kind in ("category", "ordered") else {})
    found, _ = flag_identifiers(pd.DataFrame({"q1": []}), {"q1": variable})
    assert found == ({"q1": sort} if sort else {})


def test_options_with_names_of_parties_tell_what_the_question_is() -> None:
    labels = {1.0: "Keskusta", 2.0: "Kokoomus", 3.0: "SDP", 4.0: "en halua sanoa"}
    found, remarks = flag_identifiers(pd.DataFrame({"k7": [1.0]}), {"k7": Variable("k7", "Ryhmä", "category", labels)})
    assert found == {"k7": "political opinions"}
    assert "special category" in remarks[0].what


def test_an_interest_in_a_theme_is_never_taken_for_the_state_of_a_person() -> None:
    variable = Variable("t4", "Sairauksien ehkäisy", "ordered", {0.0: "ei", 4.0: "paljon"}, role="interest")
    assert flag_identifiers(pd.DataFrame({"t4": [1.0]}), {"t4": variable})[0] == {}


def test_the_codebook_has_the_last_word() -> None:
    values = pd.DataFrame({"a": ["x@town.example"], "b": [1.0]})
    book = {"a": Variable("a", "Contact", "text", personal=False), "b": Variable("b", "Group", personal=True)}
    assert flag_identifiers(values, book)[0] == {"b": "personal data"}


def test_open_answers_are_flagged_although_only_some_name_a_person() -> None:
    texts = ["Yhteistyö toimii hyvin maakunnan kanssa"] * 18 + ["Kysykää asiasta Maija Esimerkki, 040 123 4567"] * 2
    found, remarks = flag_identifiers(pd.DataFrame({"k9": texts}), {"k9": Variable("k9", "Muuta?", "text")})
    assert found == {"k9": "open answers"}
    assert remarks[0].severity == "warning"


def test_names_of_organisations_have_a_sort_of_their_own_unless_persons_are_written_there() -> None:
    book = {"org": Variable("org", "Organisaatio", "text", role="organisation")}
    assert flag_identifiers(pd.DataFrame({"org": ["Oulu", "Kuntaliitto"]}), book)[0] == {
        "org": "names of organisations"
    }
    assert flag_identifiers(pd.DataFrame({"org": NAMES}), book)[0] == {"org": "names of persons"}
