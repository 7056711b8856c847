"""All checks in one run."""

from __future__ import annotations

from valuma.schema.problems import Problems
from valuma.study.checks.context import Context
from valuma.study.checks.facts import check_claims, check_coding, check_synthetic, check_ties
from valuma.study.checks.keys import check_areas, check_circles, check_groups, check_keys, check_references
from valuma.study.checks.members import check_coordinators, check_counts, check_missing, check_no_members
from valuma.study.checks.years import check_area_shares, check_funding, check_years

_CHECKS = (
    check_keys,
    check_references,
    check_areas,
    check_groups,
    check_circles,
    check_years,
    check_funding,
    check_area_shares,
    check_coding,
    check_synthetic,
    check_ties,
    check_no_members,
    check_counts,
    check_missing,
    check_coordinators,
    check_claims,
)


def check_tables(context: Context) -> Problems:
    """Run every check.

    Parameters
    ----------
    context : Context
        Typed tables and where their rows were read.

    Returns
    -------
    Problems
        Everything found, in the order of the checks.
    """
    for check in _CHECKS:
        check(context)
    return context.problems
