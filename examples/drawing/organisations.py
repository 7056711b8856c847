"""Fictitious organisations with the mix of kinds, levels, regions and sizes that the registry of cases has."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from drawing.chance import Chance
from drawing.plan import LANGUAGES, PLAN

#: Kinds that have nobody to send a survey to, or whose answers would tell of political opinions.
LEFT_OUT = ("political-party", "policy-body", "network", "autonomous-government")
ALAND = "21"


@dataclass(frozen=True)
class Organisation:
    """A fictitious organisation.

    Parameters
    ----------
    actor_id, kind, side, level, policy_sectors : str
        As in the table of actors.
    names : tuple of str
        In Finnish, Swedish and English.
    region : str
        Code of its region; empty for those of the whole country.
    population : int
        Inhabitants of a municipality; 0 for others.
    language : str
        Languages of a municipality, the majority's first; ``fi`` for others.
    code : str
        Code of a municipality that no municipality of the registry has; empty for others.
    """

    actor_id: str
    kind: str
    side: str
    level: str
    policy_sectors: str
    names: tuple[str, str, str]
    region: str = ""
    population: int = 0
    language: str = "fi"
    code: str = ""

    @property
    def name(self) -> str:
        """Name in its own language."""
        return self.names[1] if self.language.startswith("sv") else self.names[0]

    @property
    def tier(self) -> str:
        """Tier under the first coding; ``not-applicable`` for those without one."""
        if self.kind in ("university", "uas", "research-institute"):
            return "not-applicable"
        tiers = {"subregional": "local", "interregional": "regional", "nordic": "not-applicable"}
        return tiers.get(self.level, self.level)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file of the registry."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def organisations(registry: Path) -> list[Organisation]:
    """Draw the organisations.

    Parameters
    ----------
    registry : Path
        Folder with actors.csv, actor_areas.csv and municipalities.csv; only counts and distributions are taken from
        it, never a name or an identifier.

    Returns
    -------
    list of Organisation
        Municipalities first, then the other kinds.
    """
    return [*_municipalities(registry), *_others(registry)]


def _municipalities(registry: Path) -> Iterator[Organisation]:
    """Yield one municipality for each of mainland Finland: its region and roughly its size, in a drawn order."""
    rows = read_rows(registry / "municipalities.csv")
    taken = {row["municipality_code"] for row in rows}
    mainland = Chance("municipalities").shuffled([row for row in rows if row["region_code"] != ALAND])
    free = [f"{number:03d}" for number in range(1, 1000) if f"{number:03d}" not in taken]
    for code, row in zip(free, mainland, strict=False):
        chance = Chance("municipality", code)
        size = int(row["population_2019"] or 5000) * (1 + max(-0.5, chance.normal(0, 0.2)))
        step = 10 if size < 10_000 else 100
        yield Organisation(
            f"esimerkkikunta-{code}", "municipality", "municipal", "local", "not-applicable",
            _names("municipality", code), row["region_code"], max(100, round(size / step) * step),
            row["language"].partition(";se")[0], code,
        )  # fmt: skip


def _others(registry: Path) -> Iterator[Organisation]:
    """Yield for every other Finnish kind as many bodies as the registry has, with its levels, regions and remits."""
    actors = [row for row in read_rows(registry / "actors.csv") if row["country"] == "FI"]
    region = _regions(registry)
    for kind in PLAN["names"]:
        rows = [row for row in actors if row["kind"] == kind]
        if kind == "municipality" or not rows:
            continue
        chance = Chance("organisations", kind)
        places = chance.shuffled([(row["level"], region.get(row["actor_id"], "")) for row in rows])
        # Single actors of the registry may differ from the rule of their kind; here none does.
        side = Counter(row["side"] for row in rows).most_common(1)[0][0]
        remits = chance.shuffled(_remits([row["policy_sectors"] for row in rows]))
        for number, ((level, where), remit) in enumerate(zip(places, remits, strict=True), start=1):
            names = _names(kind, f"{number:02d}")
            where = "" if level in ("national", "nordic") else where
            yield Organisation(f"esimerkki-{kind}-{number:02d}", kind, side, level, remit, names, where)


def _remits(found: list[str]) -> list[str]:
    """Return the remits of a kind; those of general authorities give way where most of the kind have a remit."""
    own = [remit for remit in found if remit != "not-applicable"]
    return found if len(own) * 2 < len(found) else [*own, *own][: len(found)]


def _regions(registry: Path) -> dict[str, str]:
    """Return the first region of each actor of the registry: of its seat or of the areas it covers."""
    of_municipality = {
        row["municipality_code"]: row["region_code"] for row in read_rows(registry / "municipalities.csv")
    }
    found: dict[str, str] = {}
    for row in read_rows(registry / "actor_areas.csv"):
        code = row["area"] if row["area_kind"] == "region" else of_municipality.get(row["area"], "")
        if code:
            found.setdefault(row["actor_id"], code)
    for row in read_rows(registry / "actors.csv"):
        seat = of_municipality.get(row["municipality_code"], "")
        if seat:
            found[row["actor_id"]] = seat
    return {actor: code for actor, code in found.items() if code != ALAND}


def _names(kind: str, number: str) -> tuple[str, str, str]:
    fi, sv, en = (PLAN["names"][kind][lang].format(n=number) for lang in LANGUAGES)
    return fi, sv, en
