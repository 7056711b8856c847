"""Words of member lists in Finnish, Swedish and English: what a heading means, and what a role is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from valuma.schema.vocabularies import Role

#: What a column of a member list can be. A name column is one of three, the surest first.
NAME_FIELDS = ("organisation", "name", "place")
FIELDS = (*NAME_FIELDS, "role", "year_from", "year_to", "years", "municipality_code", "notes")

_HEADINGS: Mapping[str, str] = {
    "organisation": """
        organisaatio; organisaatiot; organisaation nimi; jäsenorganisaatio; jäsenorganisaatiot; jäsen; jäsenet;
        jäsenen nimi; jäsenyhteisö; jäsenyhteisöt; yhteisö; yhteisön nimi; toimija; toimijat; osapuoli; osapuolet; taho;
        tahot; kumppani; kumppanit; osallistuja; osallistujat; osallistujaorganisaatio; taustaorganisaatio;
        taustaorganisaatiot; taustayhteisö; taustayhteisöt; järjestö; järjestöt; jäsenkunta; jäsenkunnat; jäsenkaupunki;
        jäsenkaupungit; yritys; laitos; virasto;
        organisation; organisationer; organisationens namn; medlem; medlemmar; medlemsorganisation;
        medlemsorganisationer; medlemskommun; medlemskommuner; medlemmens namn; aktör; aktörer; part; parter; deltagare;
        sammanslutning; samfund; partner; företag;
        organization; organisations; organizations; member; members; member organisation; member organization;
        member name; member municipality; member municipalities; name of organisation; name of organization;
        organisation name; organization name; partners; actor; actors; participant; participants; institution;
        institutions; entity; company
    """,
    "name": """
        nimi; nimi suomeksi; suomenkielinen nimi; virallinen nimi; namn; namn på svenska; svenskt namn; officiellt namn;
        name; official name; full name; name in english
    """,
    "place": """
        kunta; kunnat; kaupunki; kaupungit; kunnan nimi; kunta tai kaupunki; kommun; kommuner; stad; städer;
        kommunens namn; municipality; municipalities; city; cities; town; towns; city or municipality
    """,
    "role": """
        rooli; roolit; asema; asema verkostossa; jäsenyyden tyyppi; jäsentyyppi; jäsenlaji; jäsenyyslaji;
        osallistumistapa;
        roll; roller; medlemstyp; typ av medlemskap; ställning;
        role; roles; membership type; member type; type of membership; type of member; status; capacity
    """,
    "year_from": """
        liittynyt; liittyi; liittymisvuosi; liittymispäivä; liittymispvm; liittymisaika; mukana alkaen; mukana vuodesta;
        jäsen alkaen; jäsen vuodesta; jäsenyys alkoi; jäsenyys alkaen; jäsenyyden alku; alkaen; alku; alkoi; alkuvuosi;
        alkupvm; aloitusvuosi; aloitti; vuodesta;
        från; från och med; fr o m; from; från år; anslöt sig; anslutningsår; anslutningsdatum; ansluten; medlem sedan;
        medlem från; sedan; startår; började; inträdesår;
        since; member since; joined; joining year; joining date; year joined; year of joining; date joined;
        date of joining; start; start year; start date
    """,
    "year_to": """
        eronnut; erosi; eroamisvuosi; eropäivä; eropvm; päättynyt; päättyi; päättyen; päättymisvuosi; jäsenyys päättyi;
        mukana asti; asti; loppu; loppuvuosi; loppupvm; saakka; vuoteen;
        till; till och med; t o m; utträdde; utträdesår; slutår; slutade; lämnade; avgick;
        left; until; to; end; ended; end year; end date; year left; leaving year
    """,
    "years": """
        vuosi; vuodet; mukana; mukana vuosina; jäsenyysaika; jäsenyysvuodet; kausi; toimikausi;
        år; medlemstid; medlemsår; mandatperiod; period;
        years; membership period; membership years; term
    """,
    "municipality_code": """
        kuntanumero; kuntakoodi; kunnan numero; kunnan koodi; kuntanro; kuntatunnus; knro; kuntanum;
        kommunnummer; kommunkod; kommunens nummer; kommunnr;
        municipality code; municipality number; municipal code
    """,
    "notes": """
        huomautus; huomautukset; huom; huomio; huomiot; huomioita; lisätieto; lisätietoja; lisätiedot; kommentti;
        kommentit; muuta; muistiinpanot;
        anmärkning; anmärkningar; kommentar; kommentarer; obs; övrigt; tilläggsuppgifter; tilläggsuppgift; anteckningar;
        note; notes; comment; comments; remark; remarks; additional information
    """,
}

_ROLES: Mapping[Role, str] = {
    Role.COORDINATOR: """
        koordinaattori; koordinoija; koordinoiva taho; vetäjä; verkoston vetäjä; vetovastuussa; hallinnoija;
        päätoteuttaja; koordinator; samordnare; samordnande part; nätverksledare; huvudgenomförare;
        coordinator; co-ordinator; coordinating body; lead; lead partner; lead organisation
    """,
    Role.MEMBER: """
        jäsen; varsinainen jäsen; täysjäsen; jäsenkunta; jäsenkaupunki; jäsenorganisaatio; osallistuja;
        medlem; ordinarie medlem; medlemskommun; medlemsorganisation; deltagare;
        member; full member; ordinary member; member municipality; member organisation; participant
    """,
    Role.PARTNER: """
        kumppani; yhteistyökumppani; partneri; osatoteuttaja; yhteistyötaho;
        partner; samarbetspartner; samarbetspart; delgenomförare;
        project partner; co-operation partner; cooperation partner
    """,
    Role.STEERING: """
        ohjausryhmä; ohjausryhmän jäsen; ohjausryhmässä; johtoryhmä; johtoryhmän jäsen;
        styrgrupp; styrgruppen; styrgruppsmedlem; ledningsgrupp; ledningsgruppen;
        steering; steering group; steering committee; steering group member; management group
    """,
    Role.FUNDER: """
        rahoittaja; rahoittajataho; päärahoittaja; finansiär; huvudfinansiär; funder; funding body; financier
    """,
    Role.COMMISSIONER: """
        tilaaja; toimeksiantaja; beställare; uppdragsgivare; commissioner; commissioning body; client
    """,
}

#: Words of headings of columns about persons, wherever they stand in the heading.
_CONTACT = re.compile(
    r"yhteyshenkil|yhdyshenkil|yhteystie|yhteystah|henkilö|kontakt|contact|s[äa]hk[öo]posti|s-?posti|e-?post|e-?mail|"
    r"puhelin|matkapuh|telefon|mobil|phone|osoite|postinumero|postiosoi|postitoimi|adress|address|postnummer|"
    r"post ?code|\bzip\b|etunimi|sukunimi|förnamn|efternamn|first name|last name|surname|given name|edustaja|"
    r"representant|representative|vastuuhenk|ansvarig|responsible|varajäsen|suppleant|ersättare|deputy|alternate|puheenjohtaja|"
    r"ordförande|titteli|tehtävänimike|virka-?asema|\b(?:puh|gsm|tel|mob|mail|titel|title|nimike|person|persons)\b",
    re.IGNORECASE,
)

#: What may stand beside the name of a body in one column, and headings of bodies that may as well be of persons.
_CONTACT_BESIDE = re.compile(r"yhteyshenkil|yhdyshenkil|yhteystie|yhteystah|kontakt|contact", re.IGNORECASE)
_OF_PERSONS = re.compile(
    r"\b(?:jäsen|jäsenet|jäsenen|osallistuja|osallistujat|osapuoli|osapuolet|kumppani|kumppanit|medlem|medlemmar|medlemmens|"
    r"deltagare|part|parter|partner|partners|members?|participants?|actors?|aktör|aktörer)\b"
)

#: Beginnings of words that tell a column of organisations in a longer heading, such as "Verkoston jäsenkunta v. 2020".
_NAME_STEMS = re.compile(
    r"\b(?:organisaatio|jäsenorganisaatio|jäsenyhteisö|jäsenkun|jäsenkaup|jäsen(?:et|en)?\b|organisation|organization|"
    r"medlemskommun|medlemsorg|medlem(?:mar)?\b|member(?:s)?\b|osallistujataho|toimija|aktör)",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """Return a heading or a role without capitals, marks and doubled spaces.

    Examples
    --------
    >>> plain("Jäsen  alkaen:"), plain("Fr.o.m."), plain("Organisaatio (virallinen)*")
    ('jäsen alkaen', 'fr o m', 'organisaatio')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = re.sub(r"\([^()]*\)", " ", folded)
    return " ".join(re.sub(r"[^\w\s/|&+-]", " ", folded).split())


