"""Running many draws: over an executor, kept in a checkpoint, with the same numbers either way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, as_completed
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from valuma.formats.files import atomic_write
from valuma.metrics.nulls import Null, fingerprint
from valuma.metrics.pairs import FloatArray
from valuma.schema.problems import ValumaError

#: Draws made in one go, between two writings of the checkpoint.
CHUNK = 50


def run_draws(
    null: Null,
    *,
    draws: int,
    seed: int | None = None,
    executor: Executor | None = None,
    resume: str | Path | None = None,
) -> tuple[FloatArray, int]:
    """Make the draws of a null, those that a checkpoint holds excepted.

    Parameters
    ----------
    null : Null
        Picklable where the executor is a pool of processes.
    draws : int
        Number of draws, at least 1.
    seed : int, optional
        None draws entropy, or takes that of the checkpoint.
    executor : Executor, optional
        Any `concurrent.futures.Executor`; None works in this process.
    resume : path, optional
        Checkpoint (``.npz``, no pickles), read if it is there and rewritten as draws are made.

    Returns
    -------
    tuple of ndarray of shape (draws, n_numbers) and int
        Numbers of each draw and the entropy. Draw k uses its own spawned stream, so that workers,
        chunks and interruptions change nothing.

    Raises
    ------
    ValumaError
        Fewer than one draw; the checkpoint belongs to another test or seed, or is no checkpoint.
    """
    if draws < 1:
        raise ValumaError(f"draws is {draws}; expected at least 1")
    path = None if resume is None else Path(resume)
    key = fingerprint(null)
    entropy, done = _read(path, key, seed) if path is not None and path.exists() else (_entropy(seed), {})
    todo = [k for k in range(draws) if k not in done]
    chunks = [todo[at : at + CHUNK] for at in range(0, len(todo), CHUNK)]
    for chunk, rows in _results(null, entropy, chunks, executor):
        done.update(zip(chunk, rows, strict=True))
        if path is not None:
            _write(path, key, entropy, done)
    return np.array([done[k] for k in range(draws)]), entropy


def _results(
    null: Null, entropy: int, chunks: Sequence[list[int]], executor: Executor | None
) -> Iterator[tuple[list[int], FloatArray]]:
    if executor is None:
        for chunk in chunks:
            yield chunk, null.run(entropy, chunk)
        return
    waiting = {executor.submit(null.run, entropy, chunk): chunk for chunk in chunks}
    try:
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    finally:
        for future in waiting:
            future.cancel()


def _entropy(seed: int | None) -> int:
    entropy = np.random.SeedSequence(seed).entropy
    if not isinstance(entropy, int):
        raise ValumaError(f"seed is {seed!r}; expected a whole number or None")
    return entropy


def _write(path: Path, key: str, entropy: int, done: dict[int, FloatArray]) -> None:
    numbers = sorted(done)
    with atomic_write(path, "wb") as file:
        np.savez(
            file,
            key=np.array(key),
            entropy=np.array(str(entropy)),
            draw=np.array(numbers, dtype=np.int64),
            values=np.array([done[k] for k in numbers]),
        )


def _read(path: Path, key: str, seed: int | None) -> tuple[int, dict[int, FloatArray]]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            kept = str(stored["key"])
            entropy = int(str(stored["entropy"]))
            done = dict(zip(stored["draw"].tolist(), stored["values"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, TypeError, BadZipFile) as error:
        raise ValumaError(f"{path} is not a checkpoint of draws ({error})") from error
    if kept != key:
        raise ValumaError(f"{path} holds draws of another test; give another path or delete it")
    if seed is not None and entropy != _entropy(seed):
        raise ValumaError(f"{path} holds draws of seed {entropy}, not {seed}")
    return entropy, done
