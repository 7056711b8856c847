"""Measures of cooperation across boundaries: pure functions of a graph, each with its uncertainty."""

from valuma.metrics.bounds import bounds
from valuma.metrics.chance import chance
from valuma.metrics.chance_result import Chance
from valuma.metrics.contact import Contact, contact
from valuma.metrics.group_bounds import ShareBounds, share_bounds
from valuma.metrics.heterogeneity import heterogeneity
from valuma.metrics.mixing import mixing
from valuma.metrics.mixing_result import Mixing
from valuma.metrics.policy_fields import PolicyFields, policy_fields
from valuma.metrics.polya import polya
from valuma.metrics.profile import MEASURES, cooperation_profile
from valuma.metrics.profile_result import CooperationProfile
from valuma.metrics.sensitivity import Comparison, Sensitivity, sensitivity
from valuma.metrics.span import member_span, themes_span
from valuma.metrics.states import BoundsBy, ResultState, SizeIs, Verdict

__all__ = [
    "MEASURES",
    "BoundsBy",
    "Chance",
    "Comparison",
    "Contact",
    "CooperationProfile",
    "Mixing",
    "PolicyFields",
    "ResultState",
    "Sensitivity",
    "ShareBounds",
    "SizeIs",
    "Verdict",
    "bounds",
    "chance",
    "contact",
    "cooperation_profile",
    "heterogeneity",
    "member_span",
    "mixing",
    "policy_fields",
    "polya",
    "sensitivity",
    "share_bounds",
    "themes_span",
]
