"""What is known of one network, line by line and in words: the content of its case sheet, as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuma.figures.names import known, network_name
from valuma.loaders.corrections.fields import FIELDS
from valuma.report.case_sheet.context import CaseContext
from valuma.report.case_sheet.lines import Lines
from valuma.report.case_sheet.members import MemberLine, member_rows
from valuma.report.case_sheet.numbers import Number, case_numbers
from valuma.report.case_sheet.questions import questions
from valuma.report.case_sheet.record import Fact
from valuma.schema.vocabularies import CardStatus
from valuma.texts import label

if TYPE_CHECKING:
    from valuma.study.study import Study

__all__ = ["CaseContext", "CaseFacts", "Fact", "MemberLine", "Number", "case_facts"]


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything a case sheet shows, in one language.

    Parameters
    ----------
    network, lang : str
        Network and language.
    title : str
        Name of the network.
    status : str
        State of the card, in words.
    rows : tuple of Fact
        Lines in the order of the sheet.
    members : tuple of MemberLine
        Who takes part, one line an organisation: members by role and name, then those in roles that do not count.
    unknown : tuple of str
        What is not known, as plain questions.
    sources : tuple of str
        Source ids in the order of their numbers.
    numbers : tuple of Number
        What was computed from the card, each with a sentence.
    synthetic : bool
        True where anything of the study was invented.
    coordinator : str
        Name of the coordinating organisation; empty where none is known.
    """

    network: str
    lang: str
    title: str
    status: str
    rows: tuple[Fact, ...]
    members: tuple[MemberLine, ...]
    unknown: tuple[str, ...]
    sources: tuple[str, ...]
    numbers: tuple[Number, ...]
    synthetic: bool
    coordinator: str = ""

    @property
    def n_members(self) -> int:
        """Number of known members: organisations in a role that counts."""
        return sum(line.counts for line in self.members)

    def numbered(self, sources: Iterable[str]) -> str:
        """Return the numbers of some sources as they are printed, runs of three and more as a span.

        Examples
        --------
        >>> facts = CaseFacts("x", "en", "X", "draft", (), (), (), ("front", "archive", "act", "page"), (), False)
        >>> facts.numbered(["archive", "front", "act"]), facts.numbered(["page", "front"])
        ('1–3', '1, 4')
        """
        found = sorted(self.sources.index(name) + 1 for name in set(sources))
        runs: list[list[int]] = []
        for n in found:
            if runs and n == runs[-1][-1] + 1:
                runs[-1].append(n)
            else:
                runs.append([n])
        parts = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
        return ", ".join(parts)


def case_facts(study: Study, network: str, lang: str, *, context: CaseContext | None = None) -> CaseFacts:
    """Put what is known of a network into words.

    Parameters
    ----------
    study : Study
        The study.
    network : str
        Network.
    lang : {"fi", "sv", "en"}
        Language.
    context : CaseContext, optional
        What several sheets of the study share; without it everything is looked up for this network alone,
        which takes about half a second.

    Returns
    -------
    CaseFacts

    Raises
    ------
    ValumaError
        There is no such network.

    Examples
    --------
    >>> facts = case_facts(study, "mal-verkosto", "en")                # doctest: +SKIP
    >>> facts.rows[7].key, facts.rows[7].label, facts.rows[7].value    # doctest: +SKIP
    ('A8', 'Began', '2010')
    """
    context = CaseContext(study, network) if context is None else context
    row = context.network(network)
    lines = Lines(context, row, lang)
    rows = (*map(lines.field, FIELDS), *lines.entries())
    members = member_rows(context, network, lang)
    card = lines.sources_of("card")
    everything = (*(s for fact in rows for s in fact.sources), *(s for line in members for s in line.sources), *card)
    return CaseFacts(
        network=network,
        lang=lang,
        title=network_name(row, lang),
        status=label(CardStatus(str(row["status"])), lang),
        rows=rows,
        members=members,
        unknown=questions(context, network, rows, members, lang),
        sources=tuple(dict.fromkeys(everything)),
        numbers=case_numbers(context, network, lang),
        synthetic=study.synthetic,
        coordinator=lines.actor(str(row["coordinator"])) if known(row["coordinator"]) else "",
    )
