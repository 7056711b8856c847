"""NameIndex: every name under which the bodies of a registry are known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from valuma.loaders.names.actor import names_of
from valuma.loaders.names.dates import LAST, Lifetimes, lifetimes
from valuma.loaders.names.places import WAYS, Places, known_places
from valuma.loaders.names.words import BODY_PHRASES, MUNICIPALITY, fold, plain, plain_tokens, tokens
from valuma.schema.problems import ValumaError
from valuma.study.study import Study

_TABLES = ("actors", "municipalities", "aliases", "regions", "actor_succession")


@dataclass(frozen=True, slots=True)
class Body:
    """What a name can be linked to.

    Parameters
    ----------
    id : str
        An actor_id, or ``municipality:CODE`` for a municipality of the register that is not yet an actor.
    label : str
        Name in its own language.
    kind : str
        Kind of actor.
    country : str
        Two letters, empty where it is not known.
    regions : frozenset of str
        Places of the regions a municipality lies in, in any division the register has.
    """

    id: str
    label: str
    kind: str
    country: str = ""
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Meaning:
    """One body that certain words can mean.

    Parameters
    ----------
    body : str
        Its id.
    way : str
        How the words name it: "name", "name in Swedish" …, "place" for a municipality named by its place,
        "former" for a municipality that became part of this one.
    certain : bool
        Whether these words alone are enough.
    forms : frozenset of str
        Sorts of legal form the name has in the registry.
    """

    body: str
    way: str
    certain: bool = True
    forms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Words:
    """A written name, word by word.

    Parameters
    ----------
    plain : tuple of str
        Words with accents.
    folded : tuple of str
        Words that count, without accents.
    order : tuple of str
        The same with kinds of bodies and places as one mark each, in whatever language they were written.
    ways : tuple of str
        How each place was written.
    forms : frozenset of str
        Sorts of legal form.
    """

    plain: tuple[str, ...]
    folded: tuple[str, ...]
    order: tuple[str, ...]
    ways: tuple[str, ...]
    forms: frozenset[str]

    @property
    def concepts(self) -> frozenset[str]:
        """The marks without their order."""
        return frozenset(self.order)

    @property
    def squeezed(self) -> str:
        """The words that count as one."""
        return "".join(self.folded)


@dataclass
class NameIndex:
    """Names of the bodies of a registry, by the words that mean them; built by `known_names`.

    Attributes
    ----------
    bodies : dict of str to Body
        By actor_id or ``municipality:CODE``.
    lifetimes : Lifetimes
        When they exist and what follows them.
    decisions : dict of str to str
        What people decided about names before.
    surfaces : list of tuple of str
        Every spelling, folded, the body it names and how: what a misspelled name is compared with.
    compared : object
        What `valuma.loaders.names.compare` prepares from the spellings when it first needs it.
    since : date or None
        The first end of a municipality that the register knows; those that ended before are in it as former names.
    """

    bodies: dict[str, Body] = field(default_factory=dict)
    lifetimes: Lifetimes = field(default_factory=Lifetimes)
    decisions: dict[str, str] = field(default_factory=dict)
    surfaces: list[tuple[str, str, str]] = field(default_factory=list)
    since: dt.date | None = None
    compared: Any = field(default=None, repr=False)
    by_concepts: dict[frozenset[str], dict[str, Meaning]] = field(default_factory=dict, repr=False)
    by_squeezed: dict[str, dict[str, Meaning]] = field(default_factory=dict, repr=False)
    spelled: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    phrases: dict[str, list[tuple[tuple[str, ...], str, str]]] = field(default_factory=dict, repr=False)
    accents: dict[str, set[str]] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        spellings = len({text for text, _, _ in self.surfaces})
        return f"<NameIndex: {len(self.bodies):,} bodies, {spellings:,} spellings, {len(self.decisions):,} decisions>"

    def words(self, text: str) -> Words:
        """Take a name apart.

        Parameters
        ----------
        text : str
            Text as `valuma.loaders.names.words.plain` gives it.

        Returns
        -------
        Words
            Its words; places and kinds of bodies are found by the longest phrase.
        """
        plain_words = plain_tokens(text)
        folded, forms = tokens(plain_words)
        order: list[str] = []
        ways: list[str] = []
        place = 0
        while place < len(folded):
            for phrase, concept, way in self.phrases.get(folded[place], ()):
                if tuple(folded[place : place + len(phrase)]) == phrase:
                    order.append(concept)
                    if way:
                        ways.append(way)
                    place += len(phrase)
                    break
            else:
                order.append(folded[place])
                place += 1
        return Words(tuple(plain_words), tuple(folded), tuple(order), tuple(ways), forms)

    def meanings(self, words: Words) -> dict[str, Meaning]:
        """Return the bodies that certain words mean, without regard to dates."""
        return self.by_concepts.get(words.concepts) or self.by_squeezed.get(words.squeezed) or {}

    def place_concept(self, phrase: tuple[str, ...]) -> str:
        """Return the mark of a phrase that names a place."""
        return next((concept for known, concept, _ in self.phrases.get(phrase[0], ()) if known == phrase), "")

    def learn(self, meaning: Meaning, concepts: frozenset[str], squeezed: str = "") -> None:
        """Let words mean a body; what is certain wins over what is not."""
        tables = [self.by_concepts.setdefault(concepts, {})]
        if squeezed:
            tables.append(self.by_squeezed.setdefault(squeezed, {}))
        for known in tables:
            before = known.get(meaning.body)
            if before is None or (meaning.certain and not before.certain):
                known[meaning.body] = meaning


def known_names(study: Study | Mapping[str, pd.DataFrame], *, decisions: Mapping[str, str] | None = None) -> NameIndex:
    """Collect every name under which the bodies of a study are known.

    Parameters
    ----------
    study : Study or mapping of str to DataFrame
        A study, or its tables by name: ``actors``, and those of ``municipalities``, ``aliases``, ``regions`` and
        ``actor_succession`` that there are.
    decisions : mapping of str to str, optional
        What people decided before: name → actor_id, "new" or "leave-out".

    Returns
    -------
    NameIndex
        Names of actors in three languages, municipalities of the register with their other names, also those that
        are no actors, and former municipalities.

    Raises
    ------
    ValumaError
        There is no table of actors.

    Examples
    --------
    >>> import pandas as pd
    >>> known_names({"actors": pd.DataFrame({"actor_id": ["motiva"], "name": ["Motiva Oy"], "kind": ["business"]})})
    <NameIndex: 1 bodies, 1 spellings, 0 decisions>

    Notes
    -----
    Takes a fraction of a second for a thousand actors and grows with their number.
    """
    tables = {name: _table(study, name) for name in _TABLES}
    if "actor_id" not in tables["actors"]:
        raise ValumaError("there is no table of actors to link names to; expected one with actor_id, name and kind")
    places, former = known_places(tables["municipalities"], tables["aliases"], tables["regions"], tables["actors"])
    index = NameIndex(decisions=dict(decisions or {}), accents=places.accents)
    _learn_phrases(index, places)
    body_of_code = _bodies(index, tables["actors"], tables["municipalities"])
    index.lifetimes = lifetimes(tables["actors"], tables["municipalities"], tables["actor_succession"], body_of_code)
    ends = [index.lifetimes.periods[body].end for body in body_of_code.values() if body in index.lifetimes.periods]
    index.since = min((end for end in ends if end != LAST), default=None)
    _learn_places(index, places, former, body_of_code)
    for row in tables["actors"].to_dict("records"):
        _learn_actor(index, row)
    index.surfaces.sort()
    return index


def _table(study: Study | Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    if isinstance(study, Mapping):
        frame = study.get(name)
        return pd.DataFrame() if frame is None else frame
    frame = getattr(study, name)
    if not isinstance(frame, pd.DataFrame):
        raise ValumaError(f"the table {name} of the study is a {type(frame).__name__}; expected a DataFrame")
    return frame


def _learn_phrases(index: NameIndex, places: Places) -> None:
    known = {phrase: (body, "") for phrase, body in BODY_PHRASES.items()}
    for phrase, meant in places.phrases.items():
        # A phrase that names several places is a mark of its own, which means all of them.
        known[phrase] = ("@" + "|".join(sorted(meant)), min(meant.values(), key=WAYS.index))
    for phrase in sorted(known, key=lambda phrase: (-len(phrase), phrase)):
        index.phrases.setdefault(phrase[0], []).append((phrase, *known[phrase]))


def _bodies(index: NameIndex, actors: pd.DataFrame, municipalities: pd.DataFrame) -> dict[str, str]:
    """Fill the bodies; return the body of each municipality code."""
    body_of_code: dict[str, str] = {}
    regions: dict[str, frozenset[str]] = {}
    for row in municipalities.to_dict("records"):
        code = str(row["municipality_code"])
        lies = (row.get("region_code"), row.get("region_code_2020"))
        regions[code] = frozenset(f"region:{region}" for region in lies if isinstance(region, str))
        body_of_code[code] = f"municipality:{code}"
        index.bodies[f"municipality:{code}"] = Body(
            f"municipality:{code}", str(row["name_fi"]), "municipality", "FI", regions[code]
        )
    for row in actors.to_dict("records"):
        actor, kind, code = str(row["actor_id"]), str(row["kind"]), str(row.get("municipality_code"))
        lies_in: frozenset[str] = frozenset()
        if kind == "municipality" and code in body_of_code:
            index.bodies.pop(body_of_code[code], None)
            body_of_code[code], lies_in = actor, regions[code]
        country = row.get("country")
        known = country if isinstance(country, str) else ""
        index.bodies[actor] = Body(actor, str(row["name"]), kind, known, lies_in)
    return body_of_code


def _learn_places(index: NameIndex, places: Places, former: Mapping[str, str], body_of_code: Mapping[str, str]) -> None:
    """Let the names of municipalities mean them, with and without words such as "kaupunki"."""
    for phrase, meant in sorted(places.phrases.items()):
        concept = index.place_concept(phrase)
        for place, way in sorted(meant.items()):
            sort, _, code = place.partition(":")
            if sort == "municipality" and code in body_of_code:
                meaning = Meaning(body_of_code[code], "place")
            elif sort == "actor":
                meaning = Meaning(code, "place")
            elif sort == "former" and former[place] in body_of_code:
                meaning = Meaning(body_of_code[former[place]], "former")
            else:
                continue
            for key in (frozenset({concept}), frozenset({concept, MUNICIPALITY})):
                index.learn(meaning, key)
            index.surfaces.append((" ".join(phrase), meaning.body, "former" if sort == "former" else way))


def _learn_actor(index: NameIndex, row: Mapping[object, object]) -> None:
    actor = str(row["actor_id"])
    for name in names_of(row):
        text = plain(name.text)
        words = index.words(text)
        if not words.folded:
            continue
        for word in words.plain:
            index.accents.setdefault(fold(word), set()).add(word)
        index.learn(Meaning(actor, name.way, name.certain, words.forms), words.concepts, words.squeezed)
        index.spelled.setdefault(actor, {}).setdefault(" ".join(words.folded), name.way)
        if name.certain:
            index.surfaces.append((" ".join(words.folded), actor, name.way))
