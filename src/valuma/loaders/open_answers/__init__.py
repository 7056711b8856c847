"""Open answers to coders and back: sheets without identifiers, the frame of codes, what coders wrote."""

from __future__ import annotations

from valuma.loaders.open_answers.code_frame import read_code_frame
from valuma.loaders.open_answers.export import OpenExport, export_open_answers
from valuma.loaders.open_answers.masking import Masked, masked
from valuma.loaders.open_answers.reading import Codings, read_codings

__all__ = [
    "Codings",
    "Masked",
    "OpenExport",
    "export_open_answers",
    "masked",
    "read_code_frame",
    "read_codings",
]