def _by_word(words: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({plain(word): key for key, texts in words.items() for word in texts.split(";")})


_FIELD_OF = _by_word(_HEADINGS)
ROLE_OF = _by_word({str(role): f"{role};{words}" for role, words in _ROLES.items()})


def field_of(heading: str) -> str:
    """Return what a heading means: a field, "contact", or an empty text where it is none of the words.

    Parameters
    ----------
    heading : str
        Text over a column; words for the same thing in two languages may stand side by side.

    Examples
    --------
    >>> field_of("Kunta/organisaatio"), field_of("Kommun"), field_of("Sähköposti (työ)"), field_of("Asukasluku")
    ('organisation', 'place', 'contact', '')
    """
    text = plain(heading)
    if _CONTACT.search(heading):
        return _beside_contact(text) or "contact"
    whole = _FIELD_OF.get(text)
    if whole:
        return whole
    parts = [part.strip() for part in re.split(r"[/|&+]|\s-\s|\b(?:tai|ja|eller|och|or|and)\b", text) if part.strip()]
    found = {_FIELD_OF.get(part, "") for part in parts}
    return next((name for name in FIELDS if name in found), "")


def _beside_contact(text: str) -> str:
    """Return the field of a heading such as "organisaatio / yhteyshenkilö": the bodies, with persons beside them."""
    first, sign, rest = (part.strip() for part in text.partition("/"))
    named = _FIELD_OF.get(first, "")
    bodies = named in ("organisation", "place") and not _OF_PERSONS.search(first)
    fits = sign and bodies and _CONTACT_BESIDE.search(rest)
    return named if fits else ""


def names_an_organisation(heading: str) -> bool:
    """Whether a longer heading speaks of members or organisations without being one of the words.

    Examples
    --------
    >>> names_an_organisation("Verkoston jäsenkunnat vuonna 2020"), names_an_organisation("Asukasluku")
    (True, False)
    """
    return not _CONTACT.search(heading) and bool(_NAME_STEMS.search(heading))


def roles_of(cell: str, own: Mapping[str, str] = MappingProxyType({})) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the roles that a cell names, and the words in it that name none.

    Parameters
    ----------
    cell : str
        One role, or several separated by commas, semicolons, slashes or "and".
    own : mapping of str to str
        Further words of this list and the role of each; they win.

    Examples
    --------
    >>> roles_of("Jäsen, ohjausryhmä"), roles_of("Tarkkailija")
    ((('member', 'steering'), ()), ((), ('Tarkkailija',)))
    """
    known = {**ROLE_OF, **{plain(word): role for word, role in own.items()}}
    if plain(cell) in known:
        return (known[plain(cell)],), ()
    parts = [part.strip() for part in re.split(r"[,;/|&+\n]|\b(?:ja|sekä|och|samt|and)\b", cell) if part.strip()]
    found = [known[plain(part)] for part in parts if plain(part) in known]
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(part for part in parts if plain(part) not in known))
