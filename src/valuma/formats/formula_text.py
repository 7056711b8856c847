"""Text that a spreadsheet would run as a formula, made harmless and brought back."""

from __future__ import annotations

import re

#: A spreadsheet takes a text that starts like this for a formula; apostrophes in front count as made harmless.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def safe_text(value: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula.

    Parameters
    ----------
    value : str
        Any text. Numbers are not text and need no apostrophe.

    Returns
    -------
    str
        The text; with one more apostrophe in front where it starts with ``=``, ``+``, ``-``, ``@``, a tab or a
        carriage return, also after apostrophes.

    Examples
    --------
    >>> safe_text("=1+1"), safe_text("Oulu"), safe_text("'-x"), safe_text("'t Hooft")
    ("'=1+1", 'Oulu', "''-x", "'t Hooft")
    """
    return f"'{value}" if _FORMULA.match(value) else value


def unsafe_text(value: str) -> str:
    """Take away the apostrophe that `safe_text` has put in front.

    Parameters
    ----------
    value : str
        Text of a cell.

    Returns
    -------
    str
        What was given to `safe_text`; other text as it is.

    Examples
    --------
    >>> unsafe_text("'=1+1"), unsafe_text("'t Hooft")
    ('=1+1', "'t Hooft")
    """
    return value[1:] if value.startswith("'") and _FORMULA.match(value) else value
