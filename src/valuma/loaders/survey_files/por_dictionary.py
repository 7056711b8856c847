"""The dictionary of an SPSS portable file: variables, missing codes, labels, weight, documents."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from valuma.loaders.survey_files.por_text import BadNumber, Ended, PortableText

_MOST_VARIABLES = 100_000
_MOST_LABELS = 1_000_000
_FORMATS = {
    1: "A", 2: "AHEX", 3: "COMMA", 4: "DOLLAR", 5: "F", 6: "IB", 7: "PIBHEX", 8: "P", 9: "PIB", 10: "PK", 11: "RB",
    12: "RBHEX", 15: "Z", 16: "N", 17: "E", 20: "DATE", 21: "TIME", 22: "DATETIME", 23: "ADATE", 24: "JDATE",
    25: "DTIME", 26: "WKDAY", 27: "MONTH", 28: "MOYR", 29: "QYR", 30: "WKYR", 31: "PCT", 32: "DOT", 33: "CCA",
    34: "CCB", 35: "CCC", 36: "CCD", 37: "CCE", 38: "EDATE", 39: "SDATE", 40: "MTIME", 41: "YMDHMS",
}  # fmt: skip
#: Print formats of numbers that are seconds since the first day of the Gregorian calendar.
DATES = frozenset(("DATE", "DATETIME", "ADATE", "JDATE", "MOYR", "QYR", "WKYR", "EDATE", "SDATE", "YMDHMS"))

#: A code as the file holds it: a number or bytes.
RawCode = float | bytes


@dataclass
class PorVariable:
    """One variable, its texts still as bytes.

    Parameters
    ----------
    name : bytes
        Up to eight characters, upper case.
    width : int
        Characters of a text; 0 is a number.
    format : str
        Word of the print format: ``"F"``, ``"DATE"``.
    size : tuple of int
        Width and decimals of the print format.
    label : bytes
        The question.
    missing : list of tuple
        First and last code that stand for no answer.
    labels : dict of code to bytes
        Label of each code.
    """

    name: bytes
    width: int
    format: str
    size: tuple[int, int]
    label: bytes = b""
    missing: list[tuple[RawCode, RawCode]] = field(default_factory=list)
    labels: dict[RawCode, bytes] = field(default_factory=dict)

    @property
    def shown_format(self) -> str:
        """The print format as SPSS writes it: ``"F8.2"``."""
        width, decimals = self.size
        return f"{self.format}{width}" + (f".{decimals}" if decimals else "")


@dataclass
class PorDictionary:
    """What stands before the data.

    Parameters
    ----------
    variables : list of PorVariable
        In the order of the data.
    weight : bytes
        Variable of the weight; empty where there is none.
    product, author : bytes
        Program that wrote the file, and its owner.
    written : bytes
        Day, ``YYYYMMDD``.
    announced : int
        Number of variables that the file announces.
    documents : list of bytes
        Lines of remarks.
    unknown_labels : list of bytes
        Names of no variable that labels were given to.
    """

    variables: list[PorVariable] = field(default_factory=list)
    weight: bytes = b""
    product: bytes = b""
    author: bytes = b""
    written: bytes = b""
    announced: int = 0
    documents: list[bytes] = field(default_factory=list)
    unknown_labels: list[bytes] = field(default_factory=list)


def read_dictionary(text: PortableText) -> PorDictionary:
    """Read everything up to the data; the place is then on the first cell.

    Parameters
    ----------
    text : PortableText
        Right behind the mark of the format.

    Returns
    -------
    PorDictionary

    Raises
    ------
    StudyError
        The file ends before its data, or holds a record that the format does not have; with its line.
    """
    found = PorDictionary()
    tag = b""
    try:
        text.take(1)  # Version, always "A".
        found.written = text.string()
        text.string()
        while (tag := text.take(1)) != b"F":
            if tag not in _RECORDS:
                raise text.wrong(f"the record {tag!r}", "a record of the portable format")
            _RECORDS[tag](text, found)
    except Ended:
        raise text.wrong("the end of the file before any answers", "a whole file; is the download complete?") from None
    except BadNumber as error:
        shown = error.args[0] if isinstance(error.args[0], str) else error.args[0][:20].decode("ascii", "replace")
        where = f" in the record {tag.decode('ascii', 'replace')!r}" if tag else ""
        raise text.wrong(f"{shown!r}{where}", "a number in base 30 that fits here") from None
    if not found.variables:
        raise text.wrong("no variables", "at least one")
    return found


def _product(text: PortableText, found: PorDictionary) -> None:
    found.product = text.string()


def _author(text: PortableText, found: PorDictionary) -> None:
    found.author = text.string()


def _subproduct(text: PortableText, _: PorDictionary) -> None:
    text.string()


def _count(text: PortableText, found: PorDictionary) -> None:
    found.announced = text.whole(0, _MOST_VARIABLES)


def _precision(text: PortableText, _: PorDictionary) -> None:
    text.number()


def _weight(text: PortableText, found: PorDictionary) -> None:
    found.weight = text.string()


def _variable(text: PortableText, found: PorDictionary) -> None:
    if len(found.variables) >= _MOST_VARIABLES:
        raise text.wrong(f"more than {_MOST_VARIABLES:,} variables", "fewer of them")
    width = text.whole(0, 32_767)
    name = text.string()
    kind, *size = (text.whole(0, 32_767) for _ in range(3))
    for _ in range(3):
        text.whole(0, 32_767)
    found.variables.append(PorVariable(name, width, _FORMATS.get(kind, "F"), (size[0], size[1])))


def _latest(text: PortableText, found: PorDictionary) -> PorVariable:
    if not found.variables:
        raise text.wrong("a record of a variable before any variable", "a variable first")
    return found.variables[-1]


def _code(text: PortableText, variable: PorVariable) -> RawCode | None:
    return text.string() if variable.width else text.number()


def _missing_code(text: PortableText, found: PorDictionary) -> None:
    variable = _latest(text, found)
    code = _code(text, variable)
    if code is not None:
        variable.missing.append((code, code))


def _missing_up_to(text: PortableText, found: PorDictionary) -> None:
    variable = _latest(text, found)
    code = _code(text, variable)
    if code is not None:
        variable.missing.append((-math.inf, code))


def _missing_from(text: PortableText, found: PorDictionary) -> None:
    variable = _latest(text, found)
    code = _code(text, variable)
    if code is not None:
        variable.missing.append((code, math.inf))


def _missing_between(text: PortableText, found: PorDictionary) -> None:
    variable = _latest(text, found)
    low, high = _code(text, variable), _code(text, variable)
    if low is not None and high is not None:
        variable.missing.append((low, high))


def _label(text: PortableText, found: PorDictionary) -> None:
    _latest(text, found).label = text.string()


def _value_labels(text: PortableText, found: PorDictionary) -> None:
    names = [text.string() for _ in range(text.whole(0, _MOST_VARIABLES))]
    known = {variable.name: variable for variable in found.variables}
    variables = [known[name] for name in names if name in known]
    found.unknown_labels += [name for name in names if name not in known]
    if names and not variables:
        raise text.wrong(f"labels of {names[0]!r}", "labels of a variable named before")
    texts = bool(variables) and variables[0].width > 0
    for _ in range(text.whole(0, _MOST_LABELS)):
        code = text.string() if texts else text.number()
        label = text.string()
        for variable in variables:
            if code is not None and bool(variable.width) == texts:
                variable.labels[code] = label


def _documents(text: PortableText, found: PorDictionary) -> None:
    found.documents += [text.string() for _ in range(text.whole(0, _MOST_LABELS))]


_RECORDS: dict[bytes, Callable[[PortableText, PorDictionary], None]] = {
    b"1": _product,
    b"2": _author,
    b"3": _subproduct,
    b"4": _count,
    b"5": _precision,
    b"6": _weight,
    b"7": _variable,
    b"8": _missing_code,
    b"9": _missing_up_to,
    b"A": _missing_from,
    b"B": _missing_between,
    b"C": _label,
    b"D": _value_labels,
    b"E": _documents,
}
