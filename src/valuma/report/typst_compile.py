"""Typst source → PDF/UA-1, with errors a reader of the texts understands."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from valuma.report.fonts import copy_fonts
from valuma.report.typst_writer import TEMPLATE
from valuma.schema.problems import ValumaError

_PAGES = re.compile(rb"/Type\s*/Pages\s*/Count\s+(\d+)")
_GLYPH = re.compile(r"the text `(?P<text>.+?)` could not be displayed")


@dataclass(frozen=True, slots=True)
class Pdf:
    """A compiled document.

    Parameters
    ----------
    data : bytes
        The file.
    pages : int
        Number of pages.
    """

    data: bytes
    pages: int


class Workshop:
    """A folder in which sources are compiled: template, fonts and drawings beside each other.

    Parameters
    ----------
    folder : Path
        An empty folder; everything a source refers to must be in it.
    """

    def __init__(self, folder: Path) -> None:
        from typst import Fonts

        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        shutil.copyfile(TEMPLATE, folder / TEMPLATE.name)
        # The wheel brings serif and mono faces along, and a machine its own: neither may slip into a page.
        self._fonts = Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(copy_fonts(folder))]
        )

    def add(self, name: str, text: str) -> None:
        """Put a drawing into the folder."""
        (self.folder / name).write_text(text, encoding="utf-8", newline="\n")

    def pdf(self, source: str, name: str) -> Pdf:
        """Compile a source to PDF/UA-1.

        Parameters
        ----------
        source : str
            Typst source.
        name : str
            Name of the document in messages.

        Returns
        -------
        Pdf
            The same bytes for the same source, drawings, fonts and compiler.

        Raises
        ------
        ValumaError
            What Typst refused or warned of: a warning means something is missing from the page.
        """
        data = cast(bytes, self._compiled(source, name, format="pdf", pdf_standards=["ua-1"]))
        match = _PAGES.search(data)
        return Pdf(data, int(match.group(1)) if match else 0)

    def images(self, source: str, name: str, *, ppi: float = 110) -> list[bytes]:
        """Compile a source to one PNG a page, for a look at them."""
        pages = self._compiled(source, name, format="png", ppi=ppi)
        return [pages] if isinstance(pages, bytes) else cast(list[bytes], pages)

    def _compiled(self, source: str, name: str, **options: Any) -> bytes | Sequence[bytes]:
        import typst

        path = self.folder / f"{name}.typ"
        path.write_text(source, encoding="utf-8", newline="\n")
        try:
            data, warnings = typst.compile_with_warnings(
                str(path), root=str(self.folder), font_paths=self._fonts, ignore_system_fonts=True, **options
            )
        except typst.TypstError as error:
            told = readable(error.message, error.hints, error.diagnostic)
            raise ValumaError(f"{name}: {told}{self._where(error.message)}") from error
        if warnings:
            told = "; ".join(readable(warning.message, warning.hints) for warning in warnings)
            raise ValumaError(f"{name}: {told}")
        return cast("bytes | Sequence[bytes]", data)

    def _where(self, message: str) -> str:
        """Name the drawings that hold a sign no font has, because Typst does not say where it stands."""
        found = _GLYPH.search(message)
        sign = found["text"].strip('"') if found else ""
        drawings = [path.name for path in sorted(self.folder.glob("*.svg")) if sign and sign in path.read_text("utf-8")]
        return f"; drawn in {', '.join(drawings)}" if drawings else ""


def readable(message: str, hints: Sequence[str] = (), diagnostic: str = "") -> str:
    """Put what Typst says into one line, with the line of the source it points at.

    Examples
    --------
    >>> readable("PDF/UA-1 error: missing alt text", ["add alt text"])
    'PDF/UA-1: missing alt text (add alt text)'
    """
    found = _GLYPH.search(message)
    if found:
        message = f"the fonts have no sign for {found['text']}"
    lines = [line.split("│", 1)[1].strip() for line in diagnostic.splitlines() if re.match(r"\s*\d+\s*│", line)]
    shown = f"; in: {lines[0][:200]}" if lines else ""
    advice = f" ({'; '.join(hints)})" if hints and not found else ""
    return message.replace(" error:", ":") + advice + shown
