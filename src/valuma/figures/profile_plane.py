"""`profile-plane`: each network at two numbers of its cooperation profile, with bounds and completeness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from valuma.figures.catalogue import register
from valuma.figures.colours import OTHER, Look, look
from valuma.figures.names import known
from valuma.figures.plane_marks import Mark
from valuma.figures.plane_sheet import Axis, Plane
from valuma.figures.record import Figure
from valuma.figures.scope import Scope, choose
from valuma.metrics.profile import MEASURES, MEMBER_MEASURES, cooperation_profile
from valuma.metrics.states import ResultState
from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import Group, PurposeKind
from valuma.texts import label, message, number, sentence

if TYPE_CHECKING:
    from valuma.metrics.profile_result import CooperationProfile
    from valuma.study.study import Study

#: Where the scale of a measure starts and, where it has one, ends.
_ENDS = {"themes_span": (1.0, None), "tier_span": (1.0, 3.0)}
_UNKNOWN = Look(OTHER, "h", "")


@dataclass(frozen=True)
class _Asked:
    """The two measures, what colour tells, and which networks are named first."""

    x: str
    y: str
    colour: Literal["purpose", "group"]
    first: tuple[str, ...]


@register("profile-plane")
def draw(
    study: Study,
    *,
    lang: str,
    x: str = "themes_span",
    y: str = "tier_mix",
    group: str | None = None,
    colour: Literal["purpose", "group"] = "purpose",
    label_first: Sequence[str] = (),
    coding: Literal["A", "B"] = "A",
    tall: float = 112.0,
) -> Figure:
    """Draw each network at two numbers of its cooperation profile.

    Parameters
    ----------
    study : Study
        Validated tables.
    lang : {"fi", "sv", "en"}
        Language.
    x, y : str
        Measures of the profile, such as ``themes_span`` and ``tier_mix``.
    group : str, optional
        Only the networks of one group.
    colour : {"purpose", "group"}, default "purpose"
        What colour tells; shape is always the declared purpose.
    label_first : sequence of str, optional
        Networks that are named before larger ones.
    coding : {"A", "B"}, default "A"
        Coding of general authorities and universities.
    tall : float, default 112
        Height of the plane itself in mm.

    Returns
    -------
    Figure
        Networks without one of the numbers stand on a strip beside the plane with the reason; names for as many
        as fit, all of them in the table.

    Raises
    ------
    ValumaError
        When there is no such measure or group, or a measure rests on an attribute that is known for less of the
        actors than the study's threshold.
    """
    for name in (x, y):
        if name not in MEASURES:
            raise ValumaError(f"no measure {name!r}: {nearest(name, MEASURES) or ', '.join(MEASURES)}")
    if x == y:
        raise ValumaError(f"a plane needs two measures; both are {x!r}")
    scope = choose(study, lang, group=group)
    profile = cooperation_profile(scope.graph, coding=coding, threshold=study.settings.completeness_threshold)
    for name in (x, y):
        _require(profile, name, study.settings.attribute_threshold)
    asked = _Asked(x, y, colour, tuple(label_first))
    marks = _marks(scope, profile, asked)
    plane = Plane(
        title=message("plane-title", lang, x=_words(x, lang), y=_words(y, lang), scope=scope.words),
        subtitle=_subtitle(marks, lang),
        lang=lang,
        x=_axis(x, [mark.x_high for mark in marks], lang),
        y=_axis(y, [mark.y_high for mark in marks], lang),
        marks=marks,
        keys=_keys(marks, asked, lang),
        notes=_notes(scope, asked, coding),
        threshold=study.settings.completeness_threshold,
        synthetic=scope.graph.synthetic,
        tall=tall,
    )
    page, labelled = plane.draw()
    return page.record(
        "profile-plane",
        _table(scope, profile, asked, marks, labelled),
        caption=_caption(scope, profile, asked),
        alt=_alt(scope, profile, asked, marks),
        sources=scope.sources(themes="themes_span" in (x, y)),
    )


def _require(profile: CooperationProfile, name: str, threshold: float) -> None:
    """Refuse a measure of an attribute that is known for too few of the actors it applies to."""
    if name not in MEMBER_MEASURES:
        return
    attribute = MEMBER_MEASURES[name].attribute
    if attribute not in profile.coverage.index:
        raise ValumaError(f"{name!r} cannot be drawn: the actors have no {attribute!r}")
    row = _coverage(profile, attribute)
    asked = row["known"] + row["unknown"]
    if not row["known"] or row["known"] < threshold * asked:
        raise ValumaError(
            f"{name!r} is not drawn: {attribute!r} is known for {row['known']} of the {asked} actors it applies to; "
            f"the study asks for {threshold:.0%}"
        )


def _coverage(profile: CooperationProfile, attribute: str) -> dict[str, int]:
    """Return how many actors have a value for an attribute, and why the others have none."""
    counts = profile.coverage[["known", "unknown", "not_applicable", "general"]]
    return {str(key): int(str(n)) for key, n in counts.to_dict("index")[attribute].items()}


def _marks(scope: Scope, profile: CooperationProfile, asked: _Asked) -> list[Mark]:
    """Return one mark a network, those to be named first in front."""
    networks, found = scope.graph.networks, profile.frame
    order = found["members"].sort_values(ascending=False, kind="stable").index
    first = [key for key in asked.first if key in set(order)]
    marks = []
    for key in [*first, *(key for key in order if key not in first)]:
        row, card = found.loc[key], networks.loc[key]
        ends = {}
        for side, name in (("x", asked.x), ("y", asked.y)):
            measured = row[f"{name}_state"] == ResultState.MEASURED
            ends[side] = float(row[name]) if measured else None
            for end in ("low", "high"):
                bound = row[f"{name}_{end}"]
                ends[f"{side}_{end}"] = float(bound) if measured and known(bound) else None
        purpose = _look(card["purpose_kind"], PurposeKind)
        colour = purpose if asked.colour == "purpose" else _look(card["group"], Group)
        marks.append(
            Mark(
                key=str(key),
                name=scope.names[str(key)],
                share=scope.fraction(str(key)),
                look=Look(colour.colour, purpose.marker, ""),
                members=int(row["members"]),
                whole=row["shown"] == "value",
                reasons=tuple(_state(str(row[f"{name}_state"]), scope.lang) for name in (asked.x, asked.y)),
                **ends,
            )
        )
    return marks


def _look(value: object, vocabulary: type[PurposeKind] | type[Group]) -> Look:
    return look(vocabulary(str(value))) if value in set(vocabulary) else _UNKNOWN


def _state(state: str, lang: str) -> str:
    """Return the reason for a missing number in words; empty where there is a number."""
    if state == ResultState.MEASURED:
        return ""
    return message("state-" + re.sub(r"[^a-z0-9]+", "-", state.lower()).strip("-"), lang)


def _axis(name: str, highs: Sequence[float | None], lang: str) -> Axis:
    low, high = _ENDS.get(name, (0.0, 1.0))
    if high is None:
        high = max([low + 1, *(value for value in highs if value is not None)])
    words = sentence(name, lang)
    return Axis(f"{words.label} ({words.unit})", low, high)


def _words(name: str, lang: str) -> str:
    return sentence(name, lang).label


def _subtitle(marks: Sequence[Mark], lang: str) -> str:
    on = sum(mark.on_plane for mark in marks)
    return f"{message('plane-subtitle', lang, on=on, beside=len(marks) - on)} {message('larger-is-not-better', lang)}"


def _keys(marks: Sequence[Mark], asked: _Asked, lang: str) -> list[tuple[str, Look]]:
    seen = {mark.look.marker for mark in marks}
    ink = asked.colour == "group"
    keys = [
        (label(kind, lang), Look(OTHER if ink else look(kind).colour, look(kind).marker, ""))
        for kind in PurposeKind
        if look(kind).marker in seen
    ]
    if _UNKNOWN.marker in seen:
        keys.append((message("plane-purpose-unknown", lang), _UNKNOWN))
    if ink:
        colours = {mark.look.colour for mark in marks}
        keys += [
            (message("legend-colour", lang, what=label(item, lang, short=True)), Look(look(item).colour, "8", ""))
            for item in Group
            if look(item).colour in colours
        ]
    return keys


def _notes(scope: Scope, asked: _Asked, coding: str) -> tuple[str, ...]:
    lang = scope.lang
    keys = ("bounds-note", "plane-outside", "completeness-explained", "curators-reading-purpose", "plane-aside")
    lines = [message(key, lang) for key in keys]
    if coding == "B":
        lines.append(message("coding-b", lang))
    if "urban_rural_mix" in (asked.x, asked.y):
        lines.append(message("urban-rural-derived", lang))
    return (" ".join(lines), *scope.notes())


def _caption(scope: Scope, profile: CooperationProfile, asked: _Asked) -> str:
    lang = scope.lang
    texts = [sentence(name, lang) for name in (asked.x, asked.y)]
    parts = [
        part for words in texts for part in (f"{words.label.capitalize()}: {words.how_to_read}", words.does_not_mean)
    ]
    left = [_left_out(profile, name, lang) for name in dict.fromkeys((asked.x, asked.y)) if name in MEMBER_MEASURES]
    return " ".join(
        (
            *parts,
            sentence("bounds", lang).does_not_mean,
            message("larger-is-not-better", lang),
            *left,
            scope.completeness_line(),
        )
    )


def _left_out(profile: CooperationProfile, name: str, lang: str) -> str:
    row = _coverage(profile, MEMBER_MEASURES[name].attribute)
    return message("plane-left-out", lang, measure=_words(name, lang), **row)


def _table(
    scope: Scope, profile: CooperationProfile, asked: _Asked, marks: Sequence[Mark], labelled: frozenset[str]
) -> pd.DataFrame:
    keys = [mark.key for mark in marks]
    columns = [f"{name}{end}" for name in (asked.x, asked.y) for end in ("", "_low", "_high", "_state")]
    frame = profile.frame.loc[
        keys, [*columns, "members", "known", "stated_low", "stated_high", "completeness", "shown", "bounds_by"]
    ]
    frame = frame.rename_axis("network_id").reset_index()
    cards = scope.graph.networks.loc[keys]
    frame.insert(1, "name", [scope.names[key] for key in keys])
    frame.insert(2, "group", cards["group"].to_numpy())
    frame.insert(3, "purpose_kind", cards["purpose_kind"].to_numpy())
    frame["stands"] = ["plane" if mark.on_plane else "strip" for mark in marks]
    frame["named_on_figure"] = [mark.key in labelled for mark in marks]
    return frame.round(6)


def _alt(scope: Scope, profile: CooperationProfile, asked: _Asked, marks: Sequence[Mark]) -> str:
    lang, frame = scope.lang, profile.frame
    parts = []
    for name in (asked.x, asked.y):
        rows = frame[frame[f"{name}_state"] == ResultState.MEASURED]
        if rows.empty:
            parts.append(message("plane-alt-none", lang, measure=_words(name, lang)))
            continue
        values = {str(key): float(value) for key, value in rows[name].items()}
        ordered = sorted(values, key=lambda key: (values[key], key))
        ends = [
            message("name-and-value", lang, name=scope.names[key], value=number(values[key], lang, 2))
            for key in (ordered[0], ordered[-1])
        ]
        middle = number(float(rows[name].median()), lang, 2)
        parts.append(
            message(
                "plane-alt-range",
                lang,
                measure=_words(name, lang),
                n=len(rows),
                least=ends[0],
                most=ends[1],
                median=middle,
            )
        )
    on = sum(mark.on_plane for mark in marks)
    purposes = _by_purpose(scope, frame, asked.y)
    if purposes:
        parts.append(message("plane-alt-purpose", lang, measure=_words(asked.y, lang), purposes=", ".join(purposes)))
    return " ".join(
        (message("plane-alt", lang, on=on, beside=len(marks) - on), *parts, message("larger-is-not-better", lang))
    )


def _by_purpose(scope: Scope, frame: pd.DataFrame, name: str) -> list[str]:
    """Return the median of a measure for each purpose that at least three networks have."""
    rows = frame[frame[f"{name}_state"] == ResultState.MEASURED]
    purpose = scope.graph.networks.loc[rows.index, "purpose_kind"]
    found = []
    for kind in PurposeKind:
        values = rows.loc[(purpose == kind).to_numpy(dtype=bool), name]
        if len(values) >= 3:
            found.append((float(values.median()), str(kind), len(values)))
    found.sort(key=lambda item: (-item[0], item[1]))
    return [
        message(
            "plane-alt-median",
            scope.lang,
            purpose=label(kind, scope.lang, vocabulary=PurposeKind.__name__),
            value=number(value, scope.lang, 2),
            n=n,
        )
        for value, kind, n in found
    ]
