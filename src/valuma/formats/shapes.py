"""What a file says of a block beside its ties: direction and columns with their types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from valuma.formats.guards import unusable
from valuma.formats.tables import NetworkTables
from valuma.formats.values import ValueType, type_of

_FIXED = ("source", "target", "weight")
_TYPES: tuple[ValueType, ...] = ("text", "integer", "number", "yes-no")


@dataclass(frozen=True)
class BlockShape:
    """Direction of a block and the types of the attributes of its ties.

    Parameters
    ----------
    directed : bool
        Whether source and target differ in meaning.
    types : mapping from str to type
        Attributes in the order of the columns; source, target and weight are not among them.
    """

    directed: bool
    types: Mapping[str, ValueType]

    def to_json(self) -> str:
        """Write the shape as one line of JSON, which GraphML and GEXF carry as text.

        Examples
        --------
        >>> BlockShape(False, {"role": "text"}).to_json()
        '{"directed": false, "columns": [["role", "text"]]}'
        """
        columns = [[name, kind] for name, kind in self.types.items()]
        return json.dumps({"directed": self.directed, "columns": columns}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str, file: str, row: int) -> BlockShape:
        """Read what `to_json` wrote.

        Parameters
        ----------
        text : str
            One line of JSON.
        file, row
            Place, for the error.

        Returns
        -------
        BlockShape

        Raises
        ------
        StudyError
            The text is something else.
        """
        try:
            found = json.loads(text)
            types: dict[str, ValueType] = {}
            for name, kind in found["columns"]:
                if not isinstance(name, str) or name in _FIXED:
                    raise ValueError(f"a column {name!r}")
                types[name] = _TYPES[_TYPES.index(kind)]
            return cls(bool(found["directed"]), types)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise unusable(file, f"{text[:80]!r}", "a description of a block", row=row) from error


def shapes_of(tables: NetworkTables) -> dict[str, BlockShape]:
    """Return the shape of every block.

    Parameters
    ----------
    tables : NetworkTables
        What is to be written.

    Returns
    -------
    dict from block to BlockShape
    """
    return {
        name: BlockShape(
            tables.directed[name], {str(c): type_of(ties[c]) for c in ties.columns if str(c) not in _FIXED}
        )
        for name, ties in tables.blocks.items()
    }


def shared_types(shapes: Mapping[str, BlockShape]) -> dict[str, ValueType]:
    """Return one type for every tie attribute, over the blocks of a file that has them all in one list.

    Parameters
    ----------
    shapes : mapping from block to BlockShape
        The blocks.

    Returns
    -------
    dict from attribute to type
        Text where two blocks do not agree; their own types come back by the shapes.

    Examples
    --------
    >>> shared_types({"focus": BlockShape(False, {"x": "integer"}), "interest": BlockShape(False, {"x": "number"})})
    {'x': 'text'}
    """
    result: dict[str, ValueType] = {}
    for shape in shapes.values():
        for name, kind in shape.types.items():
            result[name] = kind if result.get(name, kind) == kind else "text"
    return result
