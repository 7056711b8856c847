"""Groups of variables of a DDI codebook that were asked as one question."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from xml.etree.ElementTree import Element

from valuma.loaders.survey_files.ddi.codebook import DdiCodebook
from valuma.loaders.survey_files.ddi.elements import children, texts
from valuma.survey.blocks import Block, BlockKind
from valuma.survey.codebook import Code, Variable

#: Sorts of groups that are parts of a questionnaire or of a study, not questions.
_NO_QUESTION = frozenset(
    ("section", "subject", "version", "iteration", "analysis", "pragmatic", "record", "file", "randomized")
)
_NOT_TICKED = re.compile(r"\b(?:ei|not|no|nej|inte|ej|icke)\b", re.IGNORECASE)


def read_groups(parts: Sequence[Element], found: DdiCodebook, names: Mapping[str, str]) -> list[Block]:
    """Return the groups of a codebook as blocks.

    Parameters
    ----------
    parts : sequence of Element
        The ``dataDscr`` elements.
    found : DdiCodebook
        With its variables; its report grows.
    names : mapping of str to str
        Name of the variable of each identifier.

    Returns
    -------
    list of Block
        In the order of the codebook. A group may mix schemes: it is split when the answers are known.
    """
    blocks: list[Block] = []
    used: set[str] = set()
    left_out = 0
    for element in (element for part in parts for element in children(part, "varGrp")):
        given = element.get("var", "").split()
        items = tuple(dict.fromkeys(names[item] for item in given if item in names))
        lost = [item for item in given if item not in names]
        label = _label(element, found.language)
        if lost:
            what = f"the group {label or element.get('ID', '')!r} names {', '.join(map(repr, lost[:3]))}"
            found.report.warning(found.file, what, "which is no variable of the codebook; left out")
        if len(items) < 2 or element.get("type", "") in _NO_QUESTION:
            left_out += bool(items)
            continue
        name = _name(element, items, used, found.variables)
        used.add(name)
        kind, counted = _kind(element.get("type", ""), [found.variables[item] for item in items])
        blocks.append(Block(name, kind, label, items, counted, f"a group of the codebook {found.file}"))
    if left_out:
        what = f"{left_out} groups of one variable, or of parts of the study"
        found.report.note(found.file, what, "not taken as questions")
    return blocks


def _label(element: Element, language: str) -> str:
    """Return the stem that a battery shares: its text, else its label."""
    for tag in ("txt", "labl"):
        said = texts(element, tag, language)
        if said:
            return said.get(language) or next(iter(said.values()))
    return ""


def _name(element: Element, items: tuple[str, ...], used: set[str], known: Container[str]) -> str:
    """Return a name that says which variables it is: what their names begin with, else the group's own."""
    start = items[0]
    while not all(item.startswith(start) for item in items):
        start = start[:-1]
    if start[-1:].isdigit() and all(item[len(start) : len(start) + 1].isdigit() for item in items):
        start = start.rstrip("0123456789")
    name = start.rstrip("_-.[ ")
    if not name or name in used or name in known:
        name = element.get("name") or element.get("ID") or "group"
    number, free = 2, name
    while free in used:
        free = f"{name}-{number}"
        number += 1
    return free


def _kind(sort: str, variables: Sequence[Variable]) -> tuple[BlockKind, Code | None]:
    """Return how a group was asked, and the code that means "ticked" where it is a list to tick."""
    pairs = [variable.codes for variable in variables]
    two = len(set(pairs)) == 1 and len(pairs[0]) == 2
    if two and (sort == "multipleResp" or set(pairs[0]) == {0.0, 1.0}):
        return "multiple-dichotomies", _ticked(variables[0])
    if sort == "multipleResp":
        return "multiple-categories", None
    return "grid", None


def _ticked(variable: Variable) -> Code:
    """Return the code that means "mentioned": the one whose label does not deny it, else the larger one."""
    first, second = variable.codes
    denied = [bool(_NOT_TICKED.search(variable.labels[code])) for code in (first, second)]
    return first if denied == [False, True] else second
