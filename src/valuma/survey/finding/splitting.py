"""Splitting: variables that share a header into blocks that share a scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from valuma.survey.blocks import Block, BlockKind
from valuma.survey.codebook import Variable
from valuma.survey.finding.exclusive import exclusive
from valuma.survey.finding.headers import common_beginning, heading
from valuma.survey.finding.schemes import Scheme, same, scheme_of
from valuma.survey.finding.wording import asks_for_other
from valuma.survey.load_report import Remark

#: End of the name of a part that was split off.
_ENDS: Mapping[BlockKind, str] = {"open": "text", "numeric": "number"}


@dataclass
class Material:
    """Columns and what the codebook says of them; the scheme of each is found once.

    Parameters
    ----------
    values : DataFrame
        Cells.
    variables : mapping of str to Variable
        Codebook.
    """

    values: pd.DataFrame
    variables: Mapping[str, Variable]
    _schemes: dict[str, Scheme] = field(default_factory=dict)
    _headings: dict[str, str] = field(default_factory=dict)

    def scheme(self, name: str) -> Scheme:
        """Return the scheme of a variable."""
        if name not in self._schemes:
            self._schemes[name] = scheme_of(self.values[name], self.variables[name])
        return self._schemes[name]

    def heading(self, name: str) -> str:
        """Return the text under which a variable was asked."""
        if name not in self._headings:
            self._headings[name] = heading(name, self.variables[name].label)
        return self._headings[name]

    def other(self, name: str) -> bool:
        """Whether a variable is the text behind "other"."""
        return self.scheme(name).sort in ("text", "empty", "dichotomy") and asks_for_other(name, self.heading(name))

    def single(self, name: str, why: str = "", *, label: str = "") -> Block:
        """Return the block of a variable that was asked by itself."""
        kinds: dict[str, BlockKind] = {"numeric": "numeric", "text": "open"}
        scheme = self.scheme(name)
        kind = kinds.get(scheme.sort, "single")
        if scheme.sort == "empty" and self.variables[name].kind in ("text", "numeric"):
            kind = "open" if self.variables[name].kind == "text" else "numeric"
        return Block(name, kind, label or self.heading(name) or name, (name,), why=why or f"{scheme.how}, asked alone")


def split(
    material: Material, name: str, names: Sequence[str], why: str, *, label: str = "", whole: bool = True
) -> tuple[list[Block], list[Remark]]:
    """Make blocks of variables that share a header, one for each scheme among them.

    Parameters
    ----------
    material : Material
        Columns and codebook.
    name : str
        Name of the block; parts that are split off get it with an ending.
    names : sequence of str
        The variables, in the order of the file.
    why : str
        What makes them one question.
    label : str
        The question, where it is known.
    whole : bool
        The header alone makes them a group, so that a split is reported.

    Returns
    -------
    tuple of list of Block and list of Remark
        Blocks, the largest one under the name; what was split.
    """
    parts, others = _parts(material, names)
    label = label or common_beginning([material.heading(item) for item in names]) or name
    blocks: list[Block] = []
    main = max(range(len(parts)), key=lambda place: (len(parts[place]), -place)) if parts else -1
    for place, part in enumerate(parts):
        block = _block(material, name, part, why, label)
        blocks.append(block if place == main else replace(block, name=_ending(name, block, part)))
    of = blocks[main].name if parts else ""
    for other in others:
        words = f"{why}; the text behind “other”"
        blocks.append(Block(other, "other-specify", material.heading(other) or other, (other,), why=words, of=of))
    remarks: list[Remark] = []
    if whole and len(parts) > 1:
        shown = "; ".join(f"{_shown(part)} ({material.scheme(part[0]).how})" for part in parts)
        kinds = ", ".join(f"{block.name} ({block.kind})" for block in blocks if block.kind != "other-specify")
        remarks.append(Remark("note", name, f"a group that mixes schemes: {shown}", f"split into {kinds}"))
    return blocks, remarks


def _parts(material: Material, names: Sequence[str]) -> tuple[list[list[str]], list[str]]:
    """Sort variables by scheme; those without answers follow the largest part, texts behind "other" stand apart."""
    parts: list[list[str]] = []
    others: list[str] = []
    empty: list[str] = []
    for item in names:
        scheme = material.scheme(item)
        if len(names) > 1 and material.other(item) and _is_text(material, item):
            others.append(item)
        elif scheme.sort == "empty":
            empty.append(item)
        else:
            fitting = [part for part in parts if any(same(scheme, material.scheme(one)) for one in part)]
            if not fitting:
                parts.append([item])
                continue
            fitting[0].append(item)
            for further in fitting[1:]:
                fitting[0] += further
                parts.remove(further)
    _join_yes_only(material, parts)
    if empty:
        largest = max(parts, key=len, default=None)
        if largest is None:
            parts.append(empty)
        else:
            largest += empty
    order = {item: place for place, item in enumerate(names)}
    return sorted((sorted(part, key=order.__getitem__) for part in parts), key=lambda part: order[part[0]]), others


def _is_text(material: Material, item: str) -> bool:
    """Whether a variable holds the text beside "other"; a tick beside it is an option of its block."""
    scheme = material.scheme(item)
    if scheme.sort == "dichotomy":
        return scheme.counted is None
    return scheme.sort == "text" or material.variables[item].kind == "text"


def _join_yes_only(material: Material, parts: list[list[str]]) -> None:
    """Let items on which all said yes stay with the yes/no items of their question."""
    for part in [part for part in parts if material.scheme(part[0]).sort == "dichotomy"]:
        ticked = material.scheme(part[0]).counted
        for other in parts:
            scheme = material.scheme(other[0])
            if scheme.sort == "category" and len(scheme.codes) == 2 and ticked in [code for code, _ in scheme.codes]:
                other += part
                parts.remove(part)
                break


def _block(material: Material, name: str, part: Sequence[str], why: str, label: str) -> Block:
    """Return the block of variables with one scheme."""
    scheme = material.scheme(part[0])
    for item in part:
        scheme = scheme if scheme.sort != "empty" else material.scheme(item)
    if scheme.sort == "dichotomy":
        words = f"{why}; {scheme.how}"
        return Block(name, "multiple-dichotomies", label, tuple(part), scheme.counted, words)
    if len(part) == 1:
        single = material.single(part[0], f"{why}; {scheme.how}, alone with its scheme")
        return replace(single, name=name)
    if scheme.sort in ("numeric", "text", "date"):
        kind: BlockKind = "numeric" if scheme.sort == "numeric" else "open"
        return Block(name, kind, label, tuple(part), why=f"{why}; {scheme.how}")
    ordered = any(material.variables[item].kind == "ordered" for item in part)
    found = None if ordered or scheme.sort == "empty" else exclusive(material.values, part)
    if found is not None:
        return Block(name, found, label, tuple(part), why=f"{why}; {scheme.how}, no answer twice in a row")
    return Block(name, "grid", label, tuple(part), why=f"{why}; the same {scheme.how}")


def _ending(name: str, block: Block, part: Sequence[str]) -> str:
    if len(part) == 1:
        return part[0]
    return f"{name}_{_ENDS.get(block.kind, part[0].removeprefix(name).strip('_.[]') or 'part')}"


def _shown(part: Sequence[str]) -> str:
    return ", ".join(part) if len(part) < 4 else f"{part[0]}, {part[1]} … {part[-1]}"
