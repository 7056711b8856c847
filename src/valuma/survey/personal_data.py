"""Personal data in lists of organisations: recognised by what cells hold, taken out, never repeated."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from valuma.survey.first_names import FIRST_NAMES

#: From this share of its filled cells on, a column is what its cells are.
_MOST = 0.5

#: Digits of a phone number.
_SHORTEST_PHONE, _LONGEST_PHONE = 7, 15

_EMAIL = re.compile(
    r"(?:mailto:)?[\w.+'-]+(?:\s?(?:@|[(\[](?:at|ät)[)\]])\s?[\w-]+(?:\.[\w-]+)*"
    r"|(?:\s?[(\[]a[)\]]\s?|\s+at\s+)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b)",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w.-])(?:p(?:uh)?\.?\s*|tel\.?\s*|gsm\s*)?(?:\+|00)?\(?\d[\d ()\u00a0./-]{4,}\d(?![\w])", re.I
)
_NOT_PHONE = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{2,4}(?:\s*[-–]\s*\d{1,2}\.\d{1,2}\.\d{2,4})?"  # a date, two dates
    r"|\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}/\d{1,2}/\d{4}"
    r"|(?:18|19|20)\d\d\s*[-–/]\s*(?:(?:18|19|20)\d\d|\d\d)"  # years
    r"|\d{7}-\d"  # a business identity code
)
#: Where a run of digits may hold the beginning of another number.
_CUT = re.compile(r"[\s\u00a0/(]+")
_POSTAL = re.compile(r"\b(?:FI-|AX-)?\d{5}\s+[^\W\d_]{2,}", re.IGNORECASE)
_STREET = re.compile(r"\b\w{2,}(?:katu|tie|kuja|polku|gatan|vägen|gränden|street|road)\s+\d+", re.IGNORECASE)
_BOX = re.compile(r"\b(?:PL|PB|P\.?\s?O\.?\s?Box)\s*\d+", re.IGNORECASE)
_CAPITALISED = re.compile(r"\b[A-ZÅÄÖ][^\W\d_]+(?:-[A-ZÅÄÖ][^\W\d_]+)?")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
_PARTS = re.compile(r"[,;/|\n]|:(?![/\d])|\s[-–—]\s|\s{3,}")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
#: A title or a task and the name after it. After the words of the first group a name is a person's whatever it is.
_TITLED = re.compile(
    r"(?i:\b(?P<sure>[^\W\d_]*(?:johtaja|päällikkö|sihteeri|asiantuntija|suunnittelija|assistentti|professori|dosentti|"
    r"tohtori|insinööri|arkkitehti|pormestari|direktör|chef|sekreterare|planerare|borgmästare)|"
    r"prof\.?|dos\.|dr\.?|yht\.?\s?hlö|yht\.?\s?henkilö|hlö|yhteyshenkilö|yhdyshenkilö|kontaktperson|contact person)"
    r"|\b(?P<other>[^\W\d_]*(?:koordinaattori|vastaava|edustaja|puheenjohtaja|samordnare|ordförande|director|manager|"
    r"secretary|coordinator|mayor|chair)|v?pj|varajäsen))\b\.?:?\s+"
    r"(?P<name>[A-ZÅÄÖ][^\W\d_]+(?:-[A-ZÅÄÖ][^\W\d_]+)?(?:\s+[A-ZÅÄÖ][^\W\d_]+(?:-[A-ZÅÄÖ][^\W\d_]+)?){0,2})"
)
_TITLE = re.compile(r"^(?:dr|fil|fm|tohtori|prof|herra|rouva|hr|fr|mr|mrs|ms)\.?\s+", re.IGNORECASE)

#: Pieces of words that organisations have in their names and persons do not.
_ORGANISATION = re.compile(
    r"kaupun|kunta|kunna|kuntien|liitto|liiton|maakun|keskus|keskuk|yliopisto|korkeakoul|opisto|koulu|säätiö|yhdisty|"
    r"seura|minister|virasto|laito|seutu|seudu|alue|kehit|yhtiö|yrit|kauppak|toimist|toimint|neuvosto|verkost|osuusk|"
    r"palvel|hallinto|hallinno|kommun|stads|staden|förbund|fören|stiftel|univers|högskol|institut|central|region|"
    r"rådet|nätverk|bolag|verket|city|council|associat|foundat|agenc|compan|group|network|society|centre|center|"
    r"chamber|museo|teatteri|finland|finnish|suomen|pohjois-|etelä-|itä-|länsi-|keski-|"
    r"\bry\b|\boy[jk]?\b|\bab\b|\brf\b|\bky\b|\bltd\b|\bgmbh\b|\binc\b",
    re.IGNORECASE,
)


class Cleaned(NamedTuple):
    """A text without personal data, and what sorts were taken out of it."""

    text: str
    taken_out: tuple[str, ...]


def is_person(text: str) -> bool:
    """Whether a whole text reads like the name of a person with a first name that is common in Finland.

    Examples
    --------
    >>> is_person("Maija Esimerkki"), is_person("Esimerkki, Maija"), is_person("Maijan Leipomo Oy")
    (True, True, False)
    """
    return _is_name(text) and any(_is_first_name(word) for word in _WORD.findall(text.strip())[:2])


def has_form_of_name(text: str) -> bool:
    """Whether a text is two or three capitalised words without a word of organisations, as names of persons are.

    Examples
    --------
    >>> has_form_of_name("Xzq Esimerkki"), has_form_of_name("Tieto 1"), has_form_of_name("Korpi Kehitys")
    (True, False, False)
    """
    return _is_name(text)


def without_personal_data(text: str, known: Collection[str] = ()) -> Cleaned:
    """Take e-mail addresses, phone numbers, addresses and names of persons out of a text.

    Parameters
    ----------
    text : str
        Content of a cell that holds something else, too.
    known : collection of str
        Names that are not persons, case-folded.

    Returns
    -------
    Cleaned
        The rest, and the sorts taken out: "an e-mail address", "a phone number", "an address", "the name of a
        person". The rest may be empty.

    Notes
    -----
    A name of a person is taken out where it stands apart (in brackets, after a comma, a colon, a slash or a dash),
    after a title, and where its first name is a common one. A rare first name that is no more than a word among
    others is not recognised.

    Examples
    --------
    >>> without_personal_data("Saarela (Maija Esimerkki, maija@saarela.example)")
    Cleaned(text='Saarela', taken_out=('an e-mail address', 'the name of a person'))
    """
    taken: dict[str, None] = {}
    rest = _without(_EMAIL, text, "an e-mail address", taken)
    rest = _PHONE.sub(lambda match: _phone(match, taken), rest)
    rest = _BRACKETS.sub(lambda match: _bracket(match[0], text, known, taken), rest)
    if not is_known(rest, known):
        rest = _TITLED.sub(lambda match: _titled(match, known, taken), rest)
    parts = _PARTS.split(rest)
    if len(parts) > 1 and not is_known(rest, known):
        # The first part is what the cell is about; a person stands there only under a common first name.
        kept = [part for k, part in enumerate(parts) if not _goes(part, known, taken, shape_suffices=k > 0)]
        rest = rest if len(kept) == len(parts) else ", ".join(part.strip() for part in kept if part.strip())
    if not is_known(rest, known):
        rest = _pairs(rest, known, taken)
    return Cleaned(_tidy(rest) if taken else text, tuple(taken))


def contact_sort(cells: Sequence[Any], known: Collection[str] = (), *, beside_names: bool = False) -> str:
    """Say what personal data a column holds, by its cells alone.

    Parameters
    ----------
    cells : sequence
        Cells of one column below the heading.
    known : collection of str
        Names that are not persons, case-folded.
    beside_names : bool, default False
        The column may hold names of organisations with personal data beside them; only cells that hold nothing
        else count then.

    Returns
    -------
    str
        "e-mail addresses", "phone numbers", "addresses", "names of persons", or an empty text.

    Examples
    --------
    >>> contact_sort(["a@saarela.example", None, "b@korpi.example"])
    'e-mail addresses'
    >>> contact_sort(["Saarela", "Korpi"])
    ''
    """
    filled = [str(cell).strip() for cell in cells if cell is not None and str(cell).strip()]
    if beside_names:
        filled = [text if is_person(text) or _nothing_else(text, known) else "" for text in filled]
    if not filled:
        return ""
    sorts = (
        ("e-mail addresses", lambda text: _EMAIL.search(text) and not is_known(text, known)),
        ("phone numbers", _is_phone),
        ("addresses", lambda text: _POSTAL.search(text) or _STREET.search(text)),
        ("names of persons", lambda text: not is_known(text, known) and (is_person(text) or _is_first_name(text))),
    )
    for name, holds in sorts:
        if sum(bool(holds(text)) for text in filled) >= _MOST * len(filled):
            return name
    return ""


def _nothing_else(text: str, known: Collection[str]) -> bool:
    cleaned = without_personal_data(text, known)
    return bool(cleaned.taken_out) and not any(letter.isalpha() for letter in cleaned.text)


def is_known(text: str, known: Collection[str]) -> bool:
    """Whether a text is one of the known names, whatever its capitals."""
    return " ".join(text.split()).casefold() in known


def _is_phone(text: str) -> bool:
    """Whether a text holds phone numbers and nothing else."""
    taken: dict[str, None] = {}
    rest = _PHONE.sub(lambda match: _phone(match, taken), text)
    return bool(taken) and not any(letter.isalnum() for letter in rest)


def _phone(match: re.Match[str], taken: dict[str, None]) -> str:
    """Return what is left of a run of digits without the phone numbers in it."""
    pieces = [match[0]] if _digits(match[0]) <= _LONGEST_PHONE else _numbers(match[0])
    kept = []
    for piece in pieces:
        bare = piece.strip(" \u00a0./-()")
        number = _SHORTEST_PHONE <= _digits(bare) <= _LONGEST_PHONE and not _NOT_PHONE.fullmatch(bare)
        if number:
            taken["a phone number"] = None
        kept.append(" " if number else piece)
    # A rest of digits beside a number is part of one, unless it is a year or a date.
    if len(kept) > 1 and " " in kept:
        kept = [piece if _NOT_PHONE.fullmatch(piece.strip(" ./-()")) else " " for piece in kept]
    return "".join(kept)


def _numbers(text: str) -> list[str]:
    """Cut a run of digits where a number is complete and another one begins."""
    pieces, begin = [], 0
    for gap in _CUT.finditer(text):
        piece, rest = text[begin : gap.start()], text[gap.end() :]
        upto = rest[: nxt.start()] if (nxt := _CUT.search(rest)) else rest
        complete = _digits(piece) >= _SHORTEST_PHONE or _NOT_PHONE.fullmatch(piece.strip(" ./-()"))
        if complete and (upto.startswith(("0", "+")) or _digits(piece) + _digits(upto) > _LONGEST_PHONE):
            pieces.append(piece)
            begin = gap.start()
    return [*pieces, text[begin:]]


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def _titled(match: re.Match[str], known: Collection[str], taken: dict[str, None]) -> str:
    """Take a title and the name after it out, unless the name is that of a body."""
    name = match["name"]
    after = _WORD.match(match.string, match.end() + 1)
    of_body = _ORGANISATION.search(name) or (after and _ORGANISATION.search(after[0]))
    if of_body or (match["other"] and is_known(name, known)):
        return match[0]
    taken["the name of a person"] = None
    return " "


def _without(pattern: re.Pattern[str], text: str, sort: str, taken: dict[str, None]) -> str:
    rest, times = pattern.subn(" ", text)
    if times:
        taken[sort] = None
    return rest


def _bracket(bracket: str, text: str, known: Collection[str], taken: dict[str, None]) -> str:
    """Take out what stands in brackets where it is about a person; empty brackets go with what was in them."""
    inner = bracket.strip()[1:-1]
    if not re.sub(r"[\s,;/:.-]", "", inner):
        return " " if bracket not in text else bracket
    gone = [part for part in _PARTS.split(inner) if part.strip() and _goes(part, known, taken, shape_suffices=True)]
    return " " if gone else bracket


def _goes(part: str, known: Collection[str], taken: dict[str, None], *, shape_suffices: bool) -> bool:
    """Whether a part of a text is an address or a person, and so has to go."""
    text = _TITLE.sub("", part.strip())
    if not text or is_known(text, known):
        return False
    if _POSTAL.search(text) or _STREET.search(text) or _BOX.search(text):
        taken["an address"] = None
        return True
    if is_person(text) or _pair_in(text) or (shape_suffices and _is_name(text)):
        taken["the name of a person"] = None
        return True
    return False


def _is_name(text: str) -> bool:
    """Whether a text has the form of a name of a person: two or three capitalised words, no word of organisations."""
    stripped = _TITLE.sub("", text.strip()).replace(",", " ")
    words = _WORD.findall(stripped)
    if not 2 <= len(words) <= 3 or _ORGANISATION.search(stripped):
        return False
    plain = re.sub(r"[\s.'’-]", "", stripped)
    return plain.isalpha() and all(word[0].isupper() and (len(word) < 3 or not word.isupper()) for word in words)


def _is_first_name(word: str) -> bool:
    return word.split("-")[0].casefold() in FIRST_NAMES


def _pair_in(text: str) -> bool:
    """Whether a common first name and a capitalised word follow each other in a text without words of organisations."""
    words = _WORD.findall(text)
    pairs = itertools.pairwise(words)
    return not _ORGANISATION.search(text) and any(
        first[0].isupper() and _is_first_name(first) and second[0].isupper() for first, second in pairs
    )


def _pairs(text: str, known: Collection[str], taken: dict[str, None]) -> str:
    """Take names of persons out of running text."""
    words = list(_CAPITALISED.finditer(text))
    if len(_WORD.findall(text)) <= 3 and not taken:
        # A short text is a name of its own: whether it is a person is for the caller to say.
        return text
    gone = [False] * len(words)
    for k, word in enumerate(words):
        if gone[k] or not _is_first_name(word[0]):
            continue
        # The family name follows, after further first names, or it stands before.
        last = k
        while last + 1 < len(words) and last < k + 2 and _adjacent(text, words[last], words[last + 1]):
            last += 1
        first = k - 1 if last == k and k > 0 and _adjacent(text, words[k - 1], word) else k
        name = text[words[first].start() : words[last].end()]
        if last > first and not _ORGANISATION.search(name) and not is_known(name, known):
            gone[first : last + 1] = [True] * (last + 1 - first)
            taken["the name of a person"] = None
    rest = list(text)
    for word, goes in zip(words, gone, strict=True):
        if goes:
            rest[word.start() : word.end()] = " " * (word.end() - word.start())
    return "".join(rest)


def _adjacent(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two words of a line stand beside each other."""
    gap = text[one.end() : other.start()]
    return gap.isspace() and "\n" not in gap


def _tidy(text: str) -> str:
    """Close the gaps that what was taken out has left."""
    text = re.sub(r"[(\[]\s*[,;:/.-]*\s*[)\]]", " ", text)
    text = _closed(text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"(?:\s*[,;/|:–-]\s*){2,}", ", ", text)
    return text.strip(" ,;/|:–-")


def _closed(text: str) -> str:
    """Drop brackets whose other half was taken out."""
    gone, open_ones = set(), list[int]()
    for k, sign in enumerate(text):
        if sign == "(":
            open_ones.append(k)
        elif sign == ")" and open_ones:
            open_ones.pop()
        elif sign == ")":
            gone.add(k)
    gone.update(open_ones)
    return "".join(" " if k in gone else sign for k, sign in enumerate(text))
