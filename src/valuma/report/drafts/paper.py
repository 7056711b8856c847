"""A draft as a folder of files: written whole, read back only as it was written."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from valuma.formats.guards import SafeZip, read_bytes, safe_name
from valuma.formats.office_package import packed
from valuma.report.drafts import passages
from valuma.report.drafts.snapshot import PrintedTable, Snapshot
from valuma.report.manifest import sha256
from valuma.report.results import Result, Results
from valuma.report.swap import replaced_folder
from valuma.schema.frozen import Frozen
from valuma.schema.problems import Problems, StudyError, ValumaError, nearest

#: Folder of the drafts of a study.
DRAFTS = "drafts"
MANIFEST = "manifest.json"
INPUTS = "inputs.zip"
#: Of the layout of a draft on disk; a draft with a higher number was written by a newer valuma.
FORMAT = 1
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: Windows keeps these names for devices; a folder so called cannot be copied there.
_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
_SEAL = "seal"
# Git on Windows would otherwise turn line ends, and the hashes would no longer fit.
_ATTRIBUTES = b"* -text\n"
_MIB = 2**20
_LARGEST = 200 * _MIB


def draft_folder(study: str | os.PathLike[str], name: str) -> Path:
    """Return the folder of a draft.

    Raises
    ------
    ValumaError
        The name is no name of a draft.

    Examples
    --------
    >>> draft_folder("study", "draft-1").as_posix()
    'study/drafts/draft-1'
    """
    if not _NAME.fullmatch(name):
        raise ValumaError(f"{name!r} cannot name a draft; use lower-case letters a-z, digits and single hyphens")
    if _DEVICES.fullmatch(name):
        raise ValumaError(f"{name!r} cannot name a draft, as Windows keeps it for a device; choose another name")
    return Path(study) / DRAFTS / name


def drafts_of(study: str | os.PathLike[str]) -> list[str]:
    """Return the names of the drafts of a study folder, sorted."""
    return sorted(path.parent.name for path in Path(study).glob(f"{DRAFTS}/*/{MANIFEST}"))


def write_draft(snapshot: Snapshot, study: str | os.PathLike[str], name: str, *, replace: bool = False) -> Path:
    """Write a snapshot as a draft, whole or not at all.

    Parameters
    ----------
    snapshot : Snapshot
        What the report says.
    study : path
        The study folder.
    name : str
        Name of the draft.
    replace : bool, default False
        Put it in the place of a draft of this name.

    Returns
    -------
    Path
        The folder of the draft.

    Raises
    ------
    ValumaError
        There is a draft of this name, or something else; the folder cannot be written to.
    """
    folder = draft_folder(study, name)
    refuse_existing(folder, replace=replace)
    files = _files(snapshot)
    files[MANIFEST] = _manifest(snapshot, name, files)
    try:
        with replaced_folder(folder) as place:
            for file, data in files.items():
                (place / file).parent.mkdir(exist_ok=True)
                (place / file).write_bytes(data)
    except OSError as error:
        raise ValumaError(f"cannot write {folder}: {error.strerror or error}") from error
    return folder


def refuse_existing(folder: Path, *, replace: bool) -> None:
    """Raise where a draft would take the place of something that nobody asked to replace."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / MANIFEST).is_file():
        raise ValumaError(f"{folder} is there and is no draft; choose another name")
    if not replace:
        raise ValumaError(f"the draft {folder.name!r} is there already; choose another name or add --replace")


def _files(snapshot: Snapshot) -> dict[str, bytes]:
    """Return every file of a draft but its manifest."""
    files = {".gitattributes": _ATTRIBUTES, INPUTS: packed(dict(snapshot.inputs))}
    mark = _mark(snapshot.synthetic)
    files[f"results{mark}.csv"] = _results_csv(snapshot.results)
    for lang, found in snapshot.texts.items():
        files[f"texts/{lang}{mark}.json"] = _json(passages.written(found))
    for (name, lang), table in snapshot.tables.items():
        files[_table_file(name, lang, mark)] = _csv([table.headers, *table.rows])
    for name, data in snapshot.figures.items():
        files[f"figures/{name}{mark}.csv"] = data.encode("utf-8")
    return files


def _mark(synthetic: bool) -> str:
    return "-synthetic" if synthetic else ""


def _table_file(name: str, lang: str, mark: str) -> str:
    return f"tables/{name}-{lang}{mark}.csv"


def _manifest(snapshot: Snapshot, name: str, files: Mapping[str, bytes]) -> bytes:
    entry: dict[str, Any] = {
        "format": FORMAT,
        "draft": name,
        "versions": dict(snapshot.versions),
        "code": snapshot.code,
        "draws": snapshot.draws,
        "seed": snapshot.seed,
        "own_draws": snapshot.own_draws,
        "own_seed": snapshot.own_seed,
        "language": snapshot.language,
        "fingerprint": snapshot.fingerprint,
        "synthetic": snapshot.synthetic,
        "inputs": {file: _hash(data) for file, data in snapshot.inputs.items()},
        "files": {file: _hash(data) for file, data in files.items()},
        "figures": sorted(snapshot.figures),
        "tables": [
            {"name": name, "lang": lang, "caption": table.caption, "columns": list(table.columns)}
            for (name, lang), table in sorted(snapshot.tables.items())
        ],
    }
    if snapshot.date:
        entry["date"] = snapshot.date
    return _json({**entry, _SEAL: _hash(_json(entry))})


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode("utf-8")


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode("utf-8")


_COLUMNS = ("name", "kind", "value", "unit", "low", "high", "n", "of", "synthetic", "holds_under", "sources", "state")
_LISTS = ("holds_under", "sources")


