"""SAS catalogs: the labels of codes, in a file of their own beside the data set."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from valuma.survey.load_report import LoadReport


def catalog_labels(path: Path, report: LoadReport) -> dict[str, dict[Any, str]]:
    """Return the labels of a catalog beside a data set, by the name of their format.

    Parameters
    ----------
    path : Path
        The data set; a catalog is ``<its name>.sas7bcat`` or ``formats.sas7bcat`` in the same folder.
    report : LoadReport
        Tells which catalog was read, or why it could not be.

    Returns
    -------
    dict of str to dict
        Labels of codes by format; empty where there is no catalog.
    """
    import pyreadstat

    names = {
        name.casefold(): name
        for name in (file.name for file in path.parent.iterdir())
        if name[-9:].casefold() == ".sas7bcat"
    }
    found = names.get(f"{path.stem}.sas7bcat".casefold()) or names.get("formats.sas7bcat")
    if found is None:
        return {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _, meta = pyreadstat.read_sas7bcat(path.parent / found)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError) as error:
        report.warning(found, f"a catalog that cannot be read: {error}", "read without labels of codes")
        return {}
    report.note(found, f"{len(meta.value_labels):,} formats of a SAS catalog", "taken as labels of codes")
    return {name.upper(): labels for name, labels in meta.value_labels.items()}
