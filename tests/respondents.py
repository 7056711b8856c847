"""A survey of invented respondents, drawn with a seed: as many themes, obstacles and fee rules as a test wants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from valuma.schema.frozen import Frozen
from valuma.survey import Block, Blocks, Codebook, MissingRule, Reason, Survey, SurveySettings, Variable
from valuma.texts import LANGUAGES

KINDS = (
    ("municipality", "local", 0.52),
    ("leader-group", "local", 0.09),
    ("development-company", "local", 0.08),
    ("association", "local", 0.09),
    ("regional-council", "regional", 0.05),
    ("state-regional", "regional", 0.06),
    ("uas", "regional", 0.07),
    ("ministry", "national", 0.04),
)
REGIONS = ("01", "02", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19")
AMOUNTS = (0, 500, 1000, 2500, 5000, 10000)
SCALE = (
    ("ei lainkaan", "inte alls", "not at all"),
    ("vähän", "litet", "a little"),
    ("jonkin verran", "i viss mån", "somewhat"),
    ("paljon", "mycket", "much"),
    ("erittäin paljon", "väldigt mycket", "very much"),
)
CANNOT_SAY = ("en osaa sanoa", "kan inte säga", "cannot say")
NO_MANDATE = ("ei valtuutta sanoa", "inget mandat att säga", "no mandate to say")
RULES = (
    ("flat", "sama maksu kaikille", "samma avgift för alla", "the same fee for all"),
    ("inhabitants", "maksu asukasluvun mukaan", "avgift enligt invånarantal", "a fee by inhabitants"),
    ("use", "maksu käytön mukaan", "avgift enligt användning", "a fee by use"),
)
OBSTACLES = (
    ("time", "työaikaa ei ole", "arbetstiden räcker inte", "no working time"),
    ("money", "rahaa ei ole osallistumiseen", "inga pengar för att delta", "no money for taking part"),
    (
        "projects",
        "hankkeet päättyvät ja työ katkeaa",
        "projekten tar slut och arbetet avbryts",
        "work ends with projects",
    ),
    (
        "overlap",
        "päällekkäisiä verkostoja on liikaa",
        "för många överlappande nätverk",
        "too many overlapping networks",
    ),
    ("leaders", "johto ei ole sitoutunut", "ledningen är inte engagerad", "leaders are not committed"),
    ("distance", "matkat ovat pitkiä", "resorna är långa", "long journeys"),
    (
        "language",
        "tietoa ei saa omalla kielellä",
        "information saknas på det egna språket",
        "nothing in one's language",
    ),
    ("benefit", "hyöty jää näkemättä", "nyttan syns inte", "the benefit stays unseen"),
)
MOTIVES = (
    ("peers", "oppia vertaisilta", "lära av andra", "to learn from peers"),
    ("voice", "saada ääni kuuluviin", "få sin röst hörd", "to be heard"),
    ("funding", "saada rahoitusta", "få finansiering", "to get funding"),
    (
        "tasks",
        "hoitaa lakisääteiset tehtävät paremmin",
        "sköta lagstadgade uppgifter bättre",
        "to do statutory tasks better",
    ),
)


def by_language(words: Sequence[str]) -> Frozen[str, str]:
    """Words in Finnish, Swedish and English."""
    return Frozen(dict(zip(LANGUAGES, words, strict=True)))


def options(names: Sequence[Sequence[str]], first: float = 0.0) -> dict[str, Any]:
    """Labels of codes that count from the first one, in three languages."""
    codes = [first + place for place in range(len(names))]
    return {
        "labels": Frozen({code: words[0] for code, words in zip(codes, names, strict=True)}),
        "value_texts": Frozen(
            {
                lang: Frozen({code: words[at] for code, words in zip(codes, names, strict=True)})
                for at, lang in enumerate(LANGUAGES)
            }
        ),
    }


def with_missing(found: dict[str, Any], code: float, names: Sequence[str]) -> dict[str, Any]:
    """The same options with one more that is no answer."""
    labels = Frozen({**found["labels"], code: names[0]})
    texts = {lang: Frozen({**found["value_texts"][lang], code: names[at]}) for at, lang in enumerate(LANGUAGES)}
    rule = MissingRule(code, code, names[0], Reason.CANNOT_SAY)
    return {**found, "labels": labels, "value_texts": Frozen(texts), "missing": (*found.get("missing", ()), rule)}


class Drawn:
    """Columns of answers as they are drawn, with their variables.

    Parameters
    ----------
    n : int
        Respondents.
    seed : int
        Of the draws.
    """

    def __init__(self, n: int, seed: int) -> None:
        self.lots = np.random.default_rng(seed)
        self.n = n
        self.variables: list[Variable] = []
        self.values: dict[str, pd.Series] = {}
        self.reasons: dict[str, pd.Series] = {}

    def add(self, variable: Variable, codes: np.ndarray | Sequence[Any]) -> None:
        """Enter a variable by its codes; NaN was not answered."""
        column = pd.Series(list(codes), index=range(1, self.n + 1), dtype=object)
        why = pd.Series(pd.NA, index=column.index, dtype=object)
        why[column.isna()] = str(Reason.NOT_ANSWERED)
        for code in column.dropna().unique():
            if (rule := variable.rule(code)) is not None:
                why[column == code] = str(rule)
                column[column == code] = np.nan
        if variable.kind in ("category", "ordered"):
            labels = [variable.labels[code] for code in variable.codes]
            found = column.map(lambda code: variable.labels.get(code, np.nan))
            values: pd.Series = pd.Series(
                pd.Categorical(found, categories=labels, ordered=variable.kind == "ordered"), index=column.index
            )
        else:
            values = column.astype(float) if variable.kind == "numeric" else column.astype("str")
        self.variables.append(variable)
        self.values[variable.name], self.reasons[variable.name] = values, why


def respondents(
    n: int = 420,
    *,
    invited: int | None = 1400,
    themes: Sequence[str] = ("water", "housing", "transport"),
    synthetic: bool = True,
    organisations: int | None = None,
    kinds: int = len(KINDS),
    rules: int = len(RULES),
    survey_id: str = "made-survey",
    seed: int = 2020,
) -> Survey:
    """Return a survey with every role that a figure shows.

    Parameters
    ----------
    n : int
        Respondents.
    invited : int, optional
        Length of the list it was sent to; None for an open link.
    themes : sequence of str
        Themes that were asked about.
    synthetic : bool
        Whether it says that it is invented.
    organisations : int, optional
        Number of organisations; by default nine for ten respondents.
    kinds, rules : int
        So many kinds of organisation and fee rules.
    survey_id : str
        Identifier.
    seed : int
        Of the draws.
    """
    drawn = Drawn(n, seed)
    people = _people(drawn, organisations or max(1, n * 9 // 10), KINDS[:kinds])
    _interests(drawn, themes, people)
    blocks = [
        Block("interest", "grid", "Kiinnostus teemoihin", tuple(f"interest_{theme}" for theme in themes)),
        _ticks(drawn, "motive", "Miksi olette mukana verkostoissa?", MOTIVES, people),
        _ticks(drawn, "obstacle", "Mikä estää osallistumasta?", OBSTACLES, people),
        _payment_card(drawn, people, RULES[:rules]),
    ]
    drawn.add(Variable("w", "Painokerroin", role="weight"), np.where(people["kind"] == "municipality", 0.8, 1.2))
    frame = None if invited is None else _invited(people, invited, drawn.lots)
    settings = SurveySettings(
        id=survey_id,
        title=by_language(("Keksitty kysely", "Påhittad enkät", "Invented survey")),
        year=2020,
        synthetic=synthetic,
        sample="open-link" if invited is None else "invited",
        weight="" if invited is None else "w",
        respondent="token",
        organisation="org",
    )
    return Survey(
        settings=settings,
        answers=pd.DataFrame(drawn.values).rename_axis("respondent"),
        reasons=pd.DataFrame(drawn.reasons).rename_axis("respondent"),
        codebook=Codebook(drawn.variables),
        blocks=Blocks(blocks),
        invited=frame,
    )


def _people(drawn: Drawn, organisations: int, there: Sequence[tuple[str, str, float]]) -> pd.DataFrame:
    """Who answers: an organisation each, of a kind, on a tier, in a region."""
    shares = np.array([share for _, _, share in there])
    kinds = drawn.lots.choice(len(there), size=organisations, p=shares / shares.sum())
    regions = drawn.lots.choice(len(REGIONS), size=organisations)
    own = np.concatenate([np.arange(organisations), drawn.lots.choice(organisations, size=drawn.n)])[: drawn.n]
    people = pd.DataFrame(
        {
            "token": [f"t{place:04d}" for place in range(drawn.n)],
            "organisation": [f"Esimerkki {place:03d}" for place in own],
            "kind": [there[kinds[place]][0] for place in own],
            "tier": [there[kinds[place]][1] for place in own],
            "region": [REGIONS[regions[place]] for place in own],
        }
    )
    drawn.add(Variable("token", "Tunniste", "text", role="respondent"), people["token"].to_numpy())
    drawn.add(Variable("org", "Organisaatio", "text", role="organisation"), people["organisation"].to_numpy())
    for role, words in (
        ("kind", tuple(kind for kind, _, _ in KINDS)),
        ("tier", ("local", "regional", "national")),
        ("region", REGIONS),
    ):
        codes = {word: float(place) for place, word in enumerate(words, start=1)}
        drawn.add(
            Variable(
                role,
                role.capitalize(),
                "category",
                labels=Frozen({code: word for word, code in codes.items()}),
                role=role,
                words=Frozen({code: word for word, code in codes.items()}),
            ),
            people[role].map(codes).to_numpy(),
        )
    return people


def _interests(drawn: Drawn, themes: Sequence[str], people: pd.DataFrame) -> None:
    scale = with_missing(options(SCALE), 9.0, CANNOT_SAY)
    for theme in themes:
        pull = drawn.lots.normal(2.0, 0.7) + 0.4 * (people["tier"] == "national").to_numpy()
        codes = np.clip(np.round(drawn.lots.normal(pull, 1.1)), 0, 4)
        codes = np.where(drawn.lots.random(drawn.n) < 0.07, 9.0, codes)
        codes = np.where(drawn.lots.random(drawn.n) < 0.02, np.nan, codes)
        drawn.add(
            Variable(
                f"interest_{theme}",
                theme.capitalize(),
                "ordered",
                block="interest",
                role="interest",
                texts=by_language([theme.capitalize()] * 3),
                about=Frozen({"theme": theme}),
                **scale,
            ),
            codes,
        )


def _ticks(drawn: Drawn, role: str, question: str, items: Sequence[Sequence[str]], people: pd.DataFrame) -> Block:
    for place, (item, *words) in enumerate(items):
        share = 0.15 + 0.6 * (len(items) - place) / len(items) - 0.12 * (people["tier"] == "regional").to_numpy()
        drawn.add(
            Variable(
                f"{role}_{item}",
                words[0],
                "category",
                block=role,
                role=role,
                texts=by_language(words),
                about=Frozen({"item": item}),
                **options((("ei valittu", "inte vald", "not ticked"), ("valittu", "vald", "ticked"))),
            ),
            (drawn.lots.random(drawn.n) < share).astype(float),
        )
    return Block(role, "multiple-dichotomies", question, tuple(f"{role}_{item}" for item, *_ in items), 1.0)


def _payment_card(drawn: Drawn, people: pd.DataFrame, rules: Sequence[Sequence[str]]) -> Block:
    card = options([(f"{amount} €",) * 3 for amount in AMOUNTS], first=1.0)
    card = with_missing(with_missing(card, 98.0, CANNOT_SAY), 99.0, NO_MANDATE)
    for place, (rule, *words) in enumerate(rules):
        pull = drawn.lots.normal(2.6 - 0.5 * place + 0.8 * (people["tier"] != "local").to_numpy(), 1.5)
        codes = np.clip(np.round(pull), 1, len(AMOUNTS)).astype(float)
        lot = drawn.lots.random(drawn.n)
        codes = np.where(lot < 0.12, 98.0, np.where(lot < 0.3, 99.0, codes))
        drawn.add(
            Variable(
                f"pay_{rule}",
                words[0],
                "ordered",
                block="pay",
                role="willingness-to-pay",
                texts=by_language(words),
                about=Frozen({"fee_rule": rule, "unit": "EUR"}),
                amounts=Frozen({float(at): float(amount) for at, amount in enumerate(AMOUNTS, start=1)}),
                **card,
            ),
            codes,
        )
    return Block(
        "pay", "grid", "Paljonko organisaationne maksaisi vuodessa?", tuple(f"pay_{rule}" for rule, *_ in rules)
    )


def _invited(people: pd.DataFrame, n: int, lots: np.random.Generator) -> pd.DataFrame:
    """The list it was sent to: those who answered, and others alike."""
    more = people.iloc[lots.choice(len(people), size=max(0, n - len(people)))].assign(token="")
    frame = pd.concat([people, more], ignore_index=True)
    frame["token"] = [f"t{place:04d}" for place in range(len(frame))]
    return frame
