"""Shared set-up: derandomised hypothesis, one BLAS thread, the repository's own study."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("MPLBACKEND", "Agg")

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "derandomised",
    derandomize=True,
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("derandomised")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root, which is also the folder of its own study."""
    return ROOT


@pytest.fixture(scope="session")
def study(root: Path):
    """The repository's own study, read once."""
    import valuma as va

    return va.read_study(root)


@pytest.fixture(scope="session")
def graph(study):
    """The graph of the repository's own study, all groups and years together."""
    import valuma as va

    return va.build_graph(study)
