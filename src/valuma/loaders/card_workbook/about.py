"""The sheets of a workbook of cards that explain: what it is, how it is filled in, lists to look things up in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from valuma.formats.workbook.reading import Workbook
from valuma.formats.workbook.writing import ColumnOut, SheetOut
from valuma.loaders.card_workbook.folder import CardFolder
from valuma.loaders.card_workbook.sheets import KIND, VERSIONS, card_sheets, sheet_name
from valuma.schema.contract import words_of
from valuma.study.study import Study
from valuma.texts import label, message

#: Paragraphs of the about sheet, in their order: how to fill it in, what the shades mean, what not to touch.
_HELP = ("fill", "rows", "source", "states", "words", "new", "ids", "dates", "sort", "back", "private")

#: Rows in which the kind of a workbook is looked for.
_KIND_ROWS = 60


def about_sheet(study: Study, lang: str) -> SheetOut:
    """Return the first sheet: what the workbook is and how it is filled in.

    Parameters
    ----------
    study : Study
        The study it is made from.
    lang : {"fi", "sv", "en"}
        Language.

    Returns
    -------
    SheetOut
    """
    columns = [
        ColumnOut("what", message("cards-about-what", lang), 26),
        ColumnOut("how", message("cards-about-how", lang), 110),
    ]
    rows = [(message(f"cards-about-{key}", lang), message(f"cards-about-{key}-text", lang)) for key in _HELP]
    for sheet in card_sheets():
        rows.append((sheet.name(lang), message(f"cards-about-sheet-{sheet.key}".replace("_", "-"), lang)))
    rows += [
        ("kind", KIND),
        ("study", study.settings.id),
        ("fingerprint", study.fingerprint),
    ]
    notes = [study.settings.title_in(lang)]
    return SheetOut(sheet_name("about", lang), columns, rows, notes=notes, title=message("cards-title", lang))


def versions_sheet(folder: CardFolder) -> SheetOut:
    """Return the hidden sheet that tells what each network was when the workbook was made."""
    columns = [ColumnOut("network", "network", 30), ColumnOut("fingerprint", "fingerprint", 20)]
    return SheetOut(VERSIONS, columns, list(folder.versions.items()), hidden=True)


def look_up_sheets(study: Study, lang: str) -> Iterator[SheetOut]:
    """Yield the lists of actors, themes and words.

    Parameters
    ----------
    study : Study
        Its actors and themes.
    lang : {"fi", "sv", "en"}
        Language.

    Yields
    ------
    SheetOut
    """
    actors, themes = study.actors, study.themes
    kinds = [label(kind, lang, vocabulary="Kind") for kind in actors["kind"]]
    yield _look_up(
        "actors", ("id", "name", "kind"), list(zip(actors["actor_id"], actors["name"], kinds, strict=True)), lang
    )
    rows = list(zip(themes["theme_id"], themes[f"label_{lang}"], strict=True))
    yield _look_up("themes", ("id", "name"), rows, lang)
    yield _look_up("words", ("vocabulary", "word", "label"), list(_words(lang)), lang)


def kind_of_workbook(book: Workbook) -> str | None:
    """Return what the about sheet of a workbook says it is.

    Parameters
    ----------
    book : Workbook
        Any workbook.

    Returns
    -------
    str or None
        ``valuma cards``, ``valuma corrections`` or whatever stands beside the word *kind*; None where nothing does.
    """
    for sheet in book.sheets:
        for row in sheet.rows[:_KIND_ROWS]:
            cells = [str(cell).strip() for cell in row if cell is not None]
            if len(cells) >= 2 and cells[0].casefold() == "kind" and cells[1].startswith("valuma "):
                return cells[1]
    return None


def _look_up(key: str, columns: tuple[str, ...], rows: Sequence[Sequence[str]], lang: str) -> SheetOut:
    widths = {"id": 34, "name": 60, "kind": 34, "vocabulary": 26, "word": 34, "label": 60}
    heads = [ColumnOut(name, message(f"cards-words-{name}", lang), widths[name], locked=True) for name in columns]
    return SheetOut(sheet_name(key, lang), heads, rows, notes=[message("cards-look-up", lang)])


def _words(lang: str) -> Iterator[tuple[str, str, str]]:
    """Yield every word of the drop-down lists with its label, one vocabulary after another."""
    seen = set()
    for sheet in card_sheets():
        for one in sheet.fields:
            vocabulary = one.column.vocabulary
            if vocabulary is not None and vocabulary not in seen:
                seen.add(vocabulary)
                for word in vocabulary:
                    yield words_of(vocabulary), str(word), label(word, lang)
