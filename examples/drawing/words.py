"""What respondents write in their own words: names of organisations as people write them, and open answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drawing.chance import Chance
from drawing.organisations import Organisation
from drawing.plan import LANGUAGES

_DEPARTMENTS: Mapping[str, Sequence[str]] = {
    "fi": ("elinvoimapalvelut", "konsernihallinto", "kehittämisyksikkö"),
    "sv": ("utvecklingsenheten", "koncernförvaltningen"),
    "en": ("development unit",),
}
_GENERAL: Mapping[str, str] = {"fi": "kunta", "sv": "kommunen", "en": "university"}

#: Open answers by item and language; nobody said any of them.
OPEN: Mapping[str, Mapping[str, Sequence[str]]] = {
    "network_other_text": {
        "fi": ("seudun oma kehittäjäryhmä", "maakunnan hankeverkosto", "rajaseudun yhteistyö"),
        "sv": ("regionens egen utvecklargrupp", "nätverk för projekt i landskapet"),
        "en": ("a network of our field",),
    },
    "format_other_text": {
        "fi": ("lyhyet aamukahvit verkossa", "yhteinen kesäkoulu", "kirjeenvaihto luonnoksista"),
        "sv": ("korta morgonmöten på nätet", "gemensam sommarskola"),
        "en": ("short calls on drafts",),
    },
    "open_practice": {
        "fi": (
            "Vuosittainen yhteinen työpaja, jossa jokainen tuo yhden ratkaisemattoman asian.",
            "Kiertävä puheenjohtajuus pitää kaikki mukana.",
            "Parityöskentely erikokoisten kuntien kesken.",
            "Yksi yhteinen tilannekuva, jota päivitetään kahdesti vuodessa.",
        ),
        "sv": (
            "Roterande ordförandeskap håller alla med.",
            "En gemensam verkstad varje år där alla tar med en olöst fråga.",
        ),
        "en": ("Pairs of partners from different regions.",),
    },
    "open_coordination": {
        "fi": (
            "Kevyt koordinaatio, jolla on oma työntekijä ja monivuotinen sopimus.",
            "Tehtävä voisi kiertää maakunnan liittojen kesken.",
            "Riippumaton taho, ei ministeriö.",
            "Valtio ja kunnat yhdessä.",
        ),
        "sv": ("En lätt samordning med flerårigt avtal.", "Staten och kommunerna tillsammans."),
        "en": ("A light office with a contract of several years.",),
    },
    "open_obstacle": {
        "fi": (
            "Henkilöt vaihtuvat ja yhteys katkeaa.",
            "Hankehaut ovat liian lyhyitä.",
            "Matkat ovat pitkiä ja aikaa on vähän.",
            "Päätöksenteko on eri tahtiin eri organisaatioissa.",
        ),
        "sv": ("Personer byts och kontakten bryts.", "Ansökningstiderna är för korta."),
        "en": ("People change and the link breaks.",),
    },
    "open_other": {
        "fi": ("Kiitos kyselystä.", "Kysely oli pitkä.", "Toivomme tuloksia nähtäväksi."),
        "sv": ("Tack för enkäten.", "Enkäten var lång."),
        "en": ("Thank you.",),
    },
    "open_cooperation": {
        "fi": (
            "Naapureiden kanssa sujuu, kauempana ei tunneta ketään.",
            "Yhteinen hanke auttoi alkuun.",
            "Aikaa ei ole.",
            "Luottamushenkilöt eivät tunne toisiaan.",
            "Tarvitaan yhteinen tavoite ja raha siihen.",
        ),
        "sv": ("Tiden räcker inte.", "Ett gemensamt projekt hjälpte oss i gång."),
        "en": ("There is no time.",),
    },
}  # fmt: skip


def written_name(body: Organisation, language: str, chance: Chance) -> str:
    """Return the name of an organisation as somebody writes it.

    Parameters
    ----------
    body : Organisation
        Which one.
    language : str
        Language of the writer.
    chance : Chance
        Stream of draws.

    Returns
    -------
    str
        Mostly the official name; else in small letters, with a department, without a leading zero, with a slip of the
        pen, too general to say which body is meant, or nothing.
    """
    name = body.names[LANGUAGES.index(language)]
    habit = chance.weighted(
        {"official": 0.79, "small": 0.07, "department": 0.05, "zero": 0.03, "slip": 0.03, "general": 0.01, "none": 0.02}
    )
    if habit == "small":
        return name.lower()
    if habit == "department":
        return f"{name}, {chance.one_of(_DEPARTMENTS[language])}"
    if habit == "zero":
        return name.replace(" 0", " ", 1)
    if habit == "slip":
        place = 3 + chance.below(6)
        return name[:place] + name[place + 1 :]
    return {"general": _GENERAL[language], "none": ""}.get(habit, name)


def open_answer(item: str, language: str, chance: Chance, share: float) -> str:
    """Return an open answer, empty for those who wrote none."""
    return chance.one_of(OPEN[item][language]) if chance.happens(share) else ""
