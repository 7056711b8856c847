"""A card to the text of its file: only what differs changes, comments and layout stay."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from valuma.loaders.card_text.layout import (
    LISTS,
    SINGLE_TABLES,
    block_text,
    content,
    field_order,
    text_of,
)
from valuma.loaders.card_text.page import Block, Page
from valuma.loaders.card_text.rows import pair_rows, row_key
from valuma.schema.card import Card
from valuma.schema.problems import ValumaError
from valuma.schema.tables import TABLES

#: Fields that name a row of each list of a card.
ROW_KEYS: Mapping[str, tuple[str, ...]] = {
    part: row_key(TABLES.get(part) or TABLES[f"network_{part}"]) for part in LISTS
}


def edit(text: str | None, old: Card | None, new: Card, *, comments: Mapping[str, str] | None = None) -> str:
    r"""Return the text of a card's file after a change.

    Parameters
    ----------
    text : str or None
        Text as it is; None where there is no file yet.
    old : Card or None
        What the text says; read from it where None.
    new : Card
        What it shall say.
    comments : mapping of str to str, optional
        Comment behind the value of a key, by key (``founded``, ``name.fi``); an empty text takes a comment away.
        Comments of keys that are not named stay.

    Returns
    -------
    str
        The same text where nothing differs. Otherwise the lines of what differs are other ones; a new key stands
        where it belongs in the order of the fields, a new row of a list behind the row before it. A comment goes
        only with the row or key that it stands beside or right above.

    Raises
    ------
    ValumaError
        The text is written in a way in which it cannot be changed line by line.

    Examples
    --------
    >>> text = 'id = "ring"\ngroup = "regional"\nstatus = "draft"\nfounded = 2015  # the charter\n'
    >>> old = read(text)
    >>> print(edit(text, old, old.model_copy(update={"founded": 2016, "host": "tampere"})), end="")
    id = "ring"
    group = "regional"
    status = "draft"
    host = "tampere"
    founded = 2016  # the charter
    """
    page = Page(text_of(new) if text is None else text)
    if text is not None:
        _edit_page(page, content(read(text) if old is None else old), content(new))
    for key, comment in (comments or {}).items():
        page.put_comment(tuple(key.split(".")), comment)
    result = str(page)
    try:
        same = content(read(result)) == content(new)
    except (tomllib.TOMLDecodeError, ValueError):
        same = False
    if not same:
        raise ValumaError(f"the card of {new.id} is laid out in a way that cannot be changed line by line")
    return result


def read(text: str) -> Card:
    """Return the card that a text holds, which is known to be right.

    Parameters
    ----------
    text : str
        Text of ``card.toml``.

    Returns
    -------
    Card

    Notes
    -----
    For text of which nothing is known, `valuma.loaders.cards.parse_card` reports what is wrong with it.
    """
    return Card.model_validate(tomllib.loads(text))


def comments_of(text: str) -> dict[str, str]:
    r"""Return the comments behind the values of single keys.

    Parameters
    ----------
    text : str
        TOML that parses.

    Returns
    -------
    dict of str to str
        Comment by key; keys below a header are written ``name.fi``. Rows of lists are left out.

    Examples
    --------
    >>> comments_of('id = "ring"\nfounded = 2015  # the charter\n')
    {'founded': 'the charter'}
    """
    return {".".join(path): entry.comment for path, entry, _ in Page(text).entries() if entry.comment}


def _edit_page(page: Page, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    order = field_order()
    for key in order:
        if key in LISTS:
            _edit_list(page, key, before.get(key, []), after.get(key, []))
        elif key in SINGLE_TABLES:
            _edit_table(page, key, before.get(key, {}), after.get(key, {}))
        elif before.get(key) != after.get(key):
            page.put((key,), after.get(key), order)


def _inline(page: Page, part: str, value: object) -> bool:
    """Change a table or list that stands behind a single key; False where it does not."""
    if not any(path == (part,) for path, _, _ in page.entries()):
        return False
    page.put((part,), value or None, field_order())
    return True


def _edit_table(page: Page, part: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    if before == after or _inline(page, part, after):
        return
    held = page.of(part) or any(path[0] == part for path, _, _ in page.entries())
    if not held:
        _place(page, part, [_new_block(page, part, after)])
        return
    order = field_order(part)
    if part == "source_of":
        order = {name: place for place, name in enumerate({**order, **dict.fromkeys(after, 0)})}
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            page.put((part, key), after.get(key), order)
    for block in page.of(part):
        if not block.entries:
            page.remove(block)


def _edit_list(page: Page, part: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> None:
    if before == after or _inline(page, part, after):
        return
    blocks = page.of(part)
    was = pair_rows(before, after, ROW_KEYS[part])
    rows = [
        _new_block(page, part, row) if i is None else _edited(page, blocks[i], before[i], row)
        for i, row in zip(was, after, strict=True)
    ]
    if was != list(range(len(before))):
        _place(page, part, rows)


def _edited(page: Page, block: Block, before: Mapping[str, Any], after: Mapping[str, Any]) -> Block:
    order = field_order(block.path[0])
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) == after.get(key):
            continue
        entry = next((entry for entry in block.entries if entry.path == (key,)), None)
        if entry is not None:
            page.put_entry(block, entry, after.get(key))
        elif key in after:
            page.insert(block, key, after[key], order)
    return block


def _new_block(page: Page, part: str, values: Mapping[str, Any]) -> Block:
    block = Page(block_text(part, values).replace("\n", page.newline)).blocks[1]
    block.above = page.newline
    return block


def _place(page: Page, part: str, rows: Sequence[Block]) -> None:
    """Put the blocks of a part where the first of them stands, or where the part belongs."""
    order = {name: place for place, name in enumerate((*SINGLE_TABLES, *LISTS), start=1)}
    old = page.of(part)
    if old:
        at = page.blocks.index(old[0])
    else:
        places = [order.get("".join(block.path), 0) for block in page.blocks]
        at = 1 + max(k for k, place in enumerate(places) if place < order[part])
    for block in old:
        if block not in rows:
            page.remove(block)
    page.blocks[:] = [block for block in page.blocks if block not in rows]
    page.blocks[at:at] = rows
