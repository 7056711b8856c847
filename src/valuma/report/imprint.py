"""What a page says of itself: study, version, inputs, seed, draws, whether it is an example."""

from __future__ import annotations

from dataclasses import dataclass

from valuma import texts
from valuma.report import words


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of a list of sources."""

    source_id: str
    title: str
    publisher: str = ""
    url: str = ""
    published: str = ""
    accessed: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every page of a report says of itself.

    Parameters
    ----------
    study : str
        Name of the study in the language of the page.
    version : str
        Version of valuma.
    inputs : str
        Hash of everything the study was read from.
    seed, draws : int
        Of the chance tests and intervals.
    languages : tuple of str
        Languages in which the report is written beside this one.
    stem : str
        Name of the files without language and suffix.
    synthetic : bool
        True for an example with invented data.
    authors, keywords : tuple of str
        For the metadata of the file.
    """

    study: str
    version: str
    inputs: str
    seed: int
    draws: int
    languages: tuple[str, ...] = ("fi", "sv", "en")
    stem: str = "brief"
    synthetic: bool = False
    authors: tuple[str, ...] = ("valuma",)
    keywords: tuple[str, ...] = ()

    @property
    def banner(self) -> str:
        """The line over every page of an example; empty otherwise."""
        return words.synthetic_banner() if self.synthetic else ""

    def file_name(self, lang: str, suffix: str) -> str:
        """Name of the file in a language; an example says so.

        Examples
        --------
        >>> Imprint("A study", "0.1.0", "ab12", 1, 99, synthetic=True).file_name("sv", "pdf")
        'brief-synthetic-sv.pdf'
        """
        return f"{self.stem}{'-synthetic' if self.synthetic else ''}-{lang}.{suffix}"

    def lines(self, lang: str) -> tuple[str, ...]:
        """Return the lines at the very end: how to get the same again, and the licence."""
        line = texts.message(
            "reproducibility-line",
            lang,
            version=self.version,
            inputs=self.inputs[:12],
            seed=str(self.seed),
            draws=self.draws,
        )
        return (line, texts.message("licence-line", lang))


def ordered_sources(cited: tuple[str, ...], others: frozenset[str]) -> tuple[str, ...]:
    """Source ids that are not cited in the text but stand behind figures, tables and results, by id."""
    return tuple(sorted(others - set(cited)))


def described(source: Source, lang: str) -> str:
    """One source in words, without its address.

    Examples
    --------
    >>> described(Source("a", "Members", "MAL network", published="2020-05", accessed="2026-11-20"), "en")
    'MAL network: Members. 2020-05, read 2026-11-20.'
    """
    dates = [source.published] if source.published else []
    if source.accessed:
        dates.append(texts.message("accessed", lang, date=source.accessed))
    head = f"{source.publisher}: {source.title}" if source.publisher else source.title
    ending = "" if head.endswith((".", "?", "!")) else "."
    return f"{head}{ending} {', '.join(dates)}." if dates else f"{head}{ending}"


def shown_address(url: str) -> str:
    r"""Shorten an address for print: without its scheme, and able to break after a slash.

    Examples
    --------
    >>> shown_address("https://example.org/members/")
    'example.org/\u200bmembers'
    """
    return url.partition("://")[2].rstrip("/").replace("/", "/\u200b")
