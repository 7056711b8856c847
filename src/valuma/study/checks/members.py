"""Members: stated against known, counts used twice, networks without members, coordinators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from valuma.schema.problems import Problem, Severity, nearest
from valuma.schema.vocabularies import Role
from valuma.study.checks.context import Context, true
from valuma.study.completeness import Strata


class _Used(NamedTuple):
    """A count that calculations use, and the members that are known of it."""

    position: int
    network: str
    of: str
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    n_high: int | None
    known: tuple[str, ...]
    told: int = 0

    def severity(self, known: int) -> Severity:
        """Return how bad it is that so many are too many: answers of people may contradict a list, curators may not."""
        return "warning" if len(self.known) - self.told <= known else "error"


def _used_counts(context: Context) -> list[_Used]:
    frame = context.tables["member_counts"]
    if not true(frame["used"]).any():
        return []
    strata, listed = Strata(context.tables), _listed(context)
    high = frame["n_high"].astype("float64").to_numpy()
    result = []
    for k in np.flatnonzero(true(frame["used"])).tolist():
        network, of = str(frame["network_id"].iloc[k]), str(frame["of"].iloc[k])
        kinds, roles = frame["kinds"].iloc[k], frame["roles"].iloc[k]
        known = tuple(strata.members(network, kinds, roles)) if roles else ()
        told = 0 if listed is None else sum((network, actor) not in listed for actor in known)
        result.append(_Used(k, network, of, kinds, roles, None if np.isnan(high[k]) else int(high[k]), known, told))
    return result


def _listed(context: Context) -> set[tuple[object, object]] | None:
    """Return who is a member by a source other than answers to a survey; None where no answers say so."""
    rows = context.tables["memberships"]
    if "n_answers" not in rows or not rows["n_answers"].notna().any():
        return None
    rows = rows[rows["n_answers"].isna().to_numpy(dtype=bool)]
    return set(zip(rows["network_id"], rows["actor_id"], strict=True))


def check_no_members(context: Context) -> None:
    """Warn of networks that have no member row in a role that counts."""
    networks, rows = context.tables["networks"], context.tables["memberships"]
    if "memberships" in context.incomplete:
        return
    counted = rows.loc[rows["role"].isin(context.settings.roles).to_numpy(dtype=bool), "network_id"]
    bare = ~networks["network_id"].isin(counted).to_numpy()
    context.say(
        "warning",
        "networks",
        bare,
        "network_id",
        lambda position: f"no members of {networks['network_id'].iloc[position]!r}",
        "at least one row in members.csv in a role that counts",
        "it is left out of every measure",
    )


def check_counts(context: Context) -> None:
    """Report strata with more known than stated members, counts used twice, ends in the wrong order."""
    frame = context.tables["member_counts"]
    low, high = frame["n_low"], frame["n_high"]
    context.say(
        "error",
        "member_counts",
        true(high < low),
        "n_high",
        lambda position: f"'{high.iloc[position]}' after n_low '{low.iloc[position]}'",
        "a number that is not below n_low",
    )
    used = _used_counts(context)
    _more_than_stated(context, used)
    _used_twice(context, used)
    _overlapping(context, used)


def _more_than_stated(context: Context, used: Sequence[_Used]) -> None:
    for count in used:
        if count.n_high is None or len(count.known) <= count.n_high:
            continue
        file, line, column = context.place("member_counts", count.position, "n_high")
        found = f"{len(count.known)} known members of {count.network!r} ({count.of}) against {count.n_high} stated"
        hint = "use another count, name its kinds and roles, or correct members.csv"
        hint = f"{count.told} of them by answers to a survey; {hint}" if count.told else hint
        severity = count.severity(count.n_high)
        context.problems.add(Problem(severity, file, found, f"at most {count.n_high} known", line, column, hint))


def _used_twice(context: Context, used: Sequence[_Used]) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for count in used:
        keys: list[tuple[object, ...]] = [(count.network, count.of)]
        if count.roles:
            keys.append((count.network, frozenset(count.kinds), frozenset(count.roles)))
        before = next((seen[key] for key in keys if key in seen), None)
        for key in keys:
            seen.setdefault(key, count.position)
        if before is None:
            continue
        file, line, column = context.place("member_counts", count.position, "used")
        context.problems.error(
            file,
            f"a second used count of the same members of {count.network!r} ({count.of})",
            "at most one used count a stratum",
            row=line,
            column=column,
            hint=f"the other one is {context.named('member_counts', before)}",
        )


def _overlapping(context: Context, used: Sequence[_Used]) -> None:
    for k, first in enumerate(used):
        for second in used[k + 1 :]:
            same = first.network == second.network and {first.kinds, first.roles} != {second.kinds, second.roles}
            both = sorted(set(first.known) & set(second.known)) if same else []
            if not both:
                continue
            file, line, column = context.place("member_counts", second.position, "kinds")
            names = ", ".join(both[:3]) + (" …" if len(both) > 3 else "")
            context.problems.warning(
                file,
                f"{len(both)} actors in two used counts ({first.of}; {second.of}): {names}",
                "counts that do not overlap",
                row=line,
                column=column,
                hint="narrow kinds or roles of one of them",
            )


def check_missing(context: Context) -> None:
    """Report known gaps that belong to no stated size, and gaps larger than the size leaves open."""
    frame, counts = context.tables["members_missing"], context.tables["member_counts"]
    if frame.empty:
        return
    strata = set(zip(counts["network_id"], counts["of"], strict=True))
    stands = np.array([pair in strata for pair in zip(frame["network_id"], frame["of"], strict=True)], dtype=bool)

    def nearest_stratum(position: int) -> str:
        network = frame["network_id"].iloc[position]
        return nearest(str(frame["of"].iloc[position]), sorted(of for other, of in strata if other == network))

    context.say(
        "error",
        "members_missing",
        ~stands & frame["of"].notna().to_numpy(),
        "of",
        context.cell("members_missing", "of"),
        "the name of a stratum in member_counts",
        nearest_stratum,
    )
    for count in _used_counts(context):
        if count.n_high is None or not count.roles:
            continue
        gap = max(count.n_high - len(count.known), 0)
        part = true((frame["network_id"] == count.network) & (frame["of"] == count.of))
        told = int(frame["n"][part].fillna(0).sum())
        if told <= gap:
            continue
        file, line, column = context.place("members_missing", int(np.flatnonzero(part)[0]), "n")
        found = f"{told} members of {count.network!r} ({count.of}) said to be missing"
        expected = f"at most {gap}: {count.n_high} are stated and {len(count.known)} known"
        hint = f"{count.told} of them by answers to a survey" if count.told else ""
        severity = count.severity(count.n_high - told)
        context.problems.add(Problem(severity, file, found, expected, line, column, hint))


def check_coordinators(context: Context) -> None:
    """Warn of cards whose coordinator has no member row with that role."""
    networks, rows = context.tables["networks"], context.tables["memberships"]
    if "memberships" in context.incomplete:
        return
    held = rows[(rows["role"] == Role.COORDINATOR).to_numpy(dtype=bool)]
    pairs = set(zip(held["network_id"], held["actor_id"], strict=True))
    known = networks["coordinator"].isin(context.tables["actors"]["actor_id"]).to_numpy()
    absent = [pair not in pairs for pair in zip(networks["network_id"], networks["coordinator"], strict=True)]
    context.say(
        "warning",
        "networks",
        known & np.array(absent, dtype=bool),
        "coordinator",
        lambda position: f"{networks['coordinator'].iloc[position]!r}, who has no row as coordinator",
        "a row with the role coordinator in members.csv",
    )
