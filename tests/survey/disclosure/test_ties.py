"""Ties leave by name with consent, under pseudonyms with a key, and else as sums of groups."""

from __future__ import annotations

import hashlib

import pandas as pd
import pytest

from valuma.schema.problems import ValumaError
from valuma.survey.attribution import attribution_of, named
from valuma.survey.disclosure.pseudonyms import pseudonym, pseudonyms
from valuma.survey.disclosure.ties import if_more_consented, release_ties
from valuma.survey.settings import Privacy

PRIVACY = Privacy()
KEY = bytes(range(32))


def cooperation(tellers: int, partners: int, said: str | None = None) -> pd.DataFrame:
    rows = [(f"town{t}", f"agency{p}", 0.5) for t in range(tellers) for p in range(partners)]
    return pd.DataFrame(rows, columns=["actor_id", "partner_id", "strength"]).assign(attribution=said)


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {one: one.rstrip("0123456789") for one in {*frame["actor_id"], *frame["partner_id"]}}


def test_ties_without_consent_are_in_sums_alone() -> None:
    frame = cooperation(6, 4)
    left = release_ties(frame, PRIVACY, groups=kinds(frame))
    assert left.named.empty
    assert left.pseudonymous.empty
    assert left.left_out == 24
    assert left.groups[["from_group", "to_group", "ties", "tellers", "why"]].values.tolist() == [
        ["town", "agency", 24, 6, ""]
    ]
    assert "24 ties that were told in confidence" in left.note("en")


def test_ties_with_consent_leave_by_name() -> None:
    frame = pd.concat([cooperation(2, 1, "named"), cooperation(5, 3)], ignore_index=True)
    assert release_ties(frame, PRIVACY).named["actor_id"].tolist() == ["town0", "town1"]


def test_a_sum_towards_one_body_is_a_name_and_stays_in() -> None:
    frame = cooperation(8, 1)
    groups = release_ties(frame, PRIVACY, groups=kinds(frame)).groups
    assert groups["why"].tolist() == ["few organisations"]
    assert groups[["ties", "tellers", "answers", "strength"]].isna().all(axis=None)


def test_sums_with_few_tellers_or_few_answers_stay_in() -> None:
    two, four = cooperation(2, 5), cooperation(4, 1)
    assert release_ties(two, PRIVACY, groups=kinds(two)).groups["why"].tolist() == ["few organisations"]
    assert release_ties(four, PRIVACY, groups=kinds(four)).groups["why"].tolist() == ["few persons"]


def test_public_memberships_are_exempt_and_told_ones_are_not() -> None:
    frame = pd.DataFrame(
        {"actor_id": ["oulu", "espoo"], "network_id": ["mal", "mal"], "attribution": [None, "aggregate"]}
    )
    left = release_ties(frame, PRIVACY, table="memberships")
    assert left.named["actor_id"].tolist() == ["oulu"]
    assert left.left_out == 1


def test_pseudonymous_ties_leave_with_a_key_and_show_no_name() -> None:
    frame = cooperation(3, 2, "pseudonymous").assign(source_id="survey", notes="Maija told it")
    assert release_ties(frame, PRIVACY).left_out == 6
    masked = release_ties(frame, PRIVACY, key=KEY).pseudonymous
    assert list(masked) == ["actor_id", "partner_id", "strength"]
    assert not masked.astype(str).map(lambda cell: "town" in cell or "agency" in cell).any(axis=None)
    assert masked["actor_id"].nunique() == 3
    assert masked["partner_id"].nunique() == 2


def test_willingness_to_pay_is_never_named_whatever_was_agreed() -> None:
    agreed = pd.DataFrame({"attribution": ["named", "pseudonymous"]})
    assert not named(agreed, role="willingness-to-pay").any()
    assert attribution_of(agreed, role="willingness-to-pay").tolist() == ["aggregate", "aggregate"]


def test_a_wrong_word_of_attribution_is_no_consent() -> None:
    with pytest.raises(ValumaError, match="did you mean 'named'"):
        attribution_of(pd.DataFrame({"attribution": ["namd"]}), "cooperation")


def test_what_could_be_shown_if_more_agreed_names_nobody() -> None:
    frame = pd.concat([cooperation(1, 4), cooperation(3, 1)], ignore_index=True).drop_duplicates(
        ["actor_id", "partner_id"]
    )
    # town0 tells four ties, town1 and town2 one each.
    table = if_more_consented(frame)
    assert table["ties_most"].tolist() == [0, 4, 5, 6]
    assert table["ties_least"].tolist() == [0, 1, 2, 6]
    assert table["ties_expected"].tolist() == [0.0, 2.0, 4.0, 6.0]
    assert table.dtypes.map(lambda dtype: dtype.kind in "if").all()


def test_pseudonyms_are_stable_within_a_key_and_no_hash_of_the_name() -> None:
    assert pseudonym("Oulun kaupunki", KEY) == pseudonym("  oulun  KAUPUNKI ", KEY)
    assert pseudonym("Oulun kaupunki", KEY) != pseudonym("Oulun kaupunki", KEY[::-1])
    # RFC 4231, test case 2 of HMAC-SHA-256, would need a key of 4 bytes, which is refused.
    with pytest.raises(ValumaError, match="4 bytes"):
        pseudonym("what do ya want for nothing?", b"Jefe")
    plain = hashlib.sha256(b"oulun kaupunki").hexdigest()
    assert pseudonym("Oulun kaupunki", KEY)[2:] not in plain


def test_pseudonyms_of_many_names_differ() -> None:
    assert len(set(pseudonyms([f"kunta {k}" for k in range(5_000)], KEY).values())) == 5_000


def test_a_sum_that_named_ties_leave_one_body_of_is_hidden() -> None:
    # Seven towns agreed, the eighth did not: the sum less the named ties would be what the eighth told.
    frame = cooperation(8, 4, "named")
    frame.loc[frame["actor_id"] == "town7", "attribution"] = "aggregate"
    groups = release_ties(frame, PRIVACY, groups=kinds(frame)).groups
    assert groups["why"].tolist() == ["few persons"]
    assert groups["ties"].isna().all()


def test_a_sum_of_named_ties_alone_is_shown() -> None:
    frame = cooperation(2, 2, "named")
    assert release_ties(frame, PRIVACY, groups=kinds(frame)).groups["ties"].tolist() == [4]
