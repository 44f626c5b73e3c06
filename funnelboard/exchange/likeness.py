"""Whether two names may mean the same company, person or deal, and why; and an index to find such names among many.

Names are compared without accents, case, punctuation and legal forms. One with other numbers in it is another name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from funnelboard.exchange.folding import plain_words

T = TypeVar("T")

_FORMS = (
    "ab ag ans apba aps as asa bhd bv bvba ca co company corp corporation cv cvba da doo eg ehf eireli ek enk ev eurl "
    "gbr gesmbh gie gmbh hb hf inc incorporated iss ivs kb kf kft kg kgaa ks ky limited lda llc llp lp ltd ltda mbh "
    "nuf nv oao ohg ood ooo ou oy oyj pc pllc plc pte pty pvt rl sa sab sapa sapi sarl sas sasu scop se sia sl slne "
    "slu snc spa spolka sp spzoo srl sro tmi uab ug vof zao zoo ооо оао зао ао"
)
_FORMS_BEFORE = "ab as oy ooo oao zao pt sarl eurl sas ооо оао зао ао"
"""Legal forms that may stand in front of the name."""
_WORDS_OF_MANY = (
    "and the og och und et y e ja group gruppe gruppen gruppo groupe grupo konsern koncern konserni holding holdings "
    "international global worldwide norge norway sverige sweden danmark denmark suomi finland nordic deutschland "
    "germany france espana iberia europe usa uk"
)
"""Words that stand in the names of many companies, or of one company's parts."""

_LEGAL_FORMS = frozenset(_FORMS.split())
_BEFORE = frozenset(_FORMS_BEFORE.split())
_OF_MANY = frozenset(_WORDS_OF_MANY.split())
_DIGITS = re.compile(r"[0-9]+")
_SHORTEST = 5
"""Letters of a name below which one more or less makes another name."""
_LONG = 12
"""Letters of a name from which on two of them may be wrong."""
_MOST_IN_A_BLOCK = 60
"""Names that are compared for beginning or ending alike; more than so many tell nothing."""


@lru_cache(100_000)
def company_key(name: str) -> str:
    """What is left of a company's name without accents, case, punctuation and legal form: ``nordlys elsykler``."""
    words = _joined_letters(plain_words(name))
    kept = list(words)
    while kept and (kept[-1] in _LEGAL_FORMS or (kept[-1] == "de" and len(kept) < len(words))):
        kept.pop()
    if len(kept) > 1 and kept[0] in _BEFORE:
        del kept[0]
    return " ".join(kept or words)


@lru_cache(100_000)
def person_key(name: str) -> str:
    """The words of a person's name without accents, case and punctuation, in one order: ``kari nordmann``."""
    return " ".join(sorted(plain_words(name)))


def companies_alike(one: str, other: str) -> str | None:
    """Why two names may be those of one company, or None."""
    first, second = company_key(one), company_key(other)
    if not first or not second:
        return None
    if first == second or first.replace(" ", "") == second.replace(" ", ""):
        return "the same name" if plain_words(one) == plain_words(other) else "the same but for its legal form"
    if (bare := _rare_words(first)) and bare == _rare_words(second):
        return "the same but for words that many have"
    return _spelled_alike(first, second)


def people_alike(one: str, other: str) -> str | None:
    """Why two names may be those of one person, or None; of people at one company or address, where others are not."""
    first, second = person_key(one), person_key(other)
    if not first or not second:
        return None
    if first == second:
        return "the same name"
    if _is_shortened(first.split(), second.split()) or _is_shortened(second.split(), first.split()):
        return "the same name, shortened"
    return _spelled_alike(first, second)


def titles_alike(one: str, other: str) -> str | None:
    """Why two titles may be those of one deal of a company, or None."""
    first, second = person_key(one), person_key(other)
    if not first or not second:
        return None
    return "the same title" if first == second else _spelled_alike(first, second)


