"""Case sheets: one page a network to send to its coordinator, with a form for corrections beside it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import valuma
from valuma.formats.files import write_together
from valuma.report.case_sheet.facts import CaseContext, case_facts
from valuma.report.case_sheet.typst import add_template, case_sheet_source
from valuma.report.prepared import chosen_languages
from valuma.report.typst_compile import Workshop
from valuma.schema.problems import ValumaError

if TYPE_CHECKING:
    from valuma.study.study import Study


def case_sheets(
    study: Study,
    out: str | os.PathLike[str],
    lang: str | Iterable[str],
    networks: str | Iterable[str] | None = None,
    *,
    group: str | Iterable[str] | None = None,
    forms: bool = True,
    progress: Callable[[str], None] | None = None,
) -> tuple[Path, ...]:
    """Write the case sheets of networks, each with its correction form.

    Parameters
    ----------
    study : Study
        The study. One that holds anything invented gives examples: every sheet says so.
    out : path
        Folder to write to; made where it is missing.
    lang : str or iterable of str
        Languages.
    networks : str or iterable of str, optional
        Networks; by default all of the study, or of `group`.
    group : str or iterable of str, optional
        Groups of networks.
    forms : bool
        Write the correction forms, too.
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    tuple of Path
        ``case-<network>-<lang>.pdf`` (PDF/UA-1, one page of A4) and ``case-<network>-<lang>-corrections.xlsx``, in
        the order in which they were written; ``-synthetic`` before the suffix where the study is an example.

    Raises
    ------
    ValumaError
        There is no such network, group or language, a sign that no font has, or a form of that name that has
        been filled in: it is never written over.

    Examples
    --------
    >>> import valuma as va
    >>> va.report.case_sheets(va.read_study("."), "build/sheets", "fi", "mal-verkosto")   # doctest: +SKIP
    (PosixPath('build/sheets/case-mal-verkosto-fi.pdf'), ...)

    Notes
    -----
    The same study and versions give the same bytes. A sheet takes a tenth of a second to some seconds, the more
    the fuller it is; files are written network by network, each sheet together with its form.
    """
    # Workbooks need packages that only they need.
    from valuma.report.case_sheet.form import form_bytes

    languages = chosen_languages(lang)
    chosen = _networks(study, networks, group)
    target = Path(out)
    target.mkdir(parents=True, exist_ok=True)
    stems = [
        (network, language, _stem(network, language, study.synthetic)) for network in chosen for language in languages
    ]
    if forms:
        _refuse_filled(target, [f"{stem}-corrections.xlsx" for _, _, stem in stems])
    context = CaseContext(study)
    written: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="valuma-") as place:
        shop = Workshop(Path(place) / "workshop")
        add_template(shop.folder)
        for network, language, stem in stems:
            if progress:
                progress(stem)
            facts = case_facts(study, network, language, context=context)
            form = f"{stem}-corrections.xlsx"
            source = case_sheet_source(
                facts,
                context.sources,
                study=study.settings.title_in(language),
                version=valuma.__version__,
                fingerprint=study.fingerprint,
                form=form,
            )
            pdf = shop.pdf(source, stem)
            if pdf.pages != 1:
                raise ValumaError(f"{stem}.pdf has {pdf.pages} pages: what is always shown does not fit on one")
            files = {target / f"{stem}.pdf": pdf.data}
            if forms:
                files[target / form] = form_bytes(facts, context.sources, fingerprint=study.fingerprint)
            written += write_together(files)
    return tuple(written)


def _stem(network: str, lang: str, synthetic: bool) -> str:
    return f"case-{network}-{lang}{'-synthetic' if synthetic else ''}"


def _networks(study: Study, networks: str | Iterable[str] | None, group: str | Iterable[str] | None) -> tuple[str, ...]:
    part = study.select(group=group, network=networks)
    found = tuple(part.tables["networks"]["network_id"].astype(str))
    if not found:
        raise ValumaError("no network to write a sheet of")
    return found


def _refuse_filled(folder: Path, names: Iterable[str]) -> None:
    """Refuse to write over forms that somebody has filled in."""
    from valuma.loaders.corrections.form import answered

    filled = [name for name in names if (folder / name).exists() and answered(folder / name)]
    if filled:
        raise ValumaError(
            f"{', '.join(filled)} in {folder}: filled in; read it with `valuma cards import`, or move it away"
        )
