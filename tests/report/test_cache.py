from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from valuma.report.cache import Cache
from valuma.schema.problems import ValumaError


class Counting:
    """A calculation that counts how often it was done."""

    def __init__(self, value):
        self.value = value
        self.times = 0

    def __call__(self):
        self.times += 1
        return self.value


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["Närpes, norra", "line\nbreak", None],
            "share": [0.1 + 0.2, float("nan"), 1e-300],
            "year": pd.array([2020, None, 1999], dtype="Int64"),
            "known": pd.array([True, None, False], dtype="boolean"),
            "n": [1, 2, 3],
        }
    )


def test_a_table_comes_back_as_it_was(tmp_path):
    cache = Cache(tmp_path, inputs="i")
    first = cache.frame("table", Counting(table()))
    again = Counting(table())
    second = cache.frame("table", again)
    assert again.times == 0
    pd.testing.assert_frame_equal(first, table(), check_exact=True)
    pd.testing.assert_frame_equal(second, first, check_exact=True)


def test_arrays_come_back_as_they_were(tmp_path):
    arrays = {"draws": np.linspace(0, 1, 5), "names": np.array(["a", "ö"])}
    cache = Cache(tmp_path, inputs="i")
    cache.arrays("draws", lambda: arrays)
    again = Counting(arrays)
    found = cache.arrays("draws", again)
    assert again.times == 0
    assert all(np.array_equal(found[name], arrays[name]) for name in arrays)


@pytest.mark.parametrize(
    "other",
    [
        (Cache, {"inputs": "j"}, {}),
        (Cache, {"inputs": "i", "code": "newer"}, {}),
        (Cache, {"inputs": "i"}, {"options": {"pairs": "count"}}),
        (Cache, {"inputs": "i"}, {"seed": 2}),
    ],
    ids=["inputs", "code", "options", "seed"],
)
def test_a_result_is_computed_anew_when_what_it_depends_on_changes(tmp_path, other):
    Cache(tmp_path, inputs="i").frame("table", Counting(table()), seed=1)
    kind, made, asked = other
    again = Counting(table())
    kind(tmp_path, **made).frame("table", again, **{"seed": 1, **asked})
    assert again.times == 1


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "other", "dtype"])
def test_a_damaged_table_is_computed_anew(tmp_path, damage):
    cache = Cache(tmp_path, inputs="i")
    cache.frame("table", Counting(table()))
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(
        {
            "cut": whole[:-9],
            "changed": whole.replace(b"norra", b"sodra"),
            "empty": b"",
            "other": b"\xff\xfe\x00",
            "dtype": whole.replace(b"Int64", b"Int65"),
        }[damage]
    )
    again = Counting(table())
    pd.testing.assert_frame_equal(cache.frame("table", again), table())
    assert again.times == 1
    assert path.read_bytes() == whole


@pytest.mark.parametrize("kept", [0, 10, 200])
def test_damaged_arrays_are_computed_anew(tmp_path, kept):
    arrays = {"draws": np.arange(100.0)}
    cache = Cache(tmp_path, inputs="i")
    cache.arrays("draws", lambda: arrays)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:kept])
    again = Counting(arrays)
    assert np.array_equal(cache.arrays("draws", again)["draws"], arrays["draws"])
    assert again.times == 1


def test_stored_bytes_are_the_same_every_time(tmp_path):
    arrays = {"draws": np.arange(10.0)}
    for folder in ("a", "b"):
        cache = Cache(tmp_path / folder, inputs="i")
        cache.frame("table", table)
        cache.arrays("draws", lambda: arrays)
    first, second = (sorted((tmp_path / folder).iterdir()) for folder in ("a", "b"))
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_an_array_of_objects_is_refused(tmp_path):
    with pytest.raises(ValumaError, match="objects"):
        Cache(tmp_path, inputs="i").arrays("x", lambda: {"x": np.array([{}], dtype=object)})


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (pd.DataFrame({"a": [("x",)]}), "column 'a' is object"),
        (pd.DataFrame({"a": ["x", ""]}), "empty text"),
        (pd.DataFrame({"a": pd.to_datetime(["2020-01-01"])}), "column 'a' is datetime64"),
    ],
)
def test_a_table_that_would_not_come_back_the_same_is_refused(tmp_path, frame, says):
    with pytest.raises(ValumaError, match=says):
        Cache(tmp_path, inputs="i").frame("x", lambda: frame)


def test_a_table_without_rows_comes_back_without_rows(tmp_path):
    empty = table().head(0)
    cache = Cache(tmp_path, inputs="i")
    cache.frame("x", lambda: empty)
    pd.testing.assert_frame_equal(cache.frame("x", Counting(None)), empty)


def test_a_column_of_nothing_keeps_its_rows(tmp_path):
    nothing = pd.DataFrame({"a": pd.array([None, None], dtype="Int64")})
    assert len(Cache(tmp_path, inputs="i").frame("x", lambda: nothing)) == 2


def test_a_name_cannot_lead_out_of_the_folder(tmp_path):
    with pytest.raises(ValumaError, match="result name"):
        Cache(tmp_path, inputs="i").frame("../x", table)
