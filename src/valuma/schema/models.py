"""What the models of the declarative files share: strictness, texts in three languages, cells checked by a contract."""

from __future__ import annotations

from typing import Any

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from valuma.schema.cells import Bad, parse_cell
from valuma.schema.contract import Column, Table

#: Unknown keys and values of another type are refused.
STRICT = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


class Texts(BaseModel):
    """A text in the three languages."""

    model_config = STRICT

    fi: str
    sv: str
    en: str


def like(table: Table, name: str) -> AfterValidator:
    """Return a validator that reads a value as the column of a table contract does.

    Parameters
    ----------
    table : Table
        Contract the column belongs to.
    name : str
        Column whose vocabulary, range and pattern hold.

    Returns
    -------
    AfterValidator
        Raises an error that carries found, expected and hint.
    """
    column = table[name]
    return AfterValidator(lambda value: checked(column, value))


def checked(column: Column, value: Any) -> Any:
    """Return a value as a column reads it, or raise the error of `refusal`; None and [] pass."""
    if value is None or value == []:
        return value
    result = parse_cell(column, value)
    if isinstance(result, Bad):
        raise refusal(result.found, result.expected, result.hint)
    return list(result) if isinstance(result, tuple) else result


def refusal(found: str, expected: str, hint: str = "") -> PydanticCustomError:
    """Make the error from which `valuma.schema.toml.validate` takes found, expected and hint."""
    context = {"found": found, "expected": expected, "hint": hint}
    return PydanticCustomError("cell", "found {found}, expected {expected}", context)
