"""The keys under which a phrase is found, and those that somebody's few characters ask for.

====== =========================================== ==========================
prefix key                                         ``低保`` is found under
====== =========================================== ==========================
``b``  two characters side by side                 ``b低保``
``c``  one character                               ``c低`` ``c保``
``p``  two syllables as heard                      ``pdi bao``
``i``  two initials                                ``idb``
``l``  three letters of the reading, ``^`` begins  ``l^di`` ``ldib`` …
``t``  the reading with one letter left out        ``tdibao`` ``tibao`` …
``e``  three to five first letters of English      ``epen`` ``epens`` …
====== =========================================== ==========================

The key ``t`` finds one wrong, missing or swapped letter: what is left when either side leaves one out is the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from tongban.catalogue.search.readings import HAN, folded, syllables

LONGEST_TYPO = 14  # letters: longer readings are found by their three-letter keys
LONGEST_QUERY = 60
_RUNS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff0-9]+|[a-z']+")

# What people say around the thing itself; none of it tells one item from another.
FILLERS = [
    "怎么办理",
    "怎么申请",
    "怎么办",
    "怎么弄",
    "怎么领",
    "怎么",
    "怎样",
    "如何",
    "请问",
    "我想要",
    "我想",
    "我要",
    "我们",
    "想要",
    "想办",
    "需要",
    "能不能",
    "可不可以",
    "可以",
    "是不是",
    "有没有",
    "哪里办",
    "哪里",
    "哪儿",
    "在哪",
    "什么",
    "申请",
    "办理",
    "办一下",
    "去办",
    "咋办",
    "咋弄",
    "咋",
    "多少钱",
    "一下",
    "的话",
    "一个",
    "谁管",
    "该",
    "吗",
    "呢",
    "啊",
    "呀",
    "吧",
    "嘛",
    "的",
    "了",
    "想",
    "我",
    "您",
    "你",
]
_FILLERS = re.compile("|".join(sorted(map(re.escape, FILLERS), key=len, reverse=True)))


def normal(text: str) -> str:
    """Full-width as half-width, capitals as small letters, everything but words as one space."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_RUNS.findall(plain))


def meant(text: str) -> str:
    """A normal text without the words around the thing itself; the whole where nothing else is left."""
    left = " ".join(_FILLERS.sub(" ", text).split())
    return left if len(left.replace(" ", "")) > 1 or not text else text


def runs(text: str) -> tuple[list[str], list[str]]:
    """The Chinese runs and the words in letters of a normal text."""
    parts = text.split()
    chinese = [part for part in parts if HAN.search(part) or part.isdigit()]
    return chinese, [part for part in parts if part not in chinese]


@lru_cache(maxsize=16384)
def reading(chinese: str) -> str:
    """The folded reading of a run without spaces: ``yanlao`` for 养老."""
    return folded("".join(syllables(chinese)))


@lru_cache(maxsize=16384)
def heard(chinese: str) -> str:
    """The folded syllables, each between spaces, so that one run is heard in another by ``in``."""
    return " " + " ".join(map(folded, syllables(chinese))) + " "


@lru_cache(maxsize=16384)
def initials(chinese: str) -> str:
    """The first letter of each syllable: ``yl`` for 养老."""
    return "".join(syllable[0] for syllable in syllables(chinese))


def keys_of(phrase: str, english: bool = False) -> set[str]:
    """Every key of a normal phrase of an item."""
    if english:
        return {key for word in phrase.split() for key in _english(word)}
    chinese, words = runs(phrase)
    found: set[str] = set()
    for run in chinese:
        found.update("c" + character for character in run)
        found.update(_heard_and_seen(run))
        first = initials(run)
        found.update("i" + first[at : at + 2] for at in range(len(first) - 1))
        letters = reading(run)
        found.update(_letters(letters))
        if len(letters) <= LONGEST_TYPO:
            found.update(typos(letters))
    for word in words:
        found.update(_letters(folded(word)))
        found.update(_english(word))
    return found


def asked_keys(query: str) -> dict[str, float]:
    """The keys that a normal query asks for, with how much each says.

    Args:
        query: what :func:`meant` left.
    """
    chinese, words = runs(query)
    asked: dict[str, float] = {}
    for run in chinese:
        asked.update({"c" + character: 0.4 for character in run})
        asked.update({key: 1.0 if key[0] == "b" else 0.6 for key in _heard_and_seen(run)})
    joined = "".join(words)
    if joined:
        letters = folded(joined)
        asked.update({"l" + letters[at : at + 3]: 0.6 for at in range(max(len(letters) - 2, 0))})
        asked["l^" + letters[:2]] = 0.8
        asked.update({"i" + joined[at : at + 2]: 0.8 for at in range(len(joined) - 1)})
        if 3 <= len(letters) <= LONGEST_TYPO + 1:
            asked.update(dict.fromkeys(typos(letters), 1.0))
        asked.update({"e" + word[:5]: 1.2 for word in words if len(word) >= 3})
    return asked


def typos(letters: str) -> set[str]:
    """The letters, and each way to leave one out."""
    return {"t" + letters} | {"t" + letters[:at] + letters[at + 1 :] for at in range(len(letters))}


def _heard_and_seen(run: str) -> Iterator[str]:
    sounds = [folded(syllable) for syllable in syllables(run)]
    for at in range(len(run) - 1):
        yield "b" + run[at : at + 2]
        yield "p" + " ".join(sounds[at : at + 2])


def _letters(letters: str) -> Iterator[str]:
    marked = "^" + letters
    return ("l" + marked[at : at + 3] for at in range(len(marked) - 2))


def _english(word: str) -> Iterator[str]:
    return ("e" + word[:length] for length in range(3, min(len(word), 5) + 1))
