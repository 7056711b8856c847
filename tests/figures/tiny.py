"""A study small enough to check by eye: four places in two regions, five networks, seven actors."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from valuma.study.settings import StudySettings
from valuma.study.study import Study

SOURCES = [("s1", "Members of the networks", "Test"), ("s2", "Money of the networks", "Test")]
REGIONS = [
    ("01", "Uusimaa", "Nyland", "Uusimaa", 1, 1),
    ("02", "Varsinais-Suomi", "Egentliga Finland", "Southwest Finland", 1, 0),
]
PLACES = [
    ("091", "Helsinki", "01", 60.17, 24.94),
    ("049", "Espoo", "01", 60.2, 24.66),
    ("853", "Turku", "02", 60.45, 22.27),
    ("445", "Parainen", "02", 60.3, 22.3),
]
ACTORS = [
    # id, name, kind, side, level, country, seat
    ("helsinki", "Helsinki", "municipality", "municipal", "local", "FI", "091"),
    ("espoo", "Espoo", "municipality", "municipal", "local", "FI", "049"),
    ("turku", "Turku", "municipality", "municipal", "local", "FI", "853"),
    ("leader", "Leader Saaristo", "leader-group", "civil-society", "subregional", "FI", None),
    ("ministerio", "Ministeriö", "ministry", "central-state", "national", "FI", "not-applicable"),
    ("lund", "Lunds universitet", "university", "knowledge", "regional", "SE", "not-applicable"),
    ("yritys", "Yritys", "business", "business", "local", "FI", None),
]
NETWORKS = [
    # id, name, group, purpose, fields, governance
    ("kaupungit", "Kaupungit (testi)", "finnish", "peer-learning", ("urban",), "lead-organisation"),
    ("maaseutu", "Maaseutu", "finnish", "policy-delivery", ("rural", "archipelago"), "state-led"),
    ("saaristo", "Saaristo", "finnish", "advocacy", ("archipelago",), None),
    ("pohjola", "Pohjola", "nordic", "peer-learning", ("none",), "participant-governed"),
    ("yhteinen", "Yhteinen", "finnish", None, ("cross",), "state-led"),
]
MEMBERSHIPS = [
    ("kaupungit", "helsinki", "coordinator"),
    ("kaupungit", "helsinki", "member"),
    ("kaupungit", "espoo", "member"),
    ("kaupungit", "turku", "member"),
    ("kaupungit", "ministerio", "steering"),
    ("kaupungit", "leader", "partner"),
    ("kaupungit", "lund", "partner"),
    ("kaupungit", "yritys", "member"),
    ("kaupungit", "yritys", "funder"),
    ("maaseutu", "ministerio", "coordinator"),
    ("maaseutu", "leader", "member"),
    ("saaristo", "leader", "member"),
    ("pohjola", "lund", "member"),
]
THEMES = [("liikenne", "Liikenne", "Trafik", "Transport"), ("asuminen", "Asuminen", "Boende", "Housing")]
NETWORK_THEMES = [
    ("kaupungit", "liikenne"),
    ("kaupungit", "asuminen"),
    ("maaseutu", "liikenne"),
    ("saaristo", "liikenne"),
]


def study(*, synthetic: bool = False) -> Study:
    """The tiny study; with ``synthetic`` every actor is invented."""
    actors = pd.DataFrame(
        ACTORS, columns=["actor_id", "name", "kind", "side", "level", "country", "municipality_code"]
    ).assign(policy_sectors=None, synthetic="yes" if synthetic else None)
    networks = pd.DataFrame(
        NETWORKS, columns=["network_id", "name_fi", "group", "purpose_kind", "policy_fields", "governance"]
    ).assign(status="draft", counts_cover="whole", synthetic="yes" if synthetic else None)
    rows = pd.DataFrame(MEMBERSHIPS, columns=["network_id", "actor_id", "role"])
    counts = pd.DataFrame(
        [
            ("kaupungit", "towns", ("municipality",), ("member",), 4, 4, 2020, "as found", True, "s1"),
            ("kaupungit", "all in 2010", (), ("member",), 9, 9, 2010, "as found", False, "s1"),
            ("maaseutu", "groups", ("leader-group",), ("member",), 2, pd.NA, pd.NA, "as found", True, "s1"),
        ],
        columns=["network_id", "of", "kinds", "roles", "n_low", "n_high", "year", "list_is", "used", "source_id"],
    )
    funding = pd.DataFrame(
        [
            ("kaupungit", "ministerio", "state-grant", 120_000.0, "EUR", 2020, 2022, "s2"),
            ("kaupungit", None, "member-fees", None, None, None, None, "s2"),
            ("pohjola", None, "project-based", 5_000_000.0, "SEK", 2019, None, "s2"),
            ("maaseutu", None, "eu-programme", None, None, None, None, "s2"),
        ],
        columns=["network_id", "payer", "kind", "amount", "currency", "year", "year_to", "source_id"],
    )
    return Study.from_frames(
        settings=replace(StudySettings(), language="fi"),
        sources=pd.DataFrame(SOURCES, columns=["source_id", "title", "publisher"]).assign(
            synthetic="yes" if synthetic else None
        ),
        regions=pd.DataFrame(
            REGIONS, columns=["region_code", "name_fi", "name_sv", "name_en", "grid_row", "grid_column"]
        ).assign(source_id="s1"),
        municipalities=pd.DataFrame(
            PLACES, columns=["municipality_code", "name_fi", "region_code", "latitude", "longitude"]
        ).assign(region_code_2020=lambda frame: frame["region_code"], source_id="s1"),
        actors=actors,
        actor_areas=pd.DataFrame(
            [("leader", "municipality", "853"), ("leader", "municipality", "445")],
            columns=["actor_id", "area_kind", "area"],
        ).assign(source_id="s1"),
        themes=pd.DataFrame(THEMES, columns=["theme_id", "label_fi", "label_sv", "label_en"]).assign(
            policy_field="cross", phenomenon="no"
        ),
        networks=networks,
        funding=funding,
        member_counts=counts,
        memberships=rows.assign(source_id="s1", synthetic="yes" if synthetic else None),
        network_themes=pd.DataFrame(NETWORK_THEMES, columns=["network_id", "theme_id"]).assign(source_id="s1"),
    )
