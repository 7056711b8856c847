"""Words in questions and names of columns by which personal data and special categories are known, fi, sv and en."""

from __future__ import annotations

import re

#: Sorts of direct identifiers: who somebody is, or where and when they answered.
EMAILS, PHONES, ADDRESSES, NAMES = "e-mail addresses", "phone numbers", "addresses", "names of persons"
IDENTITY_CODES, IPS, TOKENS = "personal identity codes", "IP addresses", "tokens of respondents"
COORDINATES, TIMES, OPEN_TEXT = "coordinates", "times of answering", "open answers"
ORGANISATIONS = "names of organisations"
DIRECT = (EMAILS, PHONES, ADDRESSES, NAMES, IDENTITY_CODES, IPS, TOKENS, COORDINATES, TIMES, OPEN_TEXT)

#: Special categories of personal data (Article 9 of the GDPR) and data on offences (Article 10).
PARTY, UNION, HEALTH, RELIGION = "political opinions", "trade union membership", "health", "religion or belief"
ETHNICITY, SEXUALITY, GENETIC, OFFENCES = "ethnic origin", "sex life or orientation", "genetic or biometric", "offences"
SPECIAL = (PARTY, UNION, HEALTH, RELIGION, ETHNICITY, SEXUALITY, GENETIC, OFFENCES)


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])(?:" + "|".join(words) + ")", re.IGNORECASE)


#: What a label or name of a column says by itself. Words on a policy field (health services, employment) say nothing of
#: the person who answers, so only words on a person's own state are listed.
BY_LABEL: tuple[tuple[str, re.Pattern[str]], ...] = (
    (IDENTITY_CODES, _any("henkilötunnu", "hetu(?![a-zäö])", "sotu(?![a-zäö])", "personbeteckning", "personnummer",
                          "personal identity code", "social security n", "national id")),
    (EMAILS, _any("sähköpostiosoit", "s-posti", "sähköposti$", "e-?post(?:adress)?$", "e-?mail", "email")),
    (PHONES, _any("puhelinnumer", "puhelin$", "matkapuhelin", "telefon(?:nummer)?$", "mobilnummer", "phone",
                   "mobile n")),
    (IPS, _any("ip-?(?:osoite|adress|address)", "ipaddr", "ip_addr", "ip$")),
    (TOKENS, _any("token$", "vastaustunnus", "kyselytunnus", "vastaajatunn", "svarskod", "respondent[ _-]?id",
                  "responseid", "response id", "recordid", "recipient(?:email|firstname|lastname)")),
    (COORDINATES, _any("koordinaat(?!io)", "leveysaste", "leveyspiiri", "pituusaste", "pituuspiiri", "latitud",
                       "longitud", "latitude", "longitude", "locationlat", "locationlong", "koordinat(?!io|or)",
                       "gps")),
    (TIMES, _any("submitdate", "startdate", "enddate", "datestamp", "recordeddate", "interviewtime", "timings?$",
                 "aloitusaika", "valmistumisaika", "vastausaika", "vastaamisaika", "lähetysaika", "starttid",
                 "slutförandetid", "svarstid", "start time", "completion time", "timestamp", "duration",
                 r"\w+time$", "aikaleima", "tidsstämpel")),
    (NAMES, _any("etunimi", "sukunimi", "vastaajan nimi", "yhteyshenkilö", "nimesi(?![a-zäö])", "nimenne", "förnamn",
                 "efternamn", "namn på (?:svarand|kontakt)", "ditt namn", "kontaktperson", "first ?name", "last ?name",
                 "surname", "your name", "full name", "name of (?:the )?respondent", "contact person")),
    (ADDRESSES, _any("katuosoit", "kotiosoit", "postiosoit", "lähiosoit", "gatuadress", "hemadress", "postadress",
                     "street address", "home address", "postal address")),
    (PARTY, _any("mitä puoluetta", "puoluekan", "puoluejäsen", "edustamasi puolue", "edustamanne puolue", "puolue$",
                 "puolueesi", "äänestäisi", "äänestitte", "äänestit", "poliittinen kanta", "poliittinen suuntaut",
                 "vilket parti", "ditt parti", "partitillhörighet", "parti$", "politisk åsikt", "röstade",
                 "which party", "your party", "party affiliation", "political party you", "political opinion",
                 "political affiliation", "voted for", "vote for", "party$")),
    (UNION, _any("ammattiliiton jäsen", "ammattiyhdist", "ammattiliittosi", "fackförening", "fackförbund", "fackligt",
                 "trade union", "union member", "labour union")),
    (HEALTH, _any("terveydentila", "terveytesi", "terveytenne", "oma terve", "sairaus", "sairaut", "diagnoos",
                  "vammaisuu", "toimintarajoit", "lääkity", "mielentervey", "hälsotillstånd", "din hälsa", "sjukdom",
                  "funktionsnedsätt", "medicinering", "your health", "health status", "state of health", "illness",
                  "diagnos", "disabilit", "medication", "sick leave", "sairausloma", "sjukskriv")),
    (RELIGION, _any("uskonto", "uskonno", "vakaumu", "seurakunnan jäsen", "kirkkoon kuulu", "religion", "trosuppfatt",
                    "trossamfund", "övertygelse", "religious", "denomination", "belief system")),
    (ETHNICITY, _any("etni", "rotu(?![a-zäö])", "kansallinen alkuperä", "syntyperä", "romani", "saamelaisuu", "etnisk",
                     "ras(?:tillhörighet)?$", "ethnic", "race$", "racial", "indigenous origin")),
    (SEXUALITY, _any("seksuaali", "sukupuolielämä", "sexuell läggning", "sexualliv", "sexual orientation", "sex life")),
    (GENETIC, _any("geneetti", "biometri", "genetisk", "genetic", "biometric", "sormenjälk", "fingeravtryck",
                   "fingerprint")),
    (OFFENCES, _any("rikosrekisteri", "rikostuomi", "rikoshistoria", "brottsregister", "fälld för brott",
                    "criminal record", "convicted", "conviction")),
)  # fmt: skip

#: Values by which a question is known although its label says nothing.
_PARTIES = frozenset(
    """
    kokoomus|kansallinen kokoomus|samlingspartiet|national coalition party|sdp|sosialidemokraatit|
    suomen sosialidemokraattinen puolue|socialdemokraterna|social democratic party|keskusta|suomen keskusta|centern|
    centre party|center party|perussuomalaiset|sannfinländarna|finns party|vihreät|vihreä liitto|de gröna|greens|
    green league|vasemmistoliitto|vänsterförbundet|left alliance|rkp|sfp|ruotsalainen kansanpuolue|
    svenska folkpartiet|swedish people's party|kristillisdemokraatit|kd|kristdemokraterna|christian democrats|
    liike nyt|rörelse nu|movement now
    """.replace("\n", "").split("|")
)
_FAITHS = frozenset(
    """
    evankelis-luterilainen|evankelisluterilainen|luterilainen|ortodoksinen|katolinen|islam|muslimi|uskonnoton|
    luterilainen kirkko|ortodoksinen kirkko|evangelisk-luthersk|luthersk|ortodox|katolsk|muslim|konfessionslös|
    lutheran|evangelical lutheran|orthodox|catholic|protestant|jewish|buddhist|hindu|no religion
    """.replace("\n", "").split("|")
)
#: By sort: labels of codes, and how many of them have to be there.
BY_VALUES = ((PARTY, frozenset(map(str.strip, _PARTIES)), 3), (RELIGION, frozenset(map(str.strip, _FAITHS)), 2))
