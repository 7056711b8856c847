"""Names whose words are not known: compared with every known spelling, and put into a band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from valuma.loaders.names.candidates import TrigramIndex
from valuma.loaders.names.dates import Period
from valuma.loaders.names.index import NameIndex, Words
from valuma.loaders.names.scores import WordWeights, similarities
from valuma.loaders.names.typos import far_from, slip, typo
from valuma.loaders.names.words import BODY_PHRASES, FORMS_OF_KINDS, MUNICIPALITY, plain

#: Least similarity at which a name is shown to a person instead of being taken as new.
REVIEW = 0.66
#: Spellings compared a name, and least cosine of their runs of letters.
NEIGHBOURS, LEAST_COSINE = 12, 0.3
#: What the similarity is multiplied by where a name says another sort of body or legal form.
OTHER_SORT = 0.85
#: Words for municipalities that are recognised with one slip.
_LONG_WORDS = ("kaupunki", "kommun", "municipality")
_OF_MUNICIPALITY = frozenset({"kaupungin", "kunnan", "stads", "kommuns"})
#: Words for rural municipalities, which had the name of the town around which they lay and are gone.
_RURAL = frozenset({"mlk", "maalaiskunta", "landskommun"})
#: Bodies that a region alone may mean.
_OF_REGION = ("council!", "ely!")


@dataclass(frozen=True)
class Row:
    """What one name comes to.

    Parameters
    ----------
    band, body, how : str
        Band, the body linked to or empty, and what was done.
    score : float
        Similarity, NaN where nothing was compared.
    candidates : tuple of tuple of str and float
        Bodies with their similarity, best first.
    """

    band: str
    body: str
    score: float
    how: str
    candidates: tuple[tuple[str, float], ...] = ()


def linked(body: str, score: float, how: str) -> Row:
    """Return the row of a name whose body is found."""
    if body.startswith("municipality:"):
        return Row("new", body, score, f"{how}; not yet an actor", ((body, score),))
    return Row("linked", body, score, how, ((body, score),))


def compare(names: Sequence[str], index: NameIndex, at: Period | None) -> dict[str, Row]:
    """Return what names come to by the spellings that look most like them.

    Parameters
    ----------
    names : sequence of str
        Names whose words mean nothing known.
    index : NameIndex
        Names that are known.
    at : Period or None
        When the list was made.

    Returns
    -------
    dict of str to Row
        A row a name.
    """
    if not names:
        return {}
    if index.compared is None:
        index.compared = _Book(index)
    book: _Book = index.compared
    written = [_Written.of(name, index) for name in names]
    rows, columns, _ = book.grams.nearest([one.core for one in written], NEIGHBOURS, LEAST_COSINE)
    cores = [one.core for one in written]
    scores = np.round(similarities(cores, book.spellings, rows, columns, book.weights), 3)
    near: dict[int, list[tuple[str, float]]] = {}
    for row, column, score in zip(rows.tolist(), columns.tolist(), scores.tolist(), strict=True):
        near.setdefault(row, []).append((book.spellings[column], score))
    judged = [_judge(one, near.get(n, []), book, at) for n, one in enumerate(written)]
    alone = far_from([(one.core, others) for one, (_, _, others) in zip(written, judged, strict=True)])
    return {
        name: certain if certain is not None and far else other
        for name, (other, certain, _), far in zip(names, judged, alone, strict=True)
    }


class _Book:
    """Spellings of an index, ready to be compared."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.named: dict[str, dict[str, str]] = {}
        for text, body, way in index.surfaces:
            self.named.setdefault(text, {})[body] = way
        self.spellings = sorted(self.named)
        self.grams = TrigramIndex(self.spellings)
        self.weights = WordWeights((text, body) for text, body, _ in index.surfaces)
        self._sorts: dict[str, frozenset[str]] = {}

    def sorts(self, spelling: str) -> frozenset[str]:
        """Return the kinds of bodies that a spelling says."""
        if spelling not in self._sorts:
            self._sorts[spelling] = _sorts(self.index.words(spelling))
        return self._sorts[spelling]


