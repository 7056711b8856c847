"""A small valid study folder, written to a temporary place; every place and organisation in it is invented."""

from __future__ import annotations

from pathlib import Path

STUDY = """\
id = "lake-study"
reference_year = 2020

[title]
fi = "Järviseutu"
sv = "Sjöbygden"
en = "Lake country"
"""

SOURCES = """\
source_id,title,publisher,url,published,accessed
lake-page,Members of the lake network,Lake network,https://lake.example/members,2019,2020-05-01
land-survey,Register of places,Land survey,,2020-01-01,2020-05-01
"""

REGIONS = """\
region_code,name_fi,name_sv,name_en,population,source_id
01,Etelä,Söder,South,110000,land-survey
02,Pohjoinen,Norr,North,30000,land-survey
"""

MUNICIPALITIES = """\
municipality_code,name_fi,region_code,region_code_2020,population_2019,latitude,longitude,archipelago,source_id
005,Suurkylä,01,01,80000,60.0,25.0,no,land-survey
010,Rantala,01,01,20000,60.1,25.0,part,land-survey
020,Saarela,02,01,10000,60.2,25.0,yes,land-survey
030,Korpi,02,02,30000,63.0,25.0,no,land-survey
"""

AREA_CHANGES = """\
area_kind,area,old,new,date,change,source_id
municipality,020,01,02,2021-01-01,moved,land-survey
"""

ACTORS = """\
actor_id,name,kind,side,level,policy_sectors,country,municipality_code
suurkyla,Suurkylä,municipality,municipal,local,not-applicable,FI,005
rantala,Rantala,municipality,municipal,local,not-applicable,FI,010
saarela,Saarela,municipality,municipal,local,not-applicable,FI,020
korpi,Korpi,municipality,municipal,local,not-applicable,FI,030
lake-leader,Järviseudun Leader ry,leader-group,civil-society,subregional,agriculture;economy,FI,
min-land,Ministry of Land,ministry,central-state,national,agriculture;environment,FI,not-applicable
univ-north,University of the North,university,knowledge,national,education;innovation,FI,not-applicable
"""

ACTOR_AREAS = """\
actor_id,area_kind,area,branch,share,from,to,source_id
lake-leader,municipality,010,,,,,land-survey
lake-leader,municipality,020,,,,,land-survey
"""

THEMES = """\
theme_id,label_fi,label_sv,label_en,broader,policy_field,policy_sectors,phenomenon
water,Vesi,Vatten,Water,,rural,environment;agriculture,yes
housing,Asuminen,Boende,Housing,water,urban,housing,no
"""

CODING_RULES = """\
[kind.municipality]
side = "municipal"
levels = ["local"]
general_authority = true

[kind.ministry]
side = "central-state"
levels = ["national"]

[kind.leader-group]
side = "civil-society"
levels = ["subregional"]
remit = ["agriculture", "economy"]

[kind.university]
side = "knowledge"
levels = ["national"]
tier = "none"
tier_b = "national"
"""

AREA_RULES = """\
city_population = 50000

[label]
fi = "Luokka (johdettu)"
sv = "Klass (härledd)"
en = "Class (derived)"

[note]
fi = "Johdettu"
sv = "Härledd"
en = "Derived"

[[classes]]
id = "city"
min_population = 50000
fi = "Kaupunki"
sv = "Stad"
en = "City"

[[classes]]
id = "near-city"
max_distance = 30
fi = "Lähellä"
sv = "Nära"
en = "Near"

[[classes]]
id = "far"
fi = "Kaukana"
sv = "Långt borta"
en = "Far"
"""

CARD = """\
id = "lake-network"
group = "finnish"
status = "draft"
purpose_kind = "peer-learning"
policy_fields = ["rural"]
governance = "lead-organisation"
coordinator = "suurkyla"
legal_form = "none"
country = "FI"
founded = 2012
ended = "none"
sources = ["lake-page"]
curators_reading = ["purpose_kind", "policy_fields", "governance"]

[name]
fi = "Järviverkosto"
sv = "Sjönätverket"
en = "Lake network"
translated = ["sv", "en"]

[purpose]
fi = "Kunnat oppivat toisiltaan."
sv = "Kommunerna lär av varandra."
en = "Municipalities learn from each other."

[source_of]
founded = ["land-survey"]

[[periods]]
from = 2018
to = 2020
what = "project"
source = "lake-page"

[[bodies]]
name = "steering group"
kinds = ["municipality", "ministry"]
source = "lake-page"

[[member_counts]]
of = "municipalities"
kinds = ["municipality"]
roles = ["coordinator", "member"]
n_low = 4
n_high = 5
year = 2020
list_is = "as found"
used = true
source = "lake-page"

[[members_missing]]
of = "municipalities"
area_kind = "region"
area = "02"
n = 2
source = "lake-page"

[[funding]]
kind = "state-grant"
payer = "min-land"
amount = 100000
currency = "EUR"
year = 2018
year_to = 2020
source = "lake-page"

[[themes]]
id = "water"
primary = true
source = "lake-page"

[[claims]]
field = "founded"
value = "2012"
used = true
source = "land-survey"

[[claims]]
field = "founded"
value = "2013"
used = false
reason = "The register is nearer to the event."
source = "lake-page"

[[practices]]
kind = "practice"
fi = "Vierailut kunnasta toiseen."
sv = "Besök från kommun till kommun."
en = "Visits from town to town."
reading_by = "curator"
source = "lake-page"
"""

MEMBERS = """\
actor_id,role,year_from,year_to,observed_year,source_id
suurkyla,coordinator,2012,,2019,lake-page
rantala,member,,,2019,lake-page
saarela,member,2015,2019,2019,lake-page
lake-leader,partner,,,2019,lake-page
min-land,funder,2018,2020,2019,lake-page
"""

CASE = "cases/finnish/lake-network"

FILES = {
    "study.toml": STUDY,
    "cases/registry/sources.csv": SOURCES,
    "cases/registry/regions.csv": REGIONS,
    "cases/registry/municipalities.csv": MUNICIPALITIES,
    "cases/registry/area_changes.csv": AREA_CHANGES,
    "cases/registry/actors.csv": ACTORS,
    "cases/registry/actor_areas.csv": ACTOR_AREAS,
    "cases/registry/themes.csv": THEMES,
    "cases/registry/coding_rules.toml": CODING_RULES,
    "cases/registry/area_rules.toml": AREA_RULES,
    f"{CASE}/card.toml": CARD,
    f"{CASE}/members.csv": MEMBERS,
}


def build_study(folder: Path) -> Path:
    """Write the whole study folder and return it."""
    for name, text in FILES.items():
        write(folder, name, text)
    return folder


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """Write one file of the folder, with the folders above it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a text that stands exactly once in a file of the folder."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    write(folder, name, text.replace(old, new))


def add(folder: Path, name: str, lines: str) -> None:
    """Append lines to a file of the folder."""
    write(folder, name, (folder / name).read_text(encoding="utf-8") + lines)
