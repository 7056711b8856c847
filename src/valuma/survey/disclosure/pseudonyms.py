"""Pseudonyms: names replaced by marks that only the holder of a key can make again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from collections.abc import Iterable

from valuma.schema.problems import ValumaError

#: Least bytes of a key: as many as the digest has.
KEY_BYTES = 32
#: Letters of a pseudonym: 50 bits, so that two of a million names have the same with odds of 1 : 2 000.
_LETTERS = 10
_PREFIX = "p-"


def pseudonym(text: str, key: bytes) -> str:
    """Return the pseudonym of a name under a key.

    Parameters
    ----------
    text : str
        Name or identifier. Capitals, spaces around it and ways of writing a letter in Unicode make no difference.
    key : bytes
        At least 32 random bytes, as `valuma.loaders.key_file.read_key` gives them.

    Returns
    -------
    str
        ``p-`` and ten letters or digits; the same for the same name and key, whatever the study.

    Raises
    ------
    ValumaError
        The key is too short, or the text is empty.

    Notes
    -----
    HMAC-SHA-256. Without the key nobody can tell which name a pseudonym stands for, also not by trying all names of a
    register, as with a plain hash. With the key anybody can: who holds it holds the names.

    References
    ----------
    Krawczyk, H., Bellare, M. & Canetti, R. (1997). HMAC: Keyed-Hashing for Message Authentication. RFC 2104.
    https://doi.org/10.17487/RFC2104

    Examples
    --------
    >>> key = bytes(range(32))
    >>> pseudonym("Oulu", key) == pseudonym(" oulu ", key), pseudonym("Oulu", key) == pseudonym("Oulu", key[::-1])
    (True, False)
    """
    if len(key) < KEY_BYTES:
        hint = "make one with valuma privacy key"
        raise ValumaError(f"the key has {len(key)} bytes; expected at least {KEY_BYTES}: {hint}")
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if not plain:
        raise ValumaError("an empty text has no pseudonym")
    digest = hmac.new(key, plain.encode("utf-8"), hashlib.sha256).digest()
    return _PREFIX + base64.b32encode(digest).decode("ascii")[:_LETTERS].lower()


def pseudonyms(texts: Iterable[str], key: bytes) -> dict[str, str]:
    """Return the pseudonym of each of some names.

    Raises
    ------
    ValumaError
        As in `pseudonym`, or two names that differ have the same pseudonym.

    Examples
    --------
    >>> len(pseudonyms(["Oulu", "Espoo"], bytes(32)))
    2
    """
    found = {text: pseudonym(text, key) for text in dict.fromkeys(texts)}
    plain = {" ".join(unicodedata.normalize("NFKC", text).casefold().split()) for text in found}
    if len(set(found.values())) < len(plain):
        raise ValumaError("two names have the same pseudonym under this key; make another key")
    return found
