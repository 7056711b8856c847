"""Closed vocabularies: enums that read and print as the words in the files."""

from __future__ import annotations

from enum import StrEnum

#: Written in a cell or key where a value cannot exist (a ministry has no region). An empty cell is unknown.
NOT_APPLICABLE = "not-applicable"
#: Written where it is known that there is none (a network without a legal form). An empty cell is unknown.
NONE = "none"


class Level(StrEnum):
    """Territorial reach of an actor, ordered from the smallest to the widest."""

    LOCAL = "local"
    SUBREGIONAL = "subregional"
    REGIONAL = "regional"
    INTERREGIONAL = "interregional"
    NATIONAL = "national"
    NORDIC = "nordic"
    EUROPEAN = "european"
    INTERNATIONAL = "international"


class Tier(StrEnum):
    """The tender's tiers; Nordic, European and international levels are beyond them, not a fourth one."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"


class Side(StrEnum):
    """Societal side of an actor in its own country."""

    CENTRAL_STATE = "central-state"
    STATE_REGIONAL = "state-regional"
    MUNICIPAL = "municipal"
    KNOWLEDGE = "knowledge"
    BUSINESS = "business"
    CIVIL_SOCIETY = "civil-society"
    EU = "eu"
    FOREIGN = "foreign"


class Kind(StrEnum):
    """What an actor is; the coding rule derives side, level and remit from it."""

    MUNICIPALITY = "municipality"
    JOINT_AUTHORITY = "joint-authority"
    CITY_REGION = "city-region"
    REGIONAL_COUNCIL = "regional-council"
    SELF_GOVERNING_REGION = "self-governing-region"
    MUNICIPAL_ASSOCIATION = "municipal-association"
    DEVELOPMENT_COMPANY = "development-company"
    MINISTRY = "ministry"
    AGENCY = "agency"
    STATE_REGIONAL = "state-regional"
    STATE_COMPANY = "state-company"
    AUTONOMOUS_GOVERNMENT = "autonomous-government"
    POLICY_BODY = "policy-body"
    UNIVERSITY = "university"
    UAS = "uas"
    VOCATIONAL = "vocational"
    RESEARCH_INSTITUTE = "research-institute"
    BUSINESS = "business"
    BUSINESS_ASSOCIATION = "business-association"
    CLUSTER = "cluster"
    LEADER_GROUP = "leader-group"
    ASSOCIATION = "association"
    FOUNDATION = "foundation"
    POLITICAL_PARTY = "political-party"
    NETWORK = "network"
    EU_BODY = "eu-body"
    INTERGOVERNMENTAL = "intergovernmental"
    FOREIGN_STATE = "foreign-state"
    LIVING_LAB = "living-lab"


class PolicySector(StrEnum):
    """Branch of administration (hallinnonala) in which an actor has a remit or a theme is handled."""

    ECONOMY = "economy"
    EMPLOYMENT = "employment"
    INNOVATION = "innovation"
    TOURISM = "tourism"
    EDUCATION = "education"
    CULTURE = "culture"
    AGRICULTURE = "agriculture"
    ENVIRONMENT = "environment"
    CLIMATE = "climate"
    ENERGY = "energy"
    LAND_USE = "land-use"
    HOUSING = "housing"
    TRANSPORT = "transport"
    DIGITAL = "digital"
    HEALTH = "health"
    SOCIAL = "social"
    SECURITY = "security"
    FINANCE = "finance"
    JUSTICE = "justice"
    FOREIGN_AFFAIRS = "foreign-affairs"


class PolicyField(StrEnum):
    """The three area policies of the tender, and what joins them or stands outside them."""

    URBAN = "urban"
    RURAL = "rural"
    ARCHIPELAGO = "archipelago"
    CROSS = "cross"
    NONE = "none"


class Role(StrEnum):
    """Role in which an actor takes part in a network."""

    COORDINATOR = "coordinator"
    MEMBER = "member"
    PARTNER = "partner"
    STEERING = "steering"
    FUNDER = "funder"
    COMMISSIONER = "commissioner"


class Group(StrEnum):
    """Folder of cases a network belongs to."""

    FINNISH = "finnish"
    NORDIC = "nordic"
    INTERNATIONAL = "international"
    AKKE2021 = "akke2021"


class PurposeKind(StrEnum):
    """What a network is for, as the curator reads its own statements."""

    PEER_LEARNING = "peer-learning"
    ADVOCACY = "advocacy"
    POLICY_DELIVERY = "policy-delivery"
    ZONE = "zone"
    PROJECT = "project"
    JOINT_DEVELOPMENT = "joint-development"


class Governance(StrEnum):
    """Mode of network governance after Provan and Kenis (2008), with a State-led mode added."""

    PARTICIPANT_GOVERNED = "participant-governed"
    LEAD_ORGANISATION = "lead-organisation"
    NETWORK_ADMINISTRATIVE_ORGANISATION = "network-administrative-organisation"
    STATE_LED = "state-led"


class LegalForm(StrEnum):
    """Legal form of the network itself."""

    NONE = "none"
    AGREEMENT = "agreement"
    ASSOCIATION = "association"
    COMPANY = "company"
    JOINT_AUTHORITY = "joint-authority"
    STATUTORY_BODY = "statutory-body"
    GOVERNMENT_APPOINTED = "government-appointed"
    PROGRAMME = "programme"
    PROJECT = "project"
    PART_OF_HOST = "part-of-host"


class JoiningDecision(StrEnum):
    """Who decides that an actor joins."""

    OPEN = "open"
    MEMBER_ITSELF = "member-itself"
    COORDINATOR = "coordinator"
    BOARD = "board"
    GOVERNMENT = "government"
    FUNDER = "funder"
    LAW = "law"
    FOUNDING_PARTIES = "founding-parties"


class ThemeChoice(StrEnum):
    """Who chooses what a network works on."""

    MEMBERS = "members"
    COORDINATOR = "coordinator"
    STATE = "state"
    CALL = "call"
    PROGRAMME = "programme"
    FOUNDING_DOCUMENT = "founding-document"
    MIXED = "mixed"


class FundingKind(StrEnum):
    """Kind of money in a funding row."""

    MEMBER_FEES = "member-fees"
    STATE_GRANT = "state-grant"
    EU_PROGRAMME = "eu-programme"
    OWN_FUNDING = "own-funding"
    ASSOCIATION_BUDGET = "association-budget"
    PROJECT = "project-based"
    MIXED = "mixed"


class CardStatus(StrEnum):
    """How far a case card has been checked."""

    DRAFT = "draft"
    CHECKED = "checked"
    APPROVED = "approved"


class ListIs(StrEnum):
    """How the known part of a member list came to be known."""

    COMPLETE = "complete"
    RANDOM_PART = "random part"
    AS_FOUND = "as found"


class CountsCover(StrEnum):
    """What the stated sizes of a network together cover of its list of members and partners."""

    WHOLE = "whole"
    PART = "part"


class Attribution(StrEnum):
    """How far what people told may be shown with a name."""

    NAMED = "named"
    PSEUDONYMOUS = "pseudonymous"
    AGGREGATE = "aggregate"


class SurveyRole(StrEnum):
    """What an item of a survey is for the study."""

    RESPONDENT = "respondent"
    ORGANISATION = "organisation"
    RESPONDENT_ROLE = "respondent-role"
    KIND = "kind"
    TIER = "tier"
    REGION = "region"
    MUNICIPALITY = "municipality"
    LANGUAGE = "language"
    CONSENT = "consent"
    INTEREST = "interest"
    MEMBERSHIP = "membership"
    COOPERATION = "cooperation"
    MOTIVE = "motive"
    BENEFIT = "benefit"
    OPPORTUNITY = "opportunity"
    OBSTACLE = "obstacle"
    FORUM_NEED = "forum-need"
    WILLINGNESS_TO_PAY = "willingness-to-pay"
    STAFF_DAYS = "staff-days"
    COMMITMENT = "commitment"
    STATE_ROLE = "state-role"
    GRADE = "grade"
    OPEN_TEXT = "open-text"
    WEIGHT = "weight"
    STRATUM = "stratum"


class AreaKind(StrEnum):
    """What an area code means."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    FOREIGN = "foreign"


class ChangeKind(StrEnum):
    """How an area or an actor became another."""

    MERGED = "merged"
    SPLIT = "split"
    MOVED = "moved"
    RENAMED = "renamed"


class Archipelago(StrEnum):
    """Archipelago status of a municipality under Finnish decrees; Åland has its own legislation."""

    YES = "yes"
    PART = "part"
    NO = "no"
    ALAND = "aland"


class ThemeMatch(StrEnum):
    """How a theme of an earlier thesaurus relates to the theme it maps to."""

    EXACT = "exact"
    BROADER = "broader"
    NARROWER = "narrower"


class AliasKind(StrEnum):
    """What sort of other name an alias is."""

    SWEDISH = "swedish"
    ENGLISH = "english"
    OLD_NAME = "old-name"
    ABBREVIATION_EXPANDED = "abbreviation-expanded"
    SPELLING = "spelling"
    ASCII = "ascii"


class PracticeKind(StrEnum):
    """Whether a text of a case is a practice to follow or a lesson to heed."""

    PRACTICE = "practice"
    LESSON = "lesson"


class Language(StrEnum):
    """Languages in which everything printed exists."""

    FI = "fi"
    SV = "sv"
    EN = "en"
