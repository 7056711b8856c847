"""The page of the cases: its numbers and tables come from the data, and a check keeps them there."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from valuma.formats.files import atomic_write
from valuma.schema import text_file
from valuma.schema.problems import Problems, StudyError, ValumaError, nearest
from valuma.schema.tables import TABLES
from valuma.study.member_lists import ListState, member_lists
from valuma.texts import stated_size

if TYPE_CHECKING:
    from valuma.study.study import Study

_NUMBER = re.compile(r"<!--n:([\w.\-]+)-->(.*?)<!--/n-->")
_BEGIN, _END = "<!-- networks:begin -->", "<!-- networks:end -->"
#: Files of the registry that are read by people, not by a calculation; their rows are counted.
_LISTS = ("coding_choices", "merged", "study_cases")
_GROUPS = {
    "finnish": "Finnish networks",
    "nordic": "Nordic networks",
    "international": "International networks",
    "akke2021": "Networks of the call of 2021",
}


def numbers(study: Study, registry: Path) -> dict[str, str]:
    """Return every number that the page of the cases can name.

    Parameters
    ----------
    study : Study
        The study whose cases the page is about.
    registry : path
        Folder ``cases/registry``.

    Returns
    -------
    dict of str to str
        Value by key, such as ``actors`` or ``networks.finnish``.
    """
    found = {name: str(len(study.tables[name])) for name in TABLES}
    found |= _count("actors.kind", study.actors["kind"])
    found |= _count("networks", study.networks["group"])
    lists = member_lists(study)["state"].tolist()
    found |= {f"lists.{state.name.lower()}": str(lists.count(state)) for state in ListState}
    found |= _count("archipelago", study.municipalities["archipelago"])
    broad = set(study.themes["broader"].dropna())
    narrow = int((~study.themes["theme_id"].isin(broad)).sum())
    found |= {"themes.narrow": str(narrow), "themes.broad": str(len(study.themes) - narrow)}
    for name in _LISTS:
        rows = _rows(registry / f"{name}.csv")
        found[name] = str(len(rows))
        if name == "coding_choices":
            found["coding_choices.actors"] = str(len({row["actor_id"] for row in rows}))
    return found


def check(page: Path, study: Study) -> Problems:
    """Compare the page of the cases with the data.

    Parameters
    ----------
    page : path
        ``cases/README.md``.
    study : Study
        The study whose cases the page is about.

    Returns
    -------
    Problems
        One error for each number that differs, and one if the tables of networks do.
    """
    problems = Problems()
    if not page.exists():
        problems.error(str(page), "no such file", "the page of the cases")
        return problems
    text = _text(page, problems)
    if text is None:
        return problems
    known = numbers(study, page.parent / "registry")
    for match in _NUMBER.finditer(text):
        key, found = match.groups()
        row = text.count("\n", 0, match.start()) + 1
        if key not in known:
            problems.error(page.name, repr(key), "the name of a number", row=row, hint=nearest(key, known))
        elif found != known[key]:
            problems.error(page.name, f"{key} = {found!r}", known[key], row=row, hint="renew with valuma check --renew")
    if _between(text) != _tables(study, page.parent / "registry"):
        row = text.count("\n", 0, text.find(_BEGIN)) + 1
        hint = "renew with valuma check --renew"
        problems.error(
            page.name, "tables of networks that differ from the data", "those of the data", row=row, hint=hint
        )
    return problems


def renew(page: Path, study: Study) -> None:
    """Write the numbers and tables of the page of the cases anew.

    Parameters
    ----------
    page : path
        ``cases/README.md``; everything but the numbers and tables is left as it is.
    study : Study
        The study whose cases the page is about.

    Raises
    ------
    ValumaError
        The page has no marks for the tables of networks, or is no text.
    """
    problems = Problems()
    text = _text(page, problems)
    if text is None:
        raise StudyError(f"{page.name} cannot be read", problems)
    if _between(text) is None:
        raise ValumaError(f"{page}: the marks {_BEGIN} and {_END} are missing")
    known = numbers(study, page.parent / "registry")
    text = _NUMBER.sub(lambda m: f"<!--n:{m[1]}-->{known.get(m[1], m[2])}<!--/n-->", text)
    head, rest = text.split(_BEGIN, 1)
    tail = rest.split(_END, 1)[1]
    with atomic_write(page) as file:
        file.write(f"{head}{_BEGIN}\n{_tables(study, page.parent / 'registry')}\n{_END}{tail}")


def _count(prefix: str, values: pd.Series) -> dict[str, str]:
    return {f"{prefix}.{value}": str(n) for value, n in values.dropna().value_counts().items()}


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    # Excel begins a CSV file with a byte-order mark.
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _text(page: Path, problems: Problems) -> str | None:
    data = text_file.read_bytes(page, page.name, problems)
    return None if data is None else text_file.decode(data, page.name, problems)


def _between(text: str) -> str | None:
    if _BEGIN not in text or _END not in text:
        return None
    return text.split(_BEGIN, 1)[1].split(_END, 1)[0].strip("\n")


def _tables(study: Study, registry: Path) -> str:
    known, stated = _known(study), _stated(study)
    lists = member_lists(study)["state"]
    names = study.networks.set_index("network_id")["name_en"].fillna(study.networks.set_index("network_id")["name_fi"])

    def cells(network: str) -> str:
        return f"{known.get(network, 0)} | {stated.get(network, '–')} | {lists[network]} |"

    parts = ["### What the study named", "", "| case | network | known | stated | list |", "|---|---|---:|---|---|"]
    for row in _rows(registry / "study_cases.csv"):
        for number, network in enumerate(row["networks"].split(";")):
            case = row["case_en"] if number == 0 else ""
            parts.append(f"| {case} | `{network}` | {cells(network)}")
    for group in study.settings.groups:
        ids = study.networks.loc[study.networks["group"] == group, "network_id"]
        title = f"### {_GROUPS.get(group, group)}: {len(ids)}"
        parts += ["", title, "", "| network | name | known | stated | list |", "|---|---|---:|---|---|"]
        parts += [f"| `{n}` | {names[n]} | {cells(n)}" for n in sorted(ids)]
    return "\n".join(parts)


def _known(study: Study) -> dict[str, int]:
    """Distinct actors of each network in a role that counts."""
    rows = study.memberships[study.memberships["role"].isin(study.settings.roles)]
    return {str(key): int(n) for key, n in rows.groupby("network_id")["actor_id"].nunique().items()}


def _stated(study: Study) -> dict[str, str]:
    """Stated sizes that calculations use, in words: "17 of 32 municipalities (2020)"."""
    table = study.completeness()
    used = table[table["used"].fillna(False).astype(bool) & table["n_low"].notna()]
    said: dict[str, list[str]] = {}
    for row in used.to_dict("records"):
        year, known = row["year"], row["known"]
        size = stated_size(row["n_low"], row["n_high"], "en", more="more than ")
        when = "" if pd.isna(year) else f" ({year})"
        part = "" if pd.isna(known) else f"{known} of "
        said.setdefault(str(row["network_id"]), []).append(f"{part}{size} {row['of']}{when}")
    return {network: "; ".join(parts) for network, parts in said.items()}