class AlikeCompanies(Generic[T]):
    """Companies by their names, to find those with a name like another.

    It compares but few of them: those with the same words, and those that begin or end alike. So one that is misspelled
    in both its halves is not found, and time grows with the number of names only.
    """

    def __init__(self) -> None:
        self._names: dict[str, list[tuple[str, T]]] = defaultdict(list)
        self._whole: dict[str, list[str]] = defaultdict(list)
        self._halves: dict[str, list[str]] = defaultdict(list)

    def add(self, name: str, value: T) -> None:
        """Have a name found from now on, as ``value``."""
        key = company_key(name)
        if not key:
            return
        letters = key.replace(" ", "")
        if letters not in self._whole:
            half = len(letters) // 2
            self._halves["<" + letters[:half]].append(letters)
            self._halves[">" + letters[half:]].append(letters)
        if key not in self._names:
            for block in _whole_blocks(key, letters):
                self._whole[block].append(key)
        self._names[key].append((name, value))

    def like(self, name: str) -> Iterator[tuple[T, str]]:
        """The companies whose name is like this one, each with why; one of that very name too."""
        key = company_key(name)
        letters = key.replace(" ", "")
        found = dict.fromkeys(each for block in _whole_blocks(key, letters) for each in self._whole.get(block, ()))
        for block in _half_blocks(letters) if len(letters) >= _SHORTEST else ():
            beside = self._halves.get(block)
            if beside and len(beside) <= _MOST_IN_A_BLOCK:
                for others, _, _ in extract(letters, beside, scorer=OSA.distance, score_cutoff=2, limit=None):
                    found |= dict.fromkeys(self._whole[others])
        for each in found:
            for other, value in self._names[each]:
                if why := companies_alike(name, other):
                    yield value, why


def _joined_letters(words: list[str]) -> list[str]:
    """The words with single letters in a row made one: ``a s`` of ``A/S`` is ``as``."""
    joined: list[str] = []
    in_a_row = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and in_a_row:
            joined[-1] += word
        else:
            joined.append(word)
        in_a_row = single
    return joined


def _rare_words(key: str) -> str:
    return " ".join(word for word in key.split() if word not in _OF_MANY)


def _is_shortened(short: list[str], whole: list[str]) -> bool:
    """Whether a name leaves some of another's words out, or has only their first letters, and still has two."""
    if not 2 <= len(short) <= len(whole) or not any(len(word) > 1 and word in whole for word in short):
        return False
    left = list(whole)
    for word in sorted(short, key=len, reverse=True):
        match = next((each for each in left if each == word or (len(word) == 1 and each.startswith(word))), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _spelled_alike(one: str, other: str) -> str | None:
    """Whether one word of a name is misspelled; Ida and Ola of one family are two people, however long their name."""
    first, second = set(one.split()), set(other.split())
    mine, theirs = first - second, second - first
    if len(mine) == len(theirs) == 1:
        is_misspelled = _is_misspelled(mine.pop(), theirs.pop())
    else:
        is_misspelled = OSA.distance(one.replace(" ", ""), other.replace(" ", ""), score_cutoff=1) <= 1
        is_misspelled = is_misspelled and _is_misspelled(one.replace(" ", ""), other.replace(" ", ""))
    return "spelled almost the same" if is_misspelled else None


def _is_misspelled(one: str, other: str) -> bool:
    """Whether letters are another's but for one or, in a long name, two that are other ones, missing or swapped."""
    length = min(len(one), len(other))
    most = 2 if length >= _LONG else 1
    return (
        length >= _SHORTEST
        and OSA.distance(one, other, score_cutoff=most) <= most
        and _DIGITS.findall(one) == _DIGITS.findall(other)
    )


def _whole_blocks(key: str, letters: str) -> tuple[str, str]:
    """What names share whose letters, or whose words that not many have, are the same."""
    return letters, "~" + (_rare_words(key) or key)


def _half_blocks(letters: str) -> list[str]:
    """The first or the last half of names that have up to two letters more or less than this one."""
    half, length = len(letters) // 2, len(letters)
    starts = ["<" + letters[:size] for size in range(half - 1, half + 2)]
    return starts + [">" + letters[length - size :] for size in range(length - half - 1, length - half + 2)]
