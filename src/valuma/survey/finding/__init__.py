"""Finding blocks: which variables of a survey were asked as one question, and what says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count, groupby

import pandas as pd

from valuma.schema.vocabularies import SurveyRole
from valuma.survey.blocks import Block
from valuma.survey.codebook import Variable
from valuma.survey.finding.given import keep_given
from valuma.survey.finding.headers import common_beginning, shared_headings, stem_of
from valuma.survey.finding.schemes import same
from valuma.survey.finding.splitting import Material, split
from valuma.survey.load_report import Remark

__all__ = ["find_blocks"]

#: Variables that are no question.
_NO_QUESTION = frozenset(map(str, (SurveyRole.WEIGHT, SurveyRole.STRATUM, SurveyRole.RESPONDENT)))
#: Shortest beginning of headings that can be a question by itself.
_LONG = 8


def find_blocks(
    values: pd.DataFrame, variables: Mapping[str, Variable], given: Sequence[Block] = ()
) -> tuple[list[Block], list[Remark]]:
    """Find the questions that the variables of a survey belong to.

    Parameters
    ----------
    values : DataFrame
        A row a respondent; codes, texts or categoricals of labels, missing codes taken out.
    variables : mapping of str to Variable
        Codebook.
    given : sequence of Block
        Blocks that the user's codebook, the file or another codebook records. Those of the user's codebook stay as
        they are (`Block.stated`); of the others, groups that mix schemes are split.

    Returns
    -------
    tuple of list of Block and list of Remark
        Every variable that is a question in exactly one block, in the order of the file; each split and each record
        that could not be used.

    Examples
    --------
    >>> values = pd.DataFrame({"q1_1": [1.0, 0.0], "q1_2": [0.0, 1.0], "q1_3": ["boats", None], "age": [40.0, 51.0]})
    >>> variables = {"q1_1": Variable("q1_1", "Ferry"), "q1_2": Variable("q1_2", "Road"),
    ...              "q1_3": Variable("q1_3", "Other, what?", "text"), "age": Variable("age", "Age")}
    >>> blocks, _ = find_blocks(values, variables)
    >>> [(block.name, block.kind, block.items, block.of) for block in blocks]
    [('q1', 'multiple-dichotomies', ('q1_1', 'q1_2'), ''), ('q1_3', 'other-specify', ('q1_3',), 'q1'),
     ('age', 'numeric', ('age',), '')]

    Notes
    -----
    In falling order of trust: records given; names (``q5_1``, ``q5[a]``, ``q5.1``, ``q5___1``); headings
    ("Question: row", "Question [row]", "Question - row"); neighbours with equal labels and a common beginning of
    their labels or names, or with the same role. A scheme is read from the labels, else from the cells: a column is
    read in whole only where its first 500 cells do not show it. The cost grows with the number of variables and of
    cells. Not found: questions whose
    items neither share a header nor stand side by side.
    """
    material = Material(values, variables)
    order = {name: place for place, name in enumerate(variables)}
    blocks, remarks = keep_given(material, given)
    left = [name for name in variables if name not in {item for block in blocks for item in block.items}]
    left = [name for name in left if variables[name].role not in _NO_QUESTION]
    for group in (_by_name, _by_heading, _by_neighbours):
        for name, names, why, certain in group(material, left):
            found, said = split(material, name, names, why, whole=certain)
            blocks += found
            remarks += said
            left = [name for name in left if name not in set(names)]
    blocks += [material.single(name) for name in left if material.scheme(name).sort != "date"]
    blocks.sort(key=lambda block: order[block.items[0]])
    return _unique(_behind_other(material, blocks), variables), remarks


_Found = Iterable[tuple[str, list[str], str, bool]]


def _by_name(material: Material, left: Sequence[str]) -> _Found:
    """Group variables whose names have the same stem by a syntax that says so."""
    groups: dict[str, list[str]] = {}
    how: dict[str, str] = {}
    for name in left:
        stem = stem_of(name)
        if stem is not None and stem.certain:
            groups.setdefault(stem.text, []).append(name)
            how[stem.text] = stem.how
    return [(text, names, how[text], True) for text, names in groups.items() if len(names) > 1]


def _by_heading(material: Material, left: Sequence[str]) -> _Found:
    """Group neighbours whose headings share the part before a delimiter."""
    shared = shared_headings({name: material.heading(name) for name in left})
    found = []
    for stem, run in groupby(left, key=shared.get):
        names = list(run)
        if stem is not None and len(names) > 1:
            found.append((_named(names, stem), names, f"the heading “{stem}”", True))
    return found


def _by_neighbours(material: Material, left: Sequence[str]) -> _Found:
    """Group neighbours that hold the same labels and begin alike, in their labels or their names."""
    found: list[tuple[str, list[str], str, bool]] = []
    run: list[str] = []
    label = ""
    for name in [*left, None]:
        role = "" if name is None else _role(material, name)
        if name is not None and run and _alike(material, run[0], name):
            common = common_beginning([label, material.heading(name)])
            if len(common) >= _LONG or _stem(run[0]) == _stem(name) != "" or _role(material, run[0]) == role != "":
                run.append(name)
                label = common
                continue
        if len(run) > 1:
            stem, role = _stem(run[0]), _role(material, run[0])
            shown = f"the role {role}" if role else f"names that begin {stem}"
            shown = f"labels that begin “{label}”" if len(label) >= _LONG else shown
            found.append((_named(run, label or role), run, f"neighbours with equal answers, {shown}", False))
        run, label = ([], "") if name is None else ([name], material.heading(name))
    return found


def _alike(material: Material, first: str, name: str) -> bool:
    """Whether two variables hold the same labels or ticks."""
    scheme = material.scheme(name)
    return scheme.sort in ("dichotomy", "category") and same(material.scheme(first), scheme)


def _role(material: Material, name: str) -> str:
    return material.variables[name].role


def _stem(name: str) -> str:
    stem = stem_of(name)
    return stem.text if stem else ""


def _named(names: Sequence[str], heading: str) -> str:
    """Return a name for a block that has only a heading."""
    common = common_beginning(names).rstrip("_.[]: ")
    usable = len(common) > 1 and not common.isdigit() and not any(sign.isspace() for sign in names[0])
    return common if usable else heading or names[0]


def _behind_other(material: Material, blocks: list[Block]) -> list[Block]:
    """Tie texts behind "other" that stand alone to the question before them."""
    tied: list[Block] = []
    for place, block in enumerate(blocks):
        (name, *more) = block.items
        before = next((one for one in reversed(tied[:place]) if one.kind != "other-specify"), None)
        alone = not more and block.kind == "open" and material.other(name)
        if alone and before is not None and before.kind not in ("open", "numeric"):
            why = "the text behind “other”, next to its question"
            block = replace(block, kind="other-specify", of=before.name, why=why)
        tied.append(block)
    return tied


def _unique(blocks: Sequence[Block], variables: Mapping[str, Variable]) -> list[Block]:
    """Give each block a name of its own, and no block of several variables the name of one variable."""
    taken: set[str] = set()
    renamed: dict[str, str] = {}
    result = []
    for block in blocks:
        names = chain((block.name, f"{block.name}_items"), (f"{block.name}_{number}" for number in count(2)))
        name = next(one for one in names if one not in taken and (one not in variables or _may_have(block, one)))
        taken.add(name)
        renamed.setdefault(block.name, name)
        result.append(replace(block, name=name))
    return [replace(block, of=renamed.get(block.of, block.of)) if block.of else block for block in result]


def _may_have(block: Block, name: str) -> bool:
    """Whether a block may have the name of a variable: its only one, or as the user says."""
    return block.items == (name,) or (block.stated and block.name == name)
