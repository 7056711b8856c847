"""Blocks that a file or a codebook records: kept, or split where they mix schemes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from valuma.survey.blocks import Block
from valuma.survey.finding.splitting import Material, split
from valuma.survey.load_report import Remark

#: Kinds that say how their variables were asked, not what they hold.
_OF_ONE_SCALE = ("multiple-categories", "ranking", "single", "numeric", "open", "other-specify")


def keep_given(material: Material, given: Sequence[Block]) -> tuple[list[Block], list[Remark]]:
    """Return the recorded blocks, each variable in one of them only.

    Parameters
    ----------
    material : Material
        Columns and codebook.
    given : sequence of Block
        In falling order of trust: a variable stays with the first block that names it.

    Returns
    -------
    tuple of list of Block and list of Remark
        Blocks; what was split, left out or made smaller.
    """
    blocks: list[Block] = []
    remarks: list[Remark] = []
    taken: dict[str, str] = {}
    for block in sorted(given, key=lambda block: not block.stated):
        lost = [name for name in block.items if name not in material.variables]
        twice = [name for name in block.items if name in taken]
        items = tuple(name for name in dict.fromkeys(block.items) if name not in taken and name not in lost)
        if lost:
            what = f"the block names variables that the answers do not have: {', '.join(lost)}"
            remarks.append(Remark("warning", block.name, what, "left out of the block"))
        if twice:
            what = "; ".join(f"{name} stands in the block {taken[name]!r} too" for name in twice)
            remarks.append(Remark("note", block.name, what, f"counted in {taken[twice[0]]!r} only"))
        if not items:
            continue
        taken |= dict.fromkeys(items, block.name)
        found, said = _checked(material, replace(block, items=items))
        blocks += found
        remarks += said
    return blocks, remarks


def _checked(material: Material, block: Block) -> tuple[list[Block], list[Remark]]:
    """Split a recorded block unless its variables hold the same, or the user says that they are one."""
    if block.stated or len(block.items) == 1:
        return [block], []
    if block.kind == "multiple-dichotomies" and block.counted is not None:
        fitting = [name for name in block.items if _can_be_ticked(material, name, block.counted)]
        if len(fitting) == len(block.items):
            return [block], []
    found, said = split(material, block.name, block.items, block.why, label=block.label)
    whole = [part for part in found if set(part.items) == set(block.items)]
    if whole and block.kind in _OF_ONE_SCALE:
        return [block], []
    return found, said


def _can_be_ticked(material: Material, name: str, counted: float | str) -> bool:
    scheme = material.scheme(name)
    if scheme.sort == "empty":
        return True
    if scheme.sort == "dichotomy":
        return scheme.counted is None or scheme.counted == counted
    return scheme.sort == "category" and counted in [code for code, _ in scheme.codes]
