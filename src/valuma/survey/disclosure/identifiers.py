"""Personal data in answers: direct identifiers and special categories, known by cells, labels and options."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pandas as pd

from valuma.schema.vocabularies import SurveyRole
from valuma.survey.codebook import Variable
from valuma.survey.disclosure import words_of_identity as w
from valuma.survey.load_report import Remark
from valuma.survey.personal_data import contact_sort, without_personal_data

#: Cells of a column that are looked at; the rest is like them.
_LOOKED_AT = 500
#: From this share of its filled cells on, a column is what its cells are.
_MOST = 0.5
#: From this share on a column of texts holds addresses of persons here and there.
_SOME = 0.05

#: A personal identity code: day, month, year, sign of the century (those of 2023 too), three digits, check character.
_IDENTITY_CODE = re.compile(r"\b(\d{2})(\d{2})(\d{2})([-+A-FYXWVU])(\d{3})([0-9A-Y])\b", re.IGNORECASE)
_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_IP = re.compile(
    r"^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$|^(?=.*::|(?:[0-9a-f]*:){7})[0-9a-f:]{2,39}$", re.I
)
_COORDINATES = re.compile(r"^-?\d{1,3}[.,]\d{3,}\s*[,;\s]\s*-?\d{1,3}[.,]\d{3,}$")
_DECIMAL = re.compile(r"^-?\d{1,4}[.,]\d+$")
_TOKEN = re.compile(r"^(?=.*\d)(?=.*[a-z])[a-z0-9]{8,}$|^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$", re.IGNORECASE)
#: Roles of which everybody knows what they hold: they tell an organisation or an answer, not a person.
_ASKED_FOR = frozenset(
    str(role)
    for role in SurveyRole
    if role not in (SurveyRole.RESPONDENT, SurveyRole.ORGANISATION, SurveyRole.OPEN_TEXT, SurveyRole.RESPONDENT_ROLE)
)


def flag_identifiers(values: pd.DataFrame, variables: Mapping[str, Variable]) -> tuple[dict[str, str], list[Remark]]:
    """Say which variables hold personal data, and of what sort.

    Parameters
    ----------
    values : DataFrame
        A column a variable, as in `Survey.answers`.
    variables : mapping of str to Variable
        The codebook. A variable that it says is not personal is never flagged; one that it says is, always.

    Returns
    -------
    tuple of dict of str to str and list of Remark
        The sort by variable (``Variable.identifies``), those alone that hold any; and a warning for each sort with the
        variables that hold it.

    Notes
    -----
    Direct identifiers are known by their cells first, then by the words of name and label; special categories of the
    GDPR by words on a person's own state and by their options. Words on a policy field (interest in health services)
    are not. A rare name among other words, or a category asked in words that are not listed, is not recognised:
    ``personal = true`` in ``survey.toml`` says it. The first 500 answers are looked at.

    Examples
    --------
    >>> values = pd.DataFrame({"a": ["x@town.example", None], "b": [1.0, 2.0], "c": [1.0, 2.0]})
    >>> codebook = {"a": Variable("a", "Where to reach you", "text"), "b": Variable("b", "Mitä puoluetta edustat?"),
    ...             "c": Variable("c", "Kiinnostus: terveys ja hyvinvointi", role="interest")}
    >>> flag_identifiers(values, codebook)[0]
    {'a': 'e-mail addresses', 'b': 'political opinions'}
    """
    found: dict[str, str] = {}
    for name, variable in variables.items():
        column = values[name].head(_LOOKED_AT) if name in values else pd.Series([], dtype=object)
        sort = _sort(variable, column)
        if sort:
            found[name] = sort
    return found, _remarks(found)


def sort_of_cells(cells: pd.Series) -> str:
    """Say what direct identifiers the cells of a column hold; empty where none.

    Parameters
    ----------
    cells : Series
        Cells of any type.

    Returns
    -------
    str
        A word of `valuma.survey.disclosure.words_of_identity.DIRECT`.

    Examples
    --------
    >>> sort_of_cells(pd.Series(["131052-308T", None])), sort_of_cells(pd.Series(["192.0.2.7", "2001:db8::1"]))
    ('personal identity codes', 'IP addresses')
    >>> sort_of_cells(pd.Series(["Oulu", "Espoo"]))
    ''
    """
    texts = [text for cell in cells.dropna() if (text := str(cell).strip())]
    if not texts:
        return ""
    if any(has_identity_code(text) for text in texts):
        return w.IDENTITY_CODES
    sorts: tuple[tuple[str, Callable[[str], object]], ...] = (
        (w.IPS, lambda text: _IP.match(text)),
        (w.COORDINATES, lambda text: _COORDINATES.match(text)),
        (w.TOKENS, lambda text: _TOKEN.match(text)),
    )
    for sort, holds in sorts:
        if sum(bool(holds(text)) for text in texts) >= _MOST * len(texts) and (sort != w.TOKENS or _each_once(texts)):
            return sort
    decimals = sum(bool(_DECIMAL.match(text)) for text in texts)
    return "" if decimals >= _MOST * len(texts) else contact_sort(texts)


def has_identity_code(text: str) -> bool:
    """Whether a text holds a Finnish personal identity code: a day that can be and the right check character.

    Examples
    --------
    >>> has_identity_code("HETU 131052-308T"), has_identity_code("131052-308U"), has_identity_code("1234567-8")
    (True, False, False)
    """
    for match in _IDENTITY_CODE.finditer(text):
        day, month, year, _, number, check = match.groups()
        possible = 1 <= int(day) <= 31 and 1 <= int(month) <= 12
        if possible and _CHECK[int(day + month + year + number) % 31] == check.upper():
            return True
    return False


def _sort(variable: Variable, column: pd.Series) -> str:
    """Return what personal data a variable holds; empty where none."""
    if variable.personal is False:
        return ""
    return _found(variable, column) or ("personal data" if variable.personal else "")


def _found(variable: Variable, column: pd.Series) -> str:
    role = variable.role
    if role == SurveyRole.RESPONDENT:
        return w.TOKENS
    texts = variable.kind == "text" and (column.empty or not pd.api.types.is_numeric_dtype(column.dtype))
    by_cells = sort_of_cells(column) if texts else ""
    if by_cells and not (role in _ASKED_FOR and by_cells == w.TOKENS):
        return by_cells
    if role == SurveyRole.ORGANISATION:
        return w.ORGANISATIONS
    if role in _ASKED_FOR:
        return ""
    return _by_options(variable) or _by_label(variable, column) or (_by_texts(variable, column) if texts else "")


def _by_options(variable: Variable) -> str:
    """Return the special category that the answer options are of."""
    labels = {str(label).strip().casefold() for label in variable.labels.values()}
    labels |= {str(label).strip().casefold() for by_code in variable.value_texts.values() for label in by_code.values()}
    return next((sort for sort, words, least in w.BY_VALUES if len(labels & words) >= least), "")


def _by_label(variable: Variable, column: pd.Series) -> str:
    said = [variable.name, variable.label, *variable.texts.values()]
    for sort, pattern in w.BY_LABEL:
        if any(pattern.search(text.strip()) for text in said) and _fits(sort, variable, column):
            return sort
    return ""


def _fits(sort: str, variable: Variable, column: pd.Series) -> bool:
    """Whether the answers can be of a sort: a name is no scale, a moment of answering no opinion."""
    if sort in (w.EMAILS, w.PHONES, w.NAMES, w.ADDRESSES, w.IPS):
        return variable.kind == "text" or (sort == w.PHONES and not variable.labels)
    if sort == w.COORDINATES:
        return not variable.labels
    if sort in (w.TIMES, w.TOKENS):
        return not variable.labels and not variable.role
    return True


def _by_texts(variable: Variable, column: pd.Series) -> str:
    """Return what free text holds: identifiers here and there, or at least the words of persons."""
    texts = [text for cell in column.dropna() if (text := str(cell).strip())]
    taken = [sort for text in texts for sort in without_personal_data(text).taken_out]
    if taken and len(taken) >= _SOME * len(texts):
        return w.OPEN_TEXT
    long = sum(len(text.split()) >= 4 for text in texts)
    if variable.role == SurveyRole.OPEN_TEXT or (texts and long >= _SOME * len(texts)):
        return w.OPEN_TEXT
    return ""


def _each_once(texts: list[str]) -> bool:
    return len(texts) > 1 and len(set(texts)) >= 0.9 * len(texts)


def _remarks(found: Mapping[str, str]) -> list[Remark]:
    """Return a warning for each sort, with the variables that hold it."""
    remarks = []
    for sort in dict.fromkeys(found.values()):
        names = [name for name, one in found.items() if one == sort]
        place = ", ".join(names[:5]) + (f" and {len(names) - 5:,} more" if len(names) > 5 else "")
        if sort in w.SPECIAL:
            what, done = f"{sort}: a special category of personal data", "flagged; use it only on a stated legal basis"
        elif sort in (w.OPEN_TEXT, w.ORGANISATIONS):
            what, done = f"{sort}, in which persons may be named", "flagged; never shown as they are"
        else:
            what, done = f"{sort}: direct identifiers", "flagged; in no table, figure or file"
        remarks.append(Remark("warning", place, what, done))
    return remarks
