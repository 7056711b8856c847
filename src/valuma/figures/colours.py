"""A colour, a marker and a hatch for every vocabulary value, the same through all figures.

Every colour has at least 3:1 against white, and within a vocabulary all pairs stay apart under simulated
protanopia, deuteranopia and tritanopia; marker and hatch say the same a second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from valuma.schema.problems import ValumaError, nearest
from valuma.schema.vocabularies import FundingKind, Governance, Group, PolicyField, PurposeKind, Role, Side, Tier

#: For what has no vocabulary value: unknown, not applicable, other.
OTHER = "#6d737c"


@dataclass(frozen=True, slots=True)
class Look:
    """How a value looks wherever it is drawn.

    Parameters
    ----------
    colour : str
        Hexadecimal sRGB.
    marker : str
        Marker of matplotlib.
    hatch : str
        Hatch for areas; empty for plain.
    """

    colour: str
    marker: str
    hatch: str


_LOOKS: Mapping[type[StrEnum], Mapping[str, Look]] = MappingProxyType(
    {
        Side: {
            Side.CENTRAL_STATE: Look("#172244", "s", ""),
            Side.STATE_REGIONAL: Look("#5492e8", "D", "////"),
            Side.MUNICIPAL: Look("#0a6553", "o", ""),
            Side.KNOWLEDGE: Look("#6f4abd", "^", "\\\\\\\\"),
            Side.BUSINESS: Look("#bb8643", "v", "...."),
            Side.CIVIL_SOCIETY: Look("#d4186a", "P", "xxxx"),
            Side.EU: Look("#435206", "*", "++++"),
            Side.FOREIGN: Look("#848792", "X", "||||"),
        },
        Tier: {
            Tier.LOCAL: Look("#c8713c", "o", ""),
            Tier.REGIONAL: Look("#8f3f1d", "s", "////"),
            Tier.NATIONAL: Look("#451408", "^", "xxxx"),
        },
        PolicyField: {
            PolicyField.URBAN: Look("#4e175a", "s", "||||"),
            PolicyField.RURAL: Look("#365b31", "o", "...."),
            PolicyField.ARCHIPELAGO: Look("#3995e6", "^", "----"),
            PolicyField.CROSS: Look("#d57a14", "D", "xxxx"),
            PolicyField.NONE: Look("#78727c", "X", ""),
        },
        PurposeKind: {
            PurposeKind.PEER_LEARNING: Look("#0297e5", "o", ""),
            PurposeKind.ADVOCACY: Look("#822700", "v", "\\\\\\\\"),
            PurposeKind.POLICY_DELIVERY: Look("#201d32", "s", "xxxx"),
            PurposeKind.ZONE: Look("#22715c", "D", "////"),
            PurposeKind.PROJECT: Look("#6a37a5", "^", "...."),
            PurposeKind.JOINT_DEVELOPMENT: Look("#d9771d", "P", "++++"),
        },
        Group: {
            Group.FINNISH: Look("#2755b7", "o", ""),
            Group.NORDIC: Look("#0ea0ad", "s", "////"),
            Group.INTERNATIONAL: Look("#e07151", "D", "xxxx"),
            Group.AKKE2021: Look("#7d2748", "^", "...."),
        },
        Governance: {
            Governance.PARTICIPANT_GOVERNED: Look("#35a189", "o", ""),
            Governance.LEAD_ORGANISATION: Look("#8d4f00", "s", "////"),
            Governance.NETWORK_ADMINISTRATIVE_ORGANISATION: Look("#7e58ce", "D", "xxxx"),
            Governance.STATE_LED: Look("#1f2042", "^", "...."),
        },
        FundingKind: {
            FundingKind.MEMBER_FEES: Look("#2f6954", "o", ""),
            FundingKind.STATE_GRANT: Look("#03253f", "s", "xxxx"),
            FundingKind.EU_PROGRAMME: Look("#0f94fa", "*", "////"),
            FundingKind.OWN_FUNDING: Look("#c17615", "D", "...."),
            FundingKind.ASSOCIATION_BUDGET: Look("#6d4c95", "^", "\\\\\\\\"),
            FundingKind.PROJECT: Look("#781208", "v", "++++"),
            FundingKind.MIXED: Look("#868c92", "X", "||||"),
        },
        Role: {
            Role.COORDINATOR: Look("#1c2335", "*", "++++"),
            Role.MEMBER: Look("#1696ef", "o", ""),
            Role.PARTNER: Look("#0d7061", "s", "////"),
            Role.STEERING: Look("#623aaa", "D", "\\\\\\\\"),
            Role.FUNDER: Look("#c57a13", "v", "...."),
            Role.COMMISSIONER: Look("#990000", "^", "xxxx"),
        },
    }
)


def look(value: StrEnum) -> Look:
    """Return how a vocabulary value looks.

    Parameters
    ----------
    value : StrEnum
        A value of `Side`, `Tier`, `PolicyField`, `PurposeKind`, `Group`, `Governance`, `FundingKind` or `Role`.

    Returns
    -------
    Look
        Its colour, marker and hatch.

    Raises
    ------
    ValumaError
        When its vocabulary has no looks.

    Examples
    --------
    >>> look(Side.MUNICIPAL).marker
    'o'
    """
    return looks(type(value))[value]


def group_look(group: str) -> Look:
    """Return how a group of networks looks; groups of a study's own share one look."""
    return look(Group(group)) if group in set(Group) else Look(OTHER, "P", "")


def looks(vocabulary: type[StrEnum]) -> Mapping[str, Look]:
    """Return the looks of all values of a vocabulary, in its order."""
    if vocabulary not in _LOOKS:
        names = [known.__name__ for known in _LOOKS]
        raise ValumaError(f"no looks for {vocabulary.__name__}: {nearest(vocabulary.__name__, names)}")
    return _LOOKS[vocabulary]


def vocabularies_with_looks() -> tuple[type[StrEnum], ...]:
    """Vocabularies whose values have a fixed look."""
    return tuple(_LOOKS)


def ramp(share: float) -> str:
    """Return the shade of a heat map for a share between 0 (white) and 1 (dark blue).

    Parameters
    ----------
    share : float
        In [0, 1]; what lies outside is cut.

    Returns
    -------
    str
        Hexadecimal sRGB; darker for more, so that it survives a black-and-white printer.

    Examples
    --------
    >>> ramp(0), ramp(1)
    ('#ffffff', '#123a6b')
    """
    level = min(max(float(share), 0.0), 1.0)
    low, high = (255, 255, 255), (18, 58, 107)
    return "#" + "".join(f"{round(a + (b - a) * level):02x}" for a, b in zip(low, high, strict=True))


def luminance(colour: str) -> float:
    """Relative luminance of a hexadecimal colour as WCAG 2 defines it, in [0, 1]."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2 defines it, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str) -> str:
    """Return black or white, whichever is easier to read on a colour."""
    return "#ffffff" if contrast(colour, "#ffffff") >= contrast(colour, "#000000") else "#000000"
