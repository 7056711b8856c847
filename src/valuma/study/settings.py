"""Settings of a study: what ``study.toml`` says, with defaults for what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuma.schema.frozen import Frozen
from valuma.schema.vocabularies import Group, Language, Level, Role, Tier

if TYPE_CHECKING:
    from valuma.schema.study_file import StudyFile

#: Roles that count as taking part.
ROLES = (str(Role.COORDINATOR), str(Role.MEMBER), str(Role.PARTNER), str(Role.STEERING))

#: How levels fold into tiers; a level that is not here lies beyond them.
TIERS: Mapping[str, str] = Frozen(
    {
        str(Level.LOCAL): str(Tier.LOCAL),
        str(Level.SUBREGIONAL): str(Tier.LOCAL),
        str(Level.REGIONAL): str(Tier.REGIONAL),
        str(Level.INTERREGIONAL): str(Tier.REGIONAL),
        str(Level.NATIONAL): str(Tier.NATIONAL),
    }
)


@dataclass(frozen=True, slots=True)
class Question:
    """A research question in the three languages."""

    id: str
    fi: str
    sv: str
    en: str

    def text(self, lang: str) -> str:
        """Return the question in one language."""
        return {"fi": self.fi, "sv": self.sv, "en": self.en}[lang]


@dataclass(frozen=True)
class StudySettings:
    """What holds for the whole study.

    Parameters
    ----------
    id : str
        Identifier of the study.
    title : mapping of str to str
        Title by language.
    language : {"fi", "sv", "en"}
        Language in which things appear unless another is asked for.
    country : str
        ISO 3166 code of the country whose regions and municipalities the registry holds.
    reference_year : int
        Year whose division into regions holds.
    groups : tuple of str
        Folders of cases.
    roles : tuple of str
        Roles that count as taking part.
    tiers : mapping of str to str
        Tier of each level; a level that is not there lies beyond the tiers.
    completeness_threshold : float
        Share of the stated members from which a member list counts as whole.
    attribute_threshold : float
        Share of known actors below which an attribute is not drawn.
    draws, draws_full : int
        Random draws of a quick and of a full run.
    seed : int
        Seed of the study.
    questions : tuple of Question
        Research questions.
    brief_group : str, optional
        Group of networks that the findings of the brief are about; None for all.
    brief_networks : tuple of str
        Networks that the brief shows one by one.

    Examples
    --------
    >>> StudySettings().tiers["subregional"]
    'local'
    """

    id: str = "study"
    title: Mapping[str, str] = field(default_factory=lambda: Frozen())
    language: str = str(Language.FI)
    country: str = "FI"
    reference_year: int = 2020
    groups: tuple[str, ...] = tuple(str(group) for group in Group)
    roles: tuple[str, ...] = ROLES
    tiers: Mapping[str, str] = TIERS
    completeness_threshold: float = 0.9
    attribute_threshold: float = 0.8
    draws: int = 999
    draws_full: int = 9999
    seed: int = 2020
    questions: tuple[Question, ...] = ()
    brief_group: str | None = None
    brief_networks: tuple[str, ...] = ()

    @classmethod
    def from_model(cls, model: StudyFile) -> StudySettings:
        """Build the settings from the model of ``study.toml``.

        Parameters
        ----------
        model : StudyFile
            What the file says.
        """
        default = cls()
        tiers = default.tiers
        if model.tiers is not None:
            tiers = Frozen({level: tier for tier, levels in model.tiers.items() for level in levels})
        return cls(
            id=model.id,
            title=Frozen(model.title.model_dump()),
            language=model.language,
            country=model.country,
            reference_year=model.reference_year,
            groups=default.groups if model.groups is None else tuple(model.groups),
            roles=default.roles if model.roles is None else tuple(model.roles),
            tiers=tiers,
            completeness_threshold=model.completeness_threshold,
            attribute_threshold=model.attribute_threshold,
            draws=model.draws,
            draws_full=model.draws_full,
            seed=model.seed,
            questions=tuple(Question(q.id, q.fi, q.sv, q.en) for q in model.questions),
            brief_group=model.brief.group,
            brief_networks=tuple(model.brief.networks),
        )

    def title_in(self, lang: str) -> str:
        """Return the title in a language, or the identifier where there is no title."""
        return self.title.get(lang, self.id)
