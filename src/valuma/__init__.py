"""valuma: from cases and member lists to network cooperation, its measures and a policy brief.

Names are loaded when they are first used, so that ``import valuma`` stays quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

#: Public name → module that holds it, or the module itself.
_NAMES = {
    "ActorNetworkThemeGraph": "valuma.graph.core",
    "Problems": "valuma.schema.problems",
    "Study": "valuma.study.study",
    "StudyError": "valuma.schema.problems",
    "Survey": "valuma.survey.survey",
    "ValumaError": "valuma.schema.problems",
    "build_graph": "valuma.graph.build",
    "check": "valuma.loaders.study_folder",
    "read_graph": "valuma.graph.read",
    "read_study": "valuma.loaders.study_folder",
    "read_survey": "valuma.loaders.survey_files.reading",
}
_MODULES = ("figures", "formats", "graph", "loaders", "metrics", "report", "schema", "study", "survey", "texts")

if TYPE_CHECKING:
    import valuma.figures as figures
    import valuma.formats as formats
    import valuma.graph as graph
    import valuma.loaders as loaders
    import valuma.metrics as metrics
    import valuma.report as report
    import valuma.schema as schema
    import valuma.study as study
    import valuma.survey as survey
    import valuma.texts as texts
    from valuma.graph.build import build_graph
    from valuma.graph.core import ActorNetworkThemeGraph
    from valuma.graph.read import read_graph
    from valuma.loaders.study_folder import check, read_study
    from valuma.loaders.survey_files.reading import read_survey
    from valuma.schema.problems import Problems, StudyError, ValumaError
    from valuma.study.study import Study
    from valuma.survey.survey import Survey

__all__ = [
    "ActorNetworkThemeGraph",
    "Problems",
    "Study",
    "StudyError",
    "Survey",
    "ValumaError",
    "build_graph",
    "check",
    "figures",
    "formats",
    "graph",
    "loaders",
    "metrics",
    "read_graph",
    "read_study",
    "read_survey",
    "report",
    "schema",
    "study",
    "survey",
    "texts",
]


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        return getattr(importlib.import_module(_NAMES[name]), name)
    if name in _MODULES:
        return importlib.import_module(f"valuma.{name}")
    raise AttributeError(f"module 'valuma' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*_NAMES, *_MODULES, "__version__"])
