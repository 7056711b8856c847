"""Loaders: files that people have to a validated study, and the changes they bring to its folder."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from valuma.loaders.card_workbook.exchange import export_cards, read_card_workbook
    from valuma.loaders.changes import Change, Changes
    from valuma.loaders.corrections.importing import import_form
    from valuma.loaders.linkage import Linkage, NameIndex, known_names, link
    from valuma.loaders.members.importing import MemberImport, import_members
    from valuma.loaders.members.reading import MemberList, read_member_list
    from valuma.loaders.members.source import NewSource
    from valuma.loaders.study_folder import check, read_study
    from valuma.loaders.survey_files.codebook_draft import draft_codebook
    from valuma.loaders.survey_files.ddi.writing import write_ddi
    from valuma.loaders.survey_files.reading import read_codebook, read_survey
    from valuma.loaders.survey_files.sav_writing import write_survey_sav
    from valuma.loaders.survey_joining import link_survey

__all__ = [
    "Change",
    "Changes",
    "Linkage",
    "MemberImport",
    "MemberList",
    "NameIndex",
    "NewSource",
    "check",
    "draft_codebook",
    "export_cards",
    "import_form",
    "import_members",
    "known_names",
    "link",
    "link_survey",
    "read_card_workbook",
    "read_codebook",
    "read_member_list",
    "read_study",
    "read_survey",
    "write_ddi",
    "write_survey_sav",
]

#: Public name → module that holds it; loaded on use, because few scripts need more than one.
_MODULES = {
    **dict.fromkeys(("Change", "Changes"), "changes"),
    **dict.fromkeys(("Linkage", "NameIndex", "known_names", "link"), "linkage"),
    **dict.fromkeys(("MemberImport", "import_members"), "members.importing"),
    **dict.fromkeys(("MemberList", "read_member_list"), "members.reading"),
    "NewSource": "members.source",
    **dict.fromkeys(("check", "read_study"), "study_folder"),
    **dict.fromkeys(("export_cards", "read_card_workbook"), "card_workbook.exchange"),
    "import_form": "corrections.importing",
    "link_survey": "survey_joining",
    **dict.fromkeys(("read_codebook", "read_survey"), "survey_files.reading"),
    "draft_codebook": "survey_files.codebook_draft",
    "write_ddi": "survey_files.ddi.writing",
    "write_survey_sav": "survey_files.sav_writing",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(importlib.import_module(f"valuma.loaders.{_MODULES[name]}"), name)
    raise AttributeError(f"module 'valuma.loaders' has no attribute {name!r}")
