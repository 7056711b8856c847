"""DDI codebooks of versions 2.0 to 2.5, in the habits of archives: with a DOCTYPE, in an OAI wrapper, bilingual."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from valuma.loaders.survey_files.ddi.codebook import NO_WEIGHT, DataFile, DdiCodebook
from valuma.loaders.survey_files.ddi.elements import children, codebook_element, language_of, text_of, texts
from valuma.loaders.survey_files.ddi.groups import read_groups
from valuma.loaders.survey_files.ddi.variables import VariableReader
from valuma.survey.codebook import Variable

_MOST_VARIABLES = 100_000
_ANALYSIS = re.compile(r"analyysipaino|analysvikt|analysis weight", re.IGNORECASE)
_WEIGHT = re.compile(
    r"painomuuttuja|painokerroin|korotuspaino|korotuskerroin|analyysipaino|viktvariabel|viktkoefficient|analysvikt"
    r"|uppräkningsvikt|(?:sampling|design|survey|population|analysis|post-?stratification) weight"
    r"|weight(?:ing)? (?:variable|factor|coefficient)",
    re.IGNORECASE,
)
_SAID = (("weight", "weighting"), ("sampProc", "sampling"))


def read_ddi(data: bytes, file: str) -> DdiCodebook:
    """Read a DDI codebook.

    Parameters
    ----------
    data : bytes
        The document: DDI Codebook 2.0 to 2.5, bare or inside an OAI-PMH answer.
    file : str
        Its name, for the report and errors.

    Returns
    -------
    DdiCodebook
        Variables with labels in every language, missing codes (categories and ranges together), groups, the weight
        and what is said of it. A codebook of a study without variables is one without variables, and says so.

    Raises
    ------
    StudyError
        The document is not well-formed, hostile, or no DDI codebook.

    Examples
    --------
    >>> book = read_ddi('''<codeBook version="2.5" xml:lang="fi"><dataDscr><var ID="V1" name="Q1">
    ... <labl>[q1] Ikä</labl><catgry missing="Y"><catValu>99</catValu><labl>Ei tietoa</labl></catgry></var>
    ... </dataDscr></codeBook>'''.encode(), "book.xml")
    >>> book.variables["Q1"].label, str(book.variables["Q1"].missing[0])
    ('Ikä', '99: Ei tietoa')

    Notes
    -----
    About 0.1 s a megabyte. Element names are taken without their namespaces.

    References
    ----------
    .. [1] DDI Alliance, DDI Codebook 2.5, https://ddialliance.org/Specification/DDI-Codebook/2.5/
    """
    root = codebook_element(data, file)
    data_parts = list(children(root, "dataDscr"))
    found = DdiCodebook(file, language=_language(root, data_parts))
    _study(root, found)
    reader = VariableReader(found.language)
    names: dict[str, str] = {}
    for element in (element for part in data_parts for element in children(part, "var")):
        if len(reader.made) >= _MOST_VARIABLES:
            found.report.warning(file, f"more than {_MOST_VARIABLES:,} variables", "the others are left out")
            break
        variable = reader.read(element)
        if variable is None:
            found.report.warning(file, "a variable without a name", "left out")
            continue
        _add(found, variable, element, reader)
        names[element.get("ID", variable.name)] = variable.name
    found.blocks = read_groups(data_parts, found, names)
    _find_weight(found, reader)
    if not found.variables:
        found.report.warning(file, "a codebook without variables", "nothing to lay over the answers")
    return found


def _language(root: Element, parts: list[Element]) -> str:
    """Return the language of the codebook, or the one that most labels have."""
    stated = language_of(root)
    labels = Counter(language_of(label) for part in parts for label in part.iter("labl"))
    if not labels or stated in labels or labels[""]:
        return stated
    return max(labels, key=lambda lang: labels[lang])


def _study(root: Element, found: DdiCodebook) -> None:
    """Take the title, the files and what is said of sampling and weights."""
    for study in children(root, "stdyDscr"):
        heading = study.find("citation/titlStmt")
        if heading is not None and not found.title:
            titles = texts(heading, "titl", found.language)
            found.title = {**texts(heading, "parTitl", "en"), **titles}
            found.study_id = text_of(heading.find("IDNo"))
        for path, what in _SAID:
            for element in study.iterfind(f"method/dataColl/{path}"):
                if said := text_of(element):
                    found.documents.append(f"{what}: {said}")
    for number, element in enumerate(children(root, "fileDscr"), start=1):
        about = element.find("fileTxt")
        size = None if about is None else about.find("dimensns")
        name = "" if about is None else text_of(about.find("fileName"))
        found.files.append(
            DataFile(element.get("ID", f"F{number}"), name, _whole(size, "caseQnty"), _whole(size, "varQnty"))
        )


def _whole(element: Element | None, tag: str) -> int | None:
    digits = re.sub(r"\s", "", text_of(None if element is None else element.find(tag)))
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None


def _add(found: DdiCodebook, variable: Variable, element: Element, reader: VariableReader) -> None:
    """Put a variable under its files; names that differ in case alone are one name."""
    for part in element.get("files", "").split() or [""]:
        here = found.by_file.setdefault(part, {})
        if variable.name in here:
            found.report.warning(found.file, f"the variable {variable.name!r} once more", "the first one holds")
        here.setdefault(variable.name, variable)
    if variable.name not in found.variables:
        found.variables[variable.name] = variable
        if reader.counts:
            found.counts[variable.name] = dict(reader.counts)


def _find_weight(found: DdiCodebook, reader: VariableReader) -> None:
    """Take the weight that the codebook marks, else the one that its label names; say which and why."""
    marked = [name for name in reader.weights if name in found.variables]
    called = [variable for variable in found.variables.values() if _sounds_like_weight(variable)]
    analysis = [variable.name for variable in called if _ANALYSIS.search(_all_labels(variable))]
    if marked:
        found.weight = marked[0]
    elif called and f"weighting: {NO_WEIGHT}" not in found.documents:
        found.weight = (analysis or [called[0].name])[0]
    if not found.weight:
        return
    place = f"{found.file}, {found.weight}"
    if len(marked) > 1 or (not marked and len(called) > 1):
        names = ", ".join(marked or (variable.name for variable in called))
        which = "the analysis weight" if analysis and not marked else "the first one"
        found.report.note(place, f"several weights: {names}", f"{which} is taken; another can be named in survey.toml")
    elif not marked:
        found.report.note(place, "a weight by its label; the codebook marks none", "taken as the weight")


def _sounds_like_weight(variable: Variable) -> bool:
    return variable.kind == "numeric" and not variable.codes and bool(_WEIGHT.search(_all_labels(variable)))


def _all_labels(variable: Variable) -> str:
    return " ".join(_unique([variable.label, *variable.texts.values()]))


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
