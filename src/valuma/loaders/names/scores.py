"""How alike two names are: words set against words, each by its edit distance, weighted by how rare it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from valuma.loaders.names.edits import LONGEST, distances_of, letters_of

#: Likeness of two words one of which begins the other, and the least that counts at all.
BEGINS, LEAST = 0.85, 0.6
#: Letters of the shorter word for this to count.
_STEM = 4

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class WordWeights:
    r"""Weights of words: the fewer bodies a word names, the more it says.

    Parameters
    ----------
    texts : iterable of (str, str)
        Spelling and body.

    Notes
    -----
    The weight is $1 + \ln\frac{1+n}{1+n_w}$ with $n$ bodies, $n_w$ of which are named with the word; a word that is
    in no name has the greatest weight.
    """

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        bodies_of: dict[str, set[str]] = {}
        bodies: set[str] = set()
        for text, body in texts:
            bodies.add(body)
            for word in text.split():
                bodies_of.setdefault(word, set()).add(body)
        n = len(bodies)
        self.greatest = 1.0 + float(np.log1p(n))
        self._weights: Mapping[str, float] = {
            word: 1.0 + float(np.log((1 + n) / (1 + len(named)))) for word, named in bodies_of.items()
        }

    def of(self, word: str) -> float:
        """Return the weight of a word."""
        return self._weights.get(word, self.greatest)


def similarities(
    names: Sequence[str], spellings: Sequence[str], rows: Ints, columns: Ints, weights: WordWeights
) -> Floats:
    """Return how alike pairs of a name and a spelling are, 0 to 1.

    Parameters
    ----------
    names, spellings : sequence of str
        Folded names and spellings.
    rows, columns : ndarray of int
        Positions of the name and the spelling of each pair.
    weights : WordWeights
        Weights of words.

    Returns
    -------
    ndarray of float, shape (len(rows),)
        The weight that the words share over the weight of all words of both; a word shares its weight times its
        likeness to the most similar word of the other name.

    Notes
    -----
    The likeness of two words is one minus their edit distance over the length of the longer, 0.85 at least where one of
    four letters or more begins the other, and nothing below 0.6. Cost: the edit distances of the distinct pairs of
    words.
    """
    if not len(rows):
        return np.zeros(0)
    vocabulary: dict[str, int] = {}
    left, right = _Texts(names, vocabulary), _Texts(spellings, vocabulary)
    words = list(vocabulary)
    weight = np.array([weights.of(word) for word in words])
    n_left, n_right = left.count[rows], right.count[columns]
    # One cell for every word of the name set against every word of the spelling, pair by pair.
    cells = n_left * n_right
    start = np.cumsum(cells) - cells
    pair = np.repeat(np.arange(len(rows)), cells)
    within = np.arange(len(pair)) - start[pair]
    a = left.words[left.first[rows][pair] + within // n_right[pair]]
    b = right.words[right.first[columns][pair] + within % n_right[pair]]
    like = _likeness(a, b, words)
    shared = np.zeros(len(rows))
    ends = np.flatnonzero(within % n_right[pair] == 0)
    shared += np.bincount(pair[ends], weight[a[ends]] * np.maximum.reduceat(like, ends), len(rows))
    # The same cells with the words of the spelling outside.
    other = start[pair] + (within % n_left[pair]) * n_right[pair] + within // n_left[pair]
    ends = np.flatnonzero(within % n_left[pair] == 0)
    shared += np.bincount(pair[ends], weight[b[other[ends]]] * np.maximum.reduceat(like[other], ends), len(rows))
    total = left.sums(weight)[rows] + right.sums(weight)[columns]
    return np.asarray(shared / total, dtype=np.float64)


class _Texts:
    """Texts as positions of their words in a vocabulary, which grows."""

    def __init__(self, texts: Sequence[str], vocabulary: dict[str, int]) -> None:
        # A text without words is one empty word, like nothing.
        split = [text.split() or [""] for text in texts]
        self.count = np.array([len(words) for words in split], dtype=np.int64)
        self.first = np.cumsum(self.count) - self.count
        flat = [vocabulary.setdefault(word, len(vocabulary)) for words in split for word in words]
        self.words = np.array(flat, dtype=np.int64)

    def sums(self, weight: Floats) -> Floats:
        """Return the sum of the weights of the words of each text."""
        return np.add.reduceat(weight[self.words], self.first)


def _likeness(a: Ints, b: Ints, words: Sequence[str]) -> Floats:
    """Return the likeness of pairs of words, given by their positions."""
    keys, back = np.unique(np.minimum(a, b) * len(words) + np.maximum(a, b), return_inverse=True)
    letters, lengths = letters_of(words)
    low, high = np.divmod(keys, len(words))
    short, long = np.minimum(lengths[low], lengths[high]), np.maximum(lengths[low], lengths[high])
    like = (low == high).astype(float)
    begins = (letters[low] == letters[high]) | (np.arange(LONGEST) >= short[:, None])
    stems = begins.all(axis=1) & (short >= _STEM) & (low != high)
    like[stems] = np.maximum(BEGINS, short[stems] / long[stems])
    # Words of very different length cannot be like each other; for the rest the distance decides.
    rest = np.flatnonzero(~stems & (low != high) & (short >= LEAST * long))
    low, high = low[rest], high[rest]
    found = 1.0 - distances_of(letters[low], lengths[low], letters[high], lengths[high]) / long[rest]
    like[rest] = np.where(found >= LEAST, found, 0.0)
    return np.asarray(like[back], dtype=np.float64)
