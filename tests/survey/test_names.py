"""Names of `valuma.survey` mean one thing, whatever was imported before."""

from __future__ import annotations

import importlib
import pkgutil
import types

import pytest

import valuma as va


@pytest.mark.parametrize("name", va.survey.__all__)
def test_a_name_stays_what_it_is_when_all_modules_are_imported(name: str) -> None:
    first = getattr(va.survey, name)
    for module in pkgutil.iter_modules(va.survey.__path__):
        importlib.import_module(f"valuma.survey.{module.name}")
    assert not isinstance(first, types.ModuleType)
    assert getattr(va.survey, name) is first
