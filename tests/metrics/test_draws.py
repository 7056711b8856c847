"""Many draws: the same numbers however they are run, interrupted and resumed."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from valuma.metrics.draws import CHUNK, run_draws
from valuma.metrics.nulls import LabelNull, MixingStatistic, streams_of
from valuma.schema.problems import ValumaError


@dataclass(frozen=True, eq=False)
class Plain:
    """The same, picklable and without a memory."""

    scale: float = 1.0

    def run(self, entropy: int, draws: Sequence[int]) -> np.ndarray:
        return self.scale * np.array([np.random.default_rng(stream).random(2) for stream in streams_of(entropy, draws)])


@dataclass(frozen=True, eq=False)
class Watched:
    """The same, with a record of what it was asked for and a draw at which it breaks off."""

    asked: ClassVar[list[int]] = []
    stop_at: ClassVar[int | None] = None

    def run(self, entropy: int, draws: Sequence[int]) -> np.ndarray:
        if Watched.stop_at in draws:
            raise KeyboardInterrupt
        Watched.asked.extend(draws)
        return Plain().run(entropy, draws)


N = 2 * CHUNK + 7


def test_a_seed_fixes_the_numbers_and_more_draws_only_add_to_them() -> None:
    few, entropy = run_draws(Plain(), draws=5, seed=3)
    many, _ = run_draws(Plain(), draws=N, seed=3)
    assert entropy == 3
    assert (many[:5] == few).all()


def test_without_a_seed_the_entropy_is_given_back_and_repeats_the_draws() -> None:
    first, entropy = run_draws(Plain(), draws=5)
    again, _ = run_draws(Plain(), draws=5, seed=entropy)
    assert (first == again).all()


def test_threads_give_the_numbers_of_one_process() -> None:
    alone, _ = run_draws(Plain(), draws=N, seed=3)
    with ThreadPoolExecutor(3) as pool:
        assert (run_draws(Plain(), draws=N, seed=3, executor=pool)[0] == alone).all()


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "draws.npz"
    monkeypatch.setattr(Watched, "asked", [])
    monkeypatch.setattr(Watched, "stop_at", CHUNK + 1)
    with pytest.raises(KeyboardInterrupt):
        run_draws(Watched(), draws=N, seed=3, resume=path)
    monkeypatch.setattr(Watched, "stop_at", None)
    found, _ = run_draws(Watched(), draws=N, seed=3, resume=path)
    assert Watched.asked == list(range(N))
    assert (found == run_draws(Plain(), draws=N, seed=3)[0]).all()


def test_a_finished_checkpoint_is_not_drawn_again_and_serves_fewer_and_more_draws(tmp_path: Path) -> None:
    path = tmp_path / "draws.npz"
    whole, _ = run_draws(Plain(), draws=N, seed=3, resume=path)
    before = path.read_bytes()
    assert (run_draws(Plain(), draws=5, seed=3, resume=path)[0] == whole[:5]).all()
    assert path.read_bytes() == before
    more, _ = run_draws(Plain(), draws=N + 3, seed=3, resume=path)
    assert (more == run_draws(Plain(), draws=N + 3, seed=3)[0]).all()


def test_a_checkpoint_keeps_its_entropy_where_no_seed_is_given(tmp_path: Path) -> None:
    path = tmp_path / "draws.npz"
    _, first = run_draws(Plain(), draws=2, resume=path)
    assert run_draws(Plain(), draws=4, resume=path)[1] == first


def test_a_checkpoint_of_another_test_or_seed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "draws.npz"
    run_draws(Plain(), draws=2, seed=3, resume=path)
    with pytest.raises(ValumaError, match="another test"):
        run_draws(Plain(scale=2.0), draws=2, seed=3, resume=path)
    with pytest.raises(ValumaError, match="seed 3, not 4"):
        run_draws(Plain(), draws=2, seed=4, resume=path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_checkpoint_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "draws.npz"
    path.write_bytes(content)
    with pytest.raises(ValumaError, match="not a checkpoint"):
        run_draws(Plain(), draws=2, seed=3, resume=path)


def test_a_checkpoint_with_pickled_objects_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "draws.npz"
    np.savez(path, key=np.array([object()], dtype=object))
    with pytest.raises(ValumaError, match="not a checkpoint"):
        run_draws(Plain(), draws=2, seed=3, resume=path)


def test_no_half_written_checkpoint_is_left(tmp_path: Path) -> None:
    run_draws(Plain(), draws=N, seed=3, resume=tmp_path / "draws.npz")
    assert [path.name for path in tmp_path.iterdir()] == ["draws.npz"]


def test_less_than_one_draw_is_an_error() -> None:
    with pytest.raises(ValumaError, match="at least 1"):
        run_draws(Plain(), draws=0)


def test_processes_give_the_numbers_of_one_process() -> None:
    statistic = MixingStatistic(np.eye(2), np.array([1.0]), np.zeros((1, 2), dtype=np.int64), None)
    null = LabelNull(statistic, np.arange(4), np.zeros(4, dtype=np.int64), np.array([0, 0, 1, 1]), (np.arange(4),))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        apart, _ = run_draws(null, draws=N, seed=3, executor=pool)
    assert (apart == run_draws(null, draws=N, seed=3)[0]).all()