def _results_csv(results: Results) -> bytes:
    """Write every result; a value as JSON, so that text and numbers stay apart."""

    def cell(result: Result, column: str) -> str:
        value = getattr(result, column)
        if column in _LISTS:
            return ";".join(value)
        if column == "value" and isinstance(value, Mapping):
            value = dict(value)
        if value is None or column in ("name", "kind", "unit", "state"):
            return value or ""
        return json.dumps(value, sort_keys=True, ensure_ascii=False)

    return _csv([_COLUMNS, *([cell(result, column) for column in _COLUMNS] for result in results.values())])


def _read_results(data: bytes) -> Results:
    found = []
    for row in csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")):
        values: dict[str, Any] = dict(row)
        for column in ("value", "low", "high", "n", "of", "synthetic"):
            values[column] = json.loads(row[column]) if row[column] else None
        for column in _LISTS:
            values[column] = tuple(part for part in row[column].split(";") if part)
        found.append(Result(**{name: values[name] for name in _COLUMNS}))
    return Results(found)


def read_draft(study: str | os.PathLike[str], name: str) -> Snapshot:
    """Read a draft back.

    Parameters
    ----------
    study : path
        The study folder.
    name : str
        Name of the draft.

    Returns
    -------
    Snapshot

    Raises
    ------
    ValumaError
        There is no such draft, or a newer valuma wrote it.
    StudyError
        A file of the draft was changed, is missing or is damaged; every such file is named.
    """
    folder = draft_folder(study, name)
    if not (folder / MANIFEST).is_file():
        there = drafts_of(study)
        hint = nearest(name, there) if there else "write one with valuma freeze"
        raise ValumaError(f"there is no draft {name!r}" + (f"; {hint}" if hint else ""))
    about = _read_manifest(folder)
    files = _checked(folder, about["files"])
    try:
        return _snapshot(name, about, files, _read_inputs(folder, about["inputs"]))
    except (KeyError, TypeError, ValueError) as error:
        raise _changed(folder, MANIFEST, f"something unexpected ({error})") from error


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads(read_bytes(folder / MANIFEST, limit=_LARGEST))
        seal = about.pop(_SEAL)
        version = about["format"]
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise _changed(folder, MANIFEST, "something that is no manifest of a draft") from error
    if isinstance(version, int) and version > FORMAT:
        raise ValumaError(f"the draft {folder.name!r} was written by a newer valuma (format {version})")
    if seal != _hash(_json(about)):
        raise _changed(folder, MANIFEST, "a file that was changed")
    return about


def _checked(folder: Path, digests: Mapping[str, str]) -> dict[str, bytes]:
    """Return the files of a draft after comparing each with its hash; what else lies there is not looked at."""
    problems = Problems()
    files: dict[str, bytes] = {}
    for name, digest in digests.items():
        path = folder / name
        shown = f"{DRAFTS}/{folder.name}/{name}"
        if not safe_name(name) or path.is_symlink():
            problems.error(shown, "a link or an unsafe name", "a file of the draft")
        elif not path.is_file():
            problems.error(shown, "no such file", "the file that was frozen")
        elif sha256(path) != digest:
            problems.error(shown, "a file that was changed", "the file that was frozen")
        elif name != INPUTS:
            files[name] = read_bytes(path, limit=_LARGEST)
    problems.raise_if_errors(f"the draft {folder.name!r} cannot be trusted")
    return files


def _read_inputs(folder: Path, digests: Mapping[str, str]) -> Mapping[str, bytes]:
    with SafeZip(folder / INPUTS) as archive:
        inputs = {name: archive.read(name) for name in sorted(archive.names)}
    wrong = [name for name in inputs if digests.get(name) != _hash(inputs[name])]
    wrong += sorted(set(digests) - set(inputs))
    if wrong:
        raise _changed(folder, f"{INPUTS}: {wrong[0]}", "a file that was changed")
    return Frozen(inputs)


def _changed(folder: Path, file: str, found: str) -> StudyError:
    problems = Problems()
    problems.error(f"{DRAFTS}/{folder.name}/{file}", found, "the file that was frozen")
    return StudyError(f"the draft {folder.name!r} cannot be trusted", problems)


def _snapshot(name: str, about: Mapping[str, Any], files: Mapping[str, bytes], inputs: Mapping[str, bytes]) -> Snapshot:
    mark = _mark(about["synthetic"])
    tables = {}
    for entry in about["tables"]:
        data = files[_table_file(entry["name"], entry["lang"], mark)].decode("utf-8")
        headers, *rows = csv.reader(io.StringIO(data, newline=""))
        tables[entry["name"], entry["lang"]] = PrintedTable(
            entry["caption"], tuple(entry["columns"]), tuple(headers), tuple(map(tuple, rows))
        )
    texts = {
        Path(file).name.split("-")[0].removesuffix(".json"): passages.read(json.loads(files[file]))
        for file in files
        if file.startswith("texts/")
    }
    plain = {key: about[key] for key in ("draws", "seed", "own_draws", "own_seed", "language", "fingerprint")}
    return Snapshot(
        name=name,
        inputs=inputs,
        results=_read_results(files[f"results{mark}.csv"]),
        texts=Frozen(texts),
        tables=Frozen(tables),
        figures=Frozen({figure: files[f"figures/{figure}{mark}.csv"].decode("utf-8") for figure in about["figures"]}),
        versions=Frozen(about["versions"]),
        code=about["code"],
        synthetic=about["synthetic"],
        date=about.get("date", ""),
        **plain,
    )
