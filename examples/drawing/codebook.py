"""Codebooks of the example: the instruments of the repository, with fictitious networks and what answers need."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from drawing.networks import Network
from drawing.people import STRATA
from drawing.plan import LANGUAGES
from drawing.toml_text import toml_text

BANNER = "ESIMERKKI – KEKSITTY AINEISTO / EXEMPEL – PÅHITTADE SVAR / EXAMPLE – INVENTED DATA"
_HEAD = f"""# {BANNER}
# Written by examples/draw_example.py from {{instrument}}; change that, and draw again.
"""
_WEIGHT = {
    "name": "weight", "kind": "numeric", "role": "weight",
    "fi": "Painokerroin", "sv": "Viktkoefficient", "en": "Weight",
}  # fmt: skip
_STRATUM = {
    "name": "stratum", "scale": "stratum", "role": "stratum",
    "fi": "Osite, josta vastaaja kutsuttiin", "sv": "Stratum som den svarande inbjöds från",
    "en": "Stratum from which the respondent was invited",
}  # fmt: skip


def read_instrument(path: Path) -> dict[str, Any]:
    """Read the plain values of a ``survey.toml``."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def actor_codebook(instrument: Mapping[str, Any], networks: Sequence[Network]) -> dict[str, Any]:
    """Return the codebook of the survey to actors: the networks it asks about are those of the example.

    Parameters
    ----------
    instrument : mapping
        As `read_instrument` returns it.
    networks : sequence of Network
        Networks of the example.
    """
    items: list[dict[str, Any]] = []
    for item in instrument["items"]:
        if item.get("role") != "membership":
            items.append(item)
        elif not any(other.get("role") == "membership" for other in items):
            items += [_membership(item, network) for network in networks]
    ticks = [item["name"] for item in items if item.get("role") == "membership"]
    blocks = [
        {**block, "items": [*ticks, "network_other"]} if block["name"] == "membership" else block
        for block in instrument["blocks"]
    ]
    strata = [{key: entry[key] for key in ("code", *LANGUAGES, "word")} for entry in STRATA.values()]
    return {**instrument, "items": items, "blocks": blocks, **_with_strata(instrument, items, strata)}


def municipal_codebook(instrument: Mapping[str, Any], strata: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the codebook of the survey to municipalities.

    Parameters
    ----------
    instrument : mapping
        As `read_instrument` returns it.
    strata : sequence of mapping
        Options of the stratum.
    """
    return {**instrument, **_with_strata(instrument, instrument["items"], strata)}


def _with_strata(
    instrument: Mapping[str, Any], items: Sequence[Any], strata: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    return {
        "items": [*items, _STRATUM, _WEIGHT],
        "scales": [*instrument["scales"], {"name": "stratum", "options": list(strata)}],
    }


def _membership(model: Mapping[str, Any], network: Network) -> dict[str, Any]:
    names = dict(zip(LANGUAGES, network.plan.names, strict=True))
    return {**model, "name": f"network_{network.plan.number:02d}", "network": network.plan.network_id, **names}


def survey_text(
    codebook: Mapping[str, Any],
    instrument: str,
    *,
    survey_id: str,
    population: Mapping[str, int],
) -> str:
    """Return the text of the example's ``survey.toml``.

    Parameters
    ----------
    codebook : mapping
        Items, scales, blocks, sections.
    instrument : str
        File that it was made from.
    survey_id : str
        Identifier of the survey, and of its source.
    population : mapping of str to int
        Persons in each stratum, answered or not.
    """
    title = {
        "fi": f"Esimerkki, keksityt vastaukset. {codebook['title']['fi']}",
        "sv": f"Exempel, påhittade svar. {codebook['title']['sv']}",
        "en": f"Example, invented answers. {codebook['title']['en']}",
    }
    privacy = {**codebook["privacy"], "controller": "nobody: no person was asked, all answers are invented"}
    head = {
        "id": survey_id, "year": 2019, "source": survey_id, "synthetic": True, "language": "fi",
        "answers": "answers.sav", "invited": "invited.csv", "strata": ["stratum"],
        "title": title, "population": dict(population), "privacy": privacy,
    }  # fmt: skip
    rest = {key: codebook[key] for key in ("introduction", "closing", "sections", "scales", "blocks", "items")}
    return _HEAD.format(instrument=instrument) + toml_text({**head, **rest}) + "\n"
