"""A small survey for the study of `study_builder`: codebook, answers, invitations; everything in it is invented."""

from __future__ import annotations

from pathlib import Path

from study_builder import build_study, write

SURVEY = "surveys/lake-survey"

TOML = """\
id = "lake-survey"
year = 2020
language = "en"
answers = "answers.csv"
invited = "invited.csv"

[title]
fi = "Järvikysely"
sv = "Sjöenkäten"
en = "Lake survey"

[privacy]
controller = "Lake network"

[[scales]]
name = "how-much"
ordered = true
options = [
  { code = 0, fi = "ei lainkaan", sv = "inte alls", en = "not at all" },
  { code = 1, fi = "vähän", sv = "litet", en = "a little" },
  { code = 2, fi = "jonkin verran", sv = "något", en = "somewhat" },
  { code = 3, fi = "paljon", sv = "mycket", en = "much" },
  { code = 4, fi = "erittäin paljon", sv = "väldigt mycket", en = "very much" },
  { code = 9, fi = "en osaa sanoa", sv = "kan inte säga", en = "cannot say", missing = "cannot-say" },
]

[[scales]]
name = "ticks"
options = [
  { code = 0, fi = "ei valittu", sv = "inte vald", en = "not selected" },
  { code = 1, fi = "valittu", sv = "vald", en = "selected" },
]

[[items]]
name = "token"
role = "respondent"
kind = "text"

[[items]]
name = "org"
en = "Your organisation"
role = "organisation"

[[items]]
name = "water"
en = "Water"
scale = "how-much"
role = "interest"
theme = "water"

[[items]]
name = "housing"
en = "Housing"
scale = "how-much"
role = "interest"
theme = "housing"

[[items]]
name = "net_lake"
en = "Lake network"
scale = "ticks"
role = "membership"
network = "lake-network"

[[items]]
name = "with_ministry"
en = "The ministry"
scale = "how-much"
role = "cooperation"
partner = "min-land"

[[items]]
name = "partners"
en = "With whom do you work most?"
kind = "text"
role = "cooperation"
"""

ANSWERS = """\
token;org;water;housing;net_lake;with_ministry;partners
k1;Suurkylän kaupunki;4;2;1;3;Rantala; Korpi
k2;Suurkylä;2;9;0;1;
k3;Rantalan kunta;3;0;0;;Suurkylä
k4;Metsälän Voima Oy;4;4;1;4;Suurkylä
""".replace("Rantala; Korpi", '"Rantala; Korpi"')

INVITED = """\
token,kind,tier,region
k1,municipality,local,01
k2,municipality,local,01
k3,municipality,local,01
k4,business,not-applicable,01
k5,ministry,national,not-applicable
"""


def build_survey_study(folder: Path) -> Path:
    """Write the whole study folder with its survey and return it."""
    build_study(folder)
    write(folder, f"{SURVEY}/survey.toml", TOML)
    write(folder, f"{SURVEY}/answers.csv", ANSWERS)
    write(folder, f"{SURVEY}/invited.csv", INVITED)
    return folder
