"""Several short texts in one cell: a line each, ``field: text``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from valuma.schema.problems import nearest


def lines_of(texts: Mapping[str, str]) -> str | None:
    r"""Return texts by field as lines.

    Examples
    --------
    >>> lines_of({"founded": "the charter", "host": "since 2019"})
    'founded: the charter\nhost: since 2019'
    """
    return "\n".join(f"{key}: {text}" for key, text in texts.items()) or None


def parse_lines(text: str, fields: Sequence[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    r"""Read lines of ``field: text``.

    Parameters
    ----------
    text : str
        Content of a cell.
    fields : sequence of str
        Fields of a card.

    Returns
    -------
    tuple of dict and list
        Texts by field, and each line that cannot be read with a hint.

    Examples
    --------
    >>> parse_lines("founded: the charter\nfouned: x", ["founded"])
    ({'founded': 'the charter'}, [('founed: x', "did you mean 'founded'?")])
    """
    found: dict[str, str] = {}
    wrong: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        key, mark, rest = (part.strip() for part in line.partition(":"))
        if mark and rest and key.partition(".")[0] in fields and key not in found:
            found[key] = rest
        else:
            wrong.append((line, "" if key in found else nearest(key, fields)))
    return found, wrong
