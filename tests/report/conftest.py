"""One brief, built once, that the tests of its pages look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from report.fake_brief import collect, make_study, write_texts

from valuma.report.brief import BriefFiles, brief


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "texts")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> BriefFiles:
    folder = tmp_path_factory.mktemp("built")
    texts = write_texts(folder / "texts")
    return brief(make_study(), out=folder / "build" / "brief", texts=texts, collect=collect)


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> BriefFiles:
    folder = tmp_path_factory.mktemp("example")
    texts = write_texts(folder / "texts")
    return brief(make_study(synthetic=True), out=folder / "build" / "example", texts=texts, collect=collect)
