"""The source of a member list: one that the study has, or one that is added with the members it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuma.schema.problems import ValumaError, nearest

if TYPE_CHECKING:
    from valuma.study.study import Study


@dataclass(frozen=True)
class NewSource:
    """A source that is added together with the members it names.

    Parameters
    ----------
    title, publisher : str
        What it is called, and whose it is.
    url, published : str
        Address; day, month or year of publication. Empty where they are not known.
    """

    title: str
    publisher: str
    url: str = ""
    published: str = ""


def published_year(study: Study, source: str, new: NewSource | None) -> int | None:
    """Return the year of a source, which has to be known or given.

    Parameters
    ----------
    study : Study
        The study.
    source : str
        Identifier of the source.
    new : NewSource, optional
        What it is where the study does not have it; where it has, the two must agree.

    Returns
    -------
    int or None
        None where the source does not say when it was published.

    Raises
    ------
    ValumaError
        The source is not known and not given, or known to be another.
    """
    sources = study.sources.set_index("source_id")
    if source in sources.index:
        row = sources.loc[source]
        given = {} if new is None else {name: value for name, value in vars(new).items() if value}
        for name, value in given.items():
            if row[name] != value:
                there = repr(row[name]) if isinstance(row[name], str) else "nothing"
                raise ValumaError(
                    f"the source {source!r} is there with the {name} {there}, not {value!r}; change sources.csv "
                    "itself, or leave the options out"
                )
        published = row["published"]
    elif new is None:
        hint = nearest(source, sources.index)
        raise ValumaError(
            f"there is no source {source!r} in sources.csv" + (f"; {hint}" if hint else "")
            + "; to add it in the same change, give --source-title and --source-publisher"
        )  # fmt: skip
    else:
        published = new.published
    text = published if isinstance(published, str) else ""
    return int(text[:4]) if text[:4].isdigit() and len(text) >= 4 else None
