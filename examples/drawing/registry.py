"""The registry of the example: actors, municipalities, regions, themes, sources, rules."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from drawing.networks import SOURCE
from drawing.organisations import Organisation, read_rows

_ACTORS = (
    "actor_id", "name", "name_sv", "name_en", "kind", "side", "level", "policy_sectors", "country", "municipality_code",
    "valid_from", "valid_to", "synthetic", "notes",
)  # fmt: skip
_MUNICIPALITIES = (
    "municipality_code", "name_fi", "name_sv", "region_code", "region_code_2020", "population_2019", "language",
    "source_id",
)  # fmt: skip
_SOURCES = ("source_id", "title", "publisher", "url", "published", "accessed", "licence", "synthetic", "notes")
# Titles stand in the language of the study, as those of real sources do.
_INVENTED = (
    (SOURCE, "Keksityt organisaatiot ja verkostot, arvottu ohjelmalla examples/draw_example.py"),
    ("example-actor-survey", "Keksityt vastaukset toimijakyselyyn, arvottu ohjelmalla examples/draw_example.py"),
    ("example-municipal-survey", "Keksityt vastaukset kuntakyselyyn, arvottu ohjelmalla examples/draw_example.py"),
)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write rows as CSV with plain line ends."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def registry_files(bodies: Sequence[Organisation], registry: Path) -> dict[str, str]:
    """Return the files of ``cases/registry`` by name.

    Parameters
    ----------
    bodies : sequence of Organisation
        All organisations of the example.
    registry : Path
        The real registry: its regions, themes and rules are taken over, none of its organisations.
    """
    themes = registry / "themes.csv"
    rules = (registry / "coding_rules.toml").read_text(encoding="utf-8")
    regions = read_rows(registry / "regions.csv")
    return {
        "actors.csv": csv_text(_ACTORS, map(_actor, sorted(bodies, key=lambda one: one.actor_id))),
        "actor_areas.csv": csv_text(
            ("actor_id", "area_kind", "area", "source_id"),
            sorted((one.actor_id, "region", one.region, SOURCE) for one in bodies if one.region and not one.code),
        ),
        "municipalities.csv": csv_text(_MUNICIPALITIES, (_municipality(one) for one in bodies if one.code)),
        "regions.csv": csv_text(tuple(regions[0]), (tuple(row.values()) for row in regions)),
        "themes.csv": themes.read_text(encoding="utf-8"),
        "sources.csv": _sources(registry, {row["source_id"] for row in regions}),
        "coding_rules.toml": rules[: rules.index("# Single actors that do not follow")].rstrip() + "\n",
    }


def _actor(body: Organisation) -> tuple[str, ...]:
    fi, sv, en = body.names
    # A name stands in the language of the body; for Swedish ones the other column holds the Finnish translation.
    own, other = (sv, fi) if body.language.startswith("sv") else (fi, sv)
    return (
        body.actor_id, own, other, en, body.kind, body.side, body.level, body.policy_sectors, "FI", body.code,
        "", "", "yes", "",
    )  # fmt: skip


def _municipality(body: Organisation) -> tuple[object, ...]:
    fi, sv, _ = body.names
    return body.code, fi, sv, body.region, body.region, body.population, body.language, SOURCE


def _sources(registry: Path, used: set[str]) -> str:
    """Return the invented sources, and those of the regions, which are real."""
    rows = [(key, title, "valuma", "", "", "", "", "yes", "") for key, title in _INVENTED]
    rows += [
        tuple(row[column] for column in _SOURCES)
        for row in read_rows(registry / "sources.csv")
        if row["source_id"] in used
    ]
    return csv_text(_SOURCES, sorted(rows))