@dataclass(frozen=True)
class _Written:
    """A written name: its words without those that say "municipality", and what they said."""

    core: str
    words: Words
    municipal: bool
    misspelled: bool
    rural: bool

    @classmethod
    def of(cls, name: str, index: NameIndex) -> _Written:
        words = index.words(plain(name))
        kept, municipal, misspelled = [], False, False
        for word in words.folded:
            if BODY_PHRASES.get((word,)) == MUNICIPALITY or word in _OF_MUNICIPALITY or word in _RURAL:
                municipal = True
            elif len(word) > 4 and any(slip(word, known) for known in _LONG_WORDS):
                municipal = misspelled = True
            else:
                kept.append(word)
        rural = not _RURAL.isdisjoint(words.folded)
        return cls(" ".join(kept or words.folded), words, municipal, misspelled, rural)


def _sorts(words: Words) -> frozenset[str]:
    return frozenset(concept for concept in words.concepts if concept.endswith("!") and concept != MUNICIPALITY)


def _judge(
    written: _Written, near: list[tuple[str, float]], book: _Book, at: Period | None
) -> tuple[Row, Row | None, list[str]]:
    """Return the row of one name, the row if it is a slip of the pen, and the spellings it must then be far from."""
    best: dict[str, float] = {}
    said = _sorts(written.words)
    for spelling, score in near:
        other = not said <= book.sorts(spelling)
        for body in book.named[spelling]:
            fits = not other and _may_have(body, written, book.index)
            best[body] = max(best.get(body, 0.0), score if fits else round(score * OTHER_SORT, 3))
    contained = _contained(written, book.index)
    for body in contained:
        best[body] = max(best.get(body, 0.0), REVIEW)
    ranked = tuple(sorted(best.items(), key=lambda item: (-item[1], item[0])))[:3]
    ranked = tuple((body, score) for body, score in ranked if score > 0)
    if not ranked or ranked[0][1] < REVIEW:
        return Row("new", "", ranked[0][1] if ranked else 0.0, "unlike every known name", ranked), None, []
    how = "with more words" if ranked[0][0] in contained else "like a known name"
    how = "a former rural municipality" if written.rural else how
    review = Row("review", "", ranked[0][1], how, ranked)
    body, kind = _slip(written, near, book, at)
    if written.rural or body != ranked[0][0]:
        return review, None, []
    others = [spelling for spelling, _ in near if set(book.named[spelling]) != {body}]
    return review, linked(body, ranked[0][1], f"typo: {kind}"), others


def _may_have(body: str, written: _Written, index: NameIndex) -> bool:
    """Return whether a body may have the legal form, and be the municipality, that a name says."""
    kind = index.bodies[body].kind
    if written.municipal and kind != "municipality":
        return False
    return all(kind in FORMS_OF_KINDS[form] for form in written.words.forms)


def _contained(written: _Written, index: NameIndex) -> list[str]:
    """Return the bodies that a longer name begins with, or that a region alone may mean."""
    order, keys = written.words.order, []
    places = [concept for concept in order if concept.startswith("@")]
    if written.municipal:
        keys += [frozenset({place, MUNICIPALITY}) for place in places]
    if len(order) == 1:
        keys += [frozenset({place, body}) for place in places for body in _OF_REGION]
    keys += [frozenset(order[:n]) for n in range(2, len(order))]
    return sorted({body for key in keys for body, meant in index.by_concepts.get(key, {}).items() if meant.certain})


def _slip(written: _Written, near: list[tuple[str, float]], book: _Book, at: Period | None) -> tuple[str, str]:
    """Return the one body whose name was misspelled by one slip, and the slip; empty where there is none."""
    index = book.index
    found: dict[str, str] = {}
    for spelling, _ in near:
        if written.misspelled:
            kind = "word for municipality" if spelling == written.core else ""
        else:
            kind = typo(written.core, spelling, explicit=written.municipal)
        if not kind:
            continue
        for body, way in book.named[spelling].items():
            if way == "former" or (way == "genitive" and not written.municipal):
                continue
            if _may_have(body, written, index) and index.lifetimes.valid(body, at):
                found.setdefault(body, kind)
    return next(iter(found.items())) if len(found) == 1 else ("", "")
