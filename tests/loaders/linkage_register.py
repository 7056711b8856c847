"""A small registry for the tests of linkage; its municipalities are those of Finland."""

from __future__ import annotations

import io

import pandas as pd

MUNICIPALITIES = """\
municipality_code,name_fi,name_sv,region_code,language,valid_to,merged_into
049,Espoo,Esbo,01,fi;sv,,
091,Helsinki,Helsingfors,01,fi;sv,,
099,Honkajoki,Honkajoki,04,fi,2020-12-31,214
139,Ii,Ijo,17,fi,,
149,Inkoo,Ingå,01,sv;fi,,
213,Kangasniemi,Kangasniemi,10,fi,,
214,Kankaanpää,Kankaanpää,04,fi,,
398,Lahti,Lahtis,07,fi,,
405,Lappeenranta,Villmanstrand,09,fi,,
564,Oulu,Uleåborg,17,fi,,
598,Pietarsaari,Jakobstad,15,sv;fi,,
680,Raisio,Reso,02,fi,,
740,Savonlinna,Nyslott,10,fi,,
837,Tampere,Tammerfors,06,fi,,
893,Uusikaarlepyy,Nykarleby,15,sv;fi,,
895,Uusikaupunki,Nystad,02,fi,,
905,Vaasa,Vasa,15,fi;sv,,
992,Äänekoski,Äänekoski,13,fi,,
"""

ALIASES = """\
alias,municipality_code,kind
Nastola,398,old-name
Honkajoki,214,old-name
Aanekoski,992,ascii
"""

REGIONS = """\
region_code,name_fi,name_sv,name_en
11,Pohjois-Savo,Norra Savolax,North Savo
15,Pohjanmaa,Österbotten,Ostrobothnia
17,Pohjois-Pohjanmaa,Norra Österbotten,North Ostrobothnia
02,Varsinais-Suomi,Egentliga Finland,Southwest Finland
"""

ACTORS = """\
actor_id,name,name_sv,name_en,kind,country,municipality_code,valid_from,valid_to
espoo,Espoo,Esbo,Espoo,municipality,FI,049,,
helsinki,Helsinki,Helsingfors,Helsinki,municipality,FI,091,,
honkajoki,Honkajoki,,,municipality,FI,099,,2020
ii,Ii,Ijo,Ii,municipality,FI,139,,
inkoo,Inkoo,Ingå,Ingå,municipality,FI,149,,
kangasniemi,Kangasniemi,,,municipality,FI,213,,
kankaanpaa,Kankaanpää,,,municipality,FI,214,,
lahti,Lahti,Lahtis,Lahti,municipality,FI,398,,
oulu,Oulu,Uleåborg,Oulu,municipality,FI,564,,
pietarsaari,Pietarsaari,Jakobstad,Jakobstad,municipality,FI,598,,
raisio,Raisio,Reso,Raisio,municipality,FI,680,,
savonlinna,Savonlinna,Nyslott,Savonlinna,municipality,FI,740,,
tampere,Tampere,Tammerfors,Tampere,municipality,FI,837,,
uusikaarlepyy,Uusikaarlepyy,Nykarleby,Nykarleby,municipality,FI,893,,
uusikaupunki,Uusikaupunki,Nystad,Uusikaupunki,municipality,FI,895,,
vaasa,Vaasa,Vasa,Vaasa,municipality,FI,905,,
aanekoski,Äänekoski,,,municipality,FI,992,,
lund,Lunds kommun,,Lund municipality,municipality,SE,not-applicable,,
business-oulu,BusinessOulu,,BusinessOulu,development-company,FI,564,,
min-tem,Työ- ja elinkeinoministeriö,Arbets- och näringsministeriet,,ministry,FI,not-applicable,,
rc-pohjois-savo,Pohjois-Savon liitto,Norra Savolax förbund,,regional-council,FI,,,
rc-pohjanmaa,Pohjanmaan liitto,Österbottens förbund,,regional-council,FI,,,
rc-pohjois-pohjanmaa,Pohjois-Pohjanmaan liitto,Norra Österbottens förbund,,regional-council,FI,,,
ely-pohjois-savo,Pohjois-Savon ELY-keskus,NTM-centralen i Norra Savolax,,state-regional,FI,,,
univ-helsinki,Helsingin yliopisto,Helsingfors universitet,University of Helsinki,university,FI,091,,
uas-turku,Turun ammattikorkeakoulu,,,uas,FI,,,
syke,Suomen ympäristökeskus,Finlands miljöcentral,,research-institute,FI,,,
spek,Suomen Pelastusalan Keskusjärjestö SPEK,,,association,FI,,,
leader-ravakka,Ravakka ry,,,leader-group,FI,,,
naturpolis,Naturpolis Oy,,,development-company,FI,,,
no-molde,Molde kommune (city region),,Molde city region,city-region,NO,,,
skanes-kommuner,Skånes Kommuner (earlier Kommunförbundet Skåne),,,municipal-association,SE,,,
landsbygd-fi,Maaseutuverkosto,Landsbygdsnätverket,,network,FI,,,
landsbygd-se,Landsbygdsnätverket,,,network,SE,,,
troms,Troms fylkeskommune,,,self-governing-region,NO,,,2019
troms-finnmark,Troms og Finnmark fylkeskommune,,,self-governing-region,NO,,2020,
"""

SUCCESSION = """\
old,new,date,change
honkajoki,kankaanpaa,2021-01-01,merged
troms,troms-finnmark,2020-01-01,merged
"""


def table(text: str) -> pd.DataFrame:
    """Return a table of text, empty cells missing."""
    return pd.read_csv(io.StringIO(text), dtype="str")


def register() -> dict[str, pd.DataFrame]:
    """Return the tables of the registry."""
    return {
        "actors": table(ACTORS),
        "municipalities": table(MUNICIPALITIES),
        "aliases": table(ALIASES),
        "regions": table(REGIONS),
        "actor_succession": table(SUCCESSION),
    }
