"""Importing valuma stays light."""

from __future__ import annotations

import subprocess
import sys

import pytest

import valuma as va

HEAVY = ("matplotlib", "igraph", "pydantic", "networkx", "typst", "jinja2", "scipy")


def test_import_valuma_loads_no_heavy_library() -> None:
    code = f"import sys, valuma; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", list(va.__all__))
def test_every_public_name_resolves(name: str) -> None:
    assert getattr(va, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nosuch"):
        va.nosuch  # noqa: B018
