"""What may name the files of answers of one survey."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from valuma.formats.guards import unusable
from valuma.schema.problems import ValumaError, nearest

LANGUAGES = ("fi", "sv", "en")


def refuse_other_objects(path: object) -> None:
    """Refuse what names no file, saying what would."""
    many = list(path.values()) if isinstance(path, Mapping) else path
    if not isinstance(many, (str, os.PathLike)) and (
        not isinstance(many, (list, tuple)) or not all(isinstance(one, (str, os.PathLike)) for one in many)
    ):
        what = f"{type(path).__name__} names no file of answers"
        raise ValumaError(f"{what}; give a path, a list of paths, or a mapping such as {{'fi': path}}")
    if isinstance(path, Mapping):
        other = [lang for lang in path if str(lang) not in LANGUAGES]
        if other or not path:
            found = f"the language {other[0]!r}" if other else "no files of answers"
            hint = nearest(str(other[0]), LANGUAGES) if other else ""
            raise ValumaError(f"{found}; languages are fi, sv and en" + (f" ({hint})" if hint else ""))


def refuse_same_file(paths: Iterable[Path], hashes: Iterable[str]) -> None:
    """Refuse language versions that are one file: every respondent would count twice."""
    first: dict[str, Path] = {}
    for path, digest in zip(paths, hashes, strict=True):
        if digest in first:
            found = f"the same content as {first[digest].name}"
            hint = "every respondent would count twice; give each language version once"
            raise unusable(path.name, found, "the answers of another language version", hint=hint)
        first[digest] = path
