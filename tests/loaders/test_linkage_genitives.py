"""Genitives of place names by the rules of Finnish, against a list written by hand."""

from __future__ import annotations

import pytest

from valuma.loaders.names.finnish import finnish_genitives, swedish_genitive

# As the municipalities write themselves ("Äänekosken kaupunki"); second forms are those of the list of genitives of
# the Institute for the Languages of Finland.
BY_HAND = """
Äänekoski Äänekosken; Oulu Oulun; Kauhajoki Kauhajoen; Tampere Tampereen; Lahti Lahden; Turku Turun; Pori Porin
Kokkola Kokkolan; Seinäjoki Seinäjoen; Helsinki Helsingin; Espoo Espoon; Mikkeli Mikkelin; Pietarsaari Pietarsaaren
Savonlinna Savonlinnan; Rauma Rauman; Uusikaupunki Uudenkaupungin; Ähtäri Ähtärin; Liminka Limingan; Ii Iin
Siikalatva Siikalatvan; Rovaniemi Rovaniemen; Järvenpää Järvenpään; Haapavesi Haapaveden; Kerava Keravan
Vihti Vihdin; Lieto Liedon; Luoto Luodon; Hanko Hangon; Outokumpu Outokummun; Kannus Kannuksen; Varkaus Varkauden
Alavus Alavuden; Virrat Virtain; Loppi Lopen; Raahe Raahen; Muurame Muuramen; Pälkäne Pälkäneen; Kuortane Kuortaneen
Savitaipale Savitaipaleen; Kitee Kiteen; Punkalaidun Punkalaitumen; Pihtipudas Pihtiputaan; Rautalampi Rautalammin
Toholampi Toholammin; Juuka Juuan; Kotka Kotkan; Kurikka Kurikan; Iitti Iitin; Inkoo Inkoon; Kirkkonummi Kirkkonummen
Harjavalta Harjavallan; Lappeenranta Lappeenrannan; Leppävirta Leppävirran; Pyhäntä Pyhännän; Vesanto Vesannon
Salo Salon; Kemi Kemin; Simo Simon; Sauvo Sauvon; Rusko Ruskon; Masku Maskun; Mäntyharju Mäntyharjun; Lapua Lapuan
Parainen Paraisten; Huittinen Huittisten; Kaustinen Kaustisen; Joroinen Joroisten; Isokyrö Isonkyrön
Uusikaarlepyy Uudenkaarlepyyn; Kristiinankaupunki Kristiinankaupungin; Mänttä-Vilppula Mänttä-Vilppulan
Maarianhamina Maarianhaminan; Kemiönsaari Kemiönsaaren; Korsnäs Korsnäsin; Hammarland Hammarlandin; Närpiö Närpiön
Uusimaa Uudenmaan; Varsinais-Suomi Varsinais-Suomen; Satakunta Satakunnan; Kanta-Häme Kanta-Hämeen; Lappi Lapin
Pohjois-Savo Pohjois-Savon; Kymenlaakso Kymenlaakson; Pirkanmaa Pirkanmaan; Kainuu Kainuun; Pohjanmaa Pohjanmaan
"""
PAIRS = [tuple(pair.split()) for line in BY_HAND.strip().splitlines() for pair in line.split(";")]


@pytest.mark.parametrize(("nominative", "genitive"), PAIRS)
def test_the_genitive_written_by_hand_is_made(nominative: str, genitive: str) -> None:
    assert genitive.casefold() in finnish_genitives(nominative)


def test_the_genitives_are_few_and_the_additions_stay() -> None:
    assert finnish_genitives("Koski Tl") == ("kosken tl",)
    assert max(len(finnish_genitives(nominative)) for nominative, _ in PAIRS) == 2


def test_names_of_swedish_origin_keep_their_consonants() -> None:
    assert finnish_genitives("Geta", gradation=False) == ("getan",)
    assert finnish_genitives("Kumlinge", gradation=False) == ("kumlingen",)


@pytest.mark.parametrize(
    ("name", "genitive"), [("Borgå", "borgås"), ("Hangö", "hangös"), ("Malax", "malax"), ("Närpes", "närpes")]
)
def test_the_swedish_genitive_has_an_s_unless_it_is_there(name: str, genitive: str) -> None:
    assert swedish_genitive(name) == genitive


def test_every_municipality_of_the_register_is_linked_by_its_genitive(study) -> None:
    from valuma.loaders.linkage import known_names, link

    names = {}
    for row in study.municipalities.to_dict("records"):
        swedish = row["name_fi"] == row["name_sv"] and str(row["language"]).startswith("sv")
        for genitive in finnish_genitives(row["name_fi"], gradation=not swedish):
            names[f"{genitive} kaupunki"] = row["municipality_code"]
        if isinstance(row["name_sv"], str):
            names[f"{swedish_genitive(row['name_sv'])} kommun"] = row["municipality_code"]
    found = link(list(names), known_names(study), at=2019).frame
    codes = study.actors.set_index("actor_id")["municipality_code"]
    assert found.loc[found["band"] != "linked", "name"].tolist() == []
    assert codes[found["actor_id"]].tolist() == list(names.values())
