"""A study of four rows, results, two tables and one figure: all a brief needs, small enough to read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure as Drawing

from valuma.figures.record import Figure
from valuma.figures.style import context
from valuma.report.content import BriefContent, BriefTable
from valuma.report.results import Result, Results
from valuma.study.settings import StudySettings
from valuma.study.study import Study
from valuma.texts import message

TITLE = {"fi": "Saarten verkostot", "sv": "Öarnas nätverk", "en": "Networks of islands"}
WORDS = {
    "fi": {"network": "Verkosto", "known": "Tunnetut jäsenet", "share": "Osuus"},
    "sv": {"network": "Nätverk", "known": "Kända medlemmar", "share": "Andel"},
    "en": {"network": "Network", "known": "Members known", "share": "Share"},
}

START = {
    "fi": """# Saaret tapaavat toisiaan

Verkostoja on {{networks}}, ja niistä {{state|percent}} kokoaa valtion toimijoita [@list].

> **[numbers]**
>
> - **{{networks}}** verkostoa
> - **{{complete|of}}** jäsentä tunnetaan
""",
    "sv": """# Öarna möter varandra

Nätverken är {{networks}}, och {{state|percent}} av dem har statliga aktörer [@list].

> **[numbers]**
>
> - **{{networks}}** nätverk
> - **{{complete|of}}** kända medlemmar
""",
    "en": """# Islands meet each other

There are {{networks}} networks, and {{state|percent}} of them have State actors [@list].

> **[numbers]**
>
> - **{{networks}}** networks
> - **{{complete|of}}** members known
""",
}
FINDINGS = {
    "fi": """## Havainnot

{{#finding fewer}}
Valtio on mukana **harvemmin** kuin arvottaessa.
{{#else}}
Valtion mukanaolosta emme voi sanoa mitään.
{{/finding}}

![](figure:where)

[Kuviossa #](figure:where) ja [](table:members) on *sama* aineisto ([luettelo](https://example.org/list)).

[[table:members]]

- yksi
- kaksi

### Mitä muuta

> **[unknown]** Rahoitusta emme tunne.

> **[method] Laskutapa** Jäsenparit laskettiin kerran.
""",
    "sv": """## Iakttagelser

{{#finding fewer}}
Staten är med **mer sällan** än vid lottning.
{{#else}}
Om statens deltagande kan vi inte säga något.
{{/finding}}

![](figure:where)

[Figur #](figure:where) och [](table:members) visar *samma* data ([förteckning](https://example.org/list)).

[[table:members]]

- ett
- två

### Vad annat

> **[unknown]** Finansieringen känner vi inte.

> **[method] Räknesätt** Medlemspar räknades en gång.
""",
    "en": """## Findings

{{#finding fewer}}
The State is there **less often** than by lot.
{{#else}}
Of the State we can say nothing.
{{/finding}}

![](figure:where)

[Figure #](figure:where) and [](table:members) show the *same* data ([list](https://example.org/list)).

[[table:members]]

- one
- two

### What else

> **[unknown]** Funding is not known.

> **[method] Counting** Pairs of members were counted once.
""",
}


def write_texts(folder: Path) -> Path:
    """Write the two sections in three languages."""
    folder.mkdir(parents=True, exist_ok=True)
    for lang in ("fi", "sv", "en"):
        (folder / f"1-start.{lang}.md").write_text(START[lang], encoding="utf-8")
        (folder / f"2-findings.{lang}.md").write_text(FINDINGS[lang], encoding="utf-8")
    return folder


def make_study(*, synthetic: bool = False) -> Study:
    """A study of one network."""
    mark = "yes" if synthetic else pd.NA
    sources = pd.DataFrame(
        {
            "source_id": ["list", "report"],
            "title": ["Members & friends <2020>", "Yearly report"],
            "publisher": ["Island network", "Island network"],
            "url": ["https://example.org/members", pd.NA],
        }
    )
    actors = pd.DataFrame(
        {
            "actor_id": ["narpes"],
            "name": ["Närpes"],
            "kind": ["municipality"],
            "side": ["municipal"],
            "level": ["local"],
            "synthetic": [mark],
        }
    )
    networks = pd.DataFrame(
        {
            "network_id": ["islands"],
            "name_en": ["Islands"],
            "group": ["finnish"],
            "status": ["draft"],
            "synthetic": [mark],
        }
    )
    rows = pd.DataFrame(
        {
            "network_id": ["islands"],
            "actor_id": ["narpes"],
            "role": ["member"],
            "source_id": ["list"],
            "synthetic": [mark],
        }
    )
    settings = StudySettings(id="islands", title=TITLE, draws=99, seed=7)
    return Study.from_frames(settings=settings, sources=sources, actors=actors, networks=networks, memberships=rows)


def results(*, networks: int = 62, synthetic: bool = False, fewer: tuple[str, ...] = ("A", "B")) -> Results:
    """Four results of every kind the texts use."""
    return Results(
        [
            Result("networks", networks, synthetic=synthetic),
            Result("state", 0.38, kind="share", low=0.31, high=0.44),
            Result("complete", 22, n=22, of=57),
            Result("fewer", kind="finding", holds_under=fewer),
        ]
    )


def draw_where(lang: str, *, alt: str = "Three dots.", synthetic: bool = False) -> Figure:
    """Three dots and, for an example, the line that says so."""
    with context():
        drawing = Drawing(figsize=(5, 2), layout="constrained")
        axes = drawing.add_subplot()
        axes.scatter([1, 2, 3], [2, 1, 3])
        axes.set_title("Närpes & co")
        if synthetic:
            drawing.text(0, 0, message("synthetic-line", lang))
    data = pd.DataFrame({"network": ["Islands", "Skerries", "Bays"], "themes_span": [1.5, 2.0, float("nan")]})
    return Figure(
        name="where",
        lang=lang,
        figure=drawing,
        data=data,
        title="Närpes & co",
        caption="Each dot is a place.",
        alt=alt,
        sources=("report",),
        synthetic=synthetic,
    )


def members_table(lang: str) -> BriefTable:
    """Two networks: text, a count out of another, a share."""
    frame = pd.DataFrame({"network": ["Islands", "Skerries"], "known": ["22/57", "4/4"], "share": [0.25, 0.5]})
    return BriefTable(frame, WORDS[lang], "Members *known*", notes=("22/57: known of stated.",), sources=("list",))


def collect(study: Study, *, draws: int, seed: int, cache: object, networks: int = 62) -> BriefContent:
    """Collect what the texts ask for."""
    synthetic = study.synthetic
    return BriefContent(
        results(networks=networks, synthetic=synthetic),
        {"where": lambda lang: draw_where(lang, synthetic=synthetic)},
        {"members": members_table},
        options={"roles": ["member"]},
    )
