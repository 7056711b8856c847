"""What is fixed before anything is drawn, as ``plan.toml`` says it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

#: Names of the kinds, strata and networks.
PLAN: dict[str, Any] = tomllib.loads(Path(__file__).with_name("plan.toml").read_text(encoding="utf-8"))
LANGUAGES = ("fi", "sv", "en")
