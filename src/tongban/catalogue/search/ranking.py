"""How well an item answers a query: the best of its phrases, by sight, by ear and by finger.

The keys find a few dozen items; this puts them into order.  All of it is arithmetic over short texts.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import log2

from tongban.catalogue.search.keys import heard, initials, meant, reading, runs
from tongban.catalogue.search.phrases import FIELDS, TAIL, Phrase
from tongban.catalogue.search.readings import folded

KEY_SHARE = 0.3  # of the order that is left to the weight of the keys found …
QUESTION_SHARE = 0.6  # … and of a whole question, in which a single name is only one word of several
ALIKE, BREADTH = 0.6, 0.04  # an item that says it in many ways is more about it than one that says it once
STRONG = frozenset({"name", "word"})  # in which a slip of the finger is looked for
QUESTION = 6  # characters from which a query is one
LEAST = 0.1  # a phrase less like the query than this is none of it


def score(query: str, phrases: Iterable[Phrase], found: float) -> float:
    """The rank of one item, higher is better; 0.0 where no phrase is like the query.

    Args:
        query: in normal form.
        phrases: of the item.
        found: the weight of the keys found, 1.0 for the item that had most.
    """
    core = meant(query)
    asked = Asked(core), Asked(query)
    best, alike = 0.0, 0
    for phrase in phrases:
        weight = FIELDS[phrase.field]
        similar = asked[0].like(phrase)
        if query != core:
            similar = max(similar, asked[1].like(phrase))
        best = max(best, weight * similar)
        alike += similar >= ALIKE
    share = QUESTION_SHARE if len(asked[0].chinese) >= QUESTION else KEY_SHARE
    return best + share * found + BREADTH * log2(1 + alike) if best >= LEAST else 0.0


class Asked:
    """A query taken apart once."""

    def __init__(self, query: str) -> None:
        chinese, words = runs(query)
        self.chinese = "".join(chinese)
        self.words = words
        self.letters = "".join(words)
        self.folded = folded(self.letters)
        self.heard = heard(self.chinese)
        self.pairs = _pairs(self.chinese)
        self.sounds = _sound_pairs(self.chinese)

    def like(self, phrase: Phrase) -> float:
        """From 0 to 1: how much the phrase is what was asked."""
        if phrase.english:
            return self._english(phrase.text) if self.words else 0.0
        seen = self._chinese(phrase.text, phrase.field in TAIL) if self.chinese else 0.0
        by_letters = self.letters and phrase.field not in TAIL
        typed = self._letters(phrase.text, phrase.field in STRONG) if by_letters else 0.0
        if self.chinese and self.letters:
            return (seen + typed) / 2
        return seen or typed

    def _chinese(self, text: str, tail: bool) -> float:
        asked, phrase = self.chinese, _joined(text)
        if asked == phrase:
            return 1.0
        share = len(asked) / len(phrase)
        if asked in phrase:
            return 0.74 + 0.2 * share + (0.03 if phrase.startswith(asked) else 0)
        if tail:  # summaries and materials are long: they count for what stands in them as it was asked
            return 0.0
        if len(phrase) > 1 and phrase in asked:
            return 0.45 + 0.45 / share
        sounds = heard(phrase)
        if len(asked) > 1:
            if self.heard == sounds:
                return 0.9
            if self.heard in sounds:
                return 0.64 + 0.2 * share
            if len(phrase) > 1 and sounds in self.heard:
                return 0.4 + 0.45 / share
        reordered = 0.68 + 0.2 * share if len(asked) > 2 and set(asked) <= set(phrase) else 0.0
        return max(reordered, 0.72 * self._overlap(phrase))

    def _overlap(self, phrase: str) -> float:
        """How much of either is in the other: pairs of characters, pairs of sounds, single characters."""
        pairs, sounds = _pairs(phrase), _sound_pairs(phrase)
        single = len(set(self.chinese) & set(phrase))
        hit = 2.0 * len(self.pairs & pairs) + 1.0 * len(self.sounds & sounds) + single
        return 2 * hit / (_measure(self.chinese) + _measure(phrase))

    def _letters(self, text: str, strong: bool) -> float:
        phrase = _joined(text)
        letters, first = reading(phrase), initials(phrase)
        asked = self.folded
        if asked == letters:
            return 1.0
        if len(self.letters) > 1 and self.letters == first:
            return 0.93
        if len(asked) > 1 and letters.startswith(asked):
            return 0.72 + 0.22 * len(asked) / len(letters)
        if len(asked) >= 3 and f" {asked}" in _starts(phrase):
            return 0.64 + 0.2 * len(asked) / len(letters)
        if len(letters) >= 4 and letters in asked:
            return 0.62 + 0.25 * len(letters) / len(asked)
        if len(self.letters) > 1 and first.startswith(self.letters):
            return 0.66 + 0.22 * len(self.letters) / len(first)
        if len(self.letters) > 1 and self.letters in first:
            return 0.55 + 0.22 * len(self.letters) / len(first)
        return self._slip(asked, phrase, letters) if strong else 0.0

    def _slip(self, asked: str, phrase: str, letters: str) -> float:
        """One slip of the finger, two in a long word; also in the first letters of a longer name."""
        allowed = 0 if len(asked) < 4 else 1 if len(asked) < 9 else 2
        if not allowed or not _may_be_near(asked, letters, allowed):
            return 0.0
        whole = distance(asked, letters, allowed)
        if whole <= allowed:
            return 0.86 - 0.08 * whole
        for start in _starts(phrase).split():
            if start[0] not in asked[:2]:  # the first letter is rarely the wrong one
                continue
            for length in (len(asked), len(asked) + 1, len(asked) - 1):
                slips = distance(asked, start[:length], allowed)
                if slips <= allowed:
                    return 0.55 - 0.06 * slips + 0.15 * len(asked) / len(letters)
        return 0.0

    def _english(self, text: str) -> float:
        words = text.split()
        met = sum(1.0 for asked in self.words if any(_same_word(asked, word) for word in words))
        cover = met / len(self.words)
        if cover < 0.5:  # a common word of a longer query says nothing
            return 0.0
        return (
            0.45 * cover + 0.35 * cover * min(1.0, len(self.words) / len(words)) + (0.2 if cover == 1 else 0)
        )


def _same_word(asked: str, word: str) -> bool:
    """The same but for its ending, or as far as it was typed."""
    if asked == word:
        return True
    if len(asked) >= 3 and word.startswith(asked):
        return True
    stem = min(len(asked), len(word)) - 2
    if stem >= 3 and asked[:stem] == word[:stem] and abs(len(asked) - len(word)) <= 2:
        return True
    return len(asked) >= 5 and distance(asked, word, 1) <= 1


@lru_cache(maxsize=16384)
def _joined(text: str) -> str:
    return text.replace(" ", "")


@lru_cache(maxsize=16384)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


@lru_cache(maxsize=16384)
def _sound_pairs(text: str) -> frozenset[str]:
    sounds = heard(text).split()
    return frozenset(" ".join(sounds[at : at + 2]) for at in range(len(sounds) - 1))


@lru_cache(maxsize=16384)
def _measure(text: str) -> float:
    return 2.0 * len(_pairs(text)) + len(_sound_pairs(text)) + len(set(text))


@lru_cache(maxsize=16384)
def _starts(text: str) -> str:
    """The reading from each character on, each after a space: where a typed word may begin."""
    return " " + " ".join(reading(text[at:]) for at in range(len(text)))


def _may_be_near(asked: str, letters: str, allowed: int) -> bool:
    """A slip spoils at most three pairs of letters: where more are missing, nothing need be counted."""
    pairs = len(asked) - 1
    shared = sum(asked[at : at + 2] in letters for at in range(pairs))
    return shared >= pairs - 3 * allowed


def distance(one: str, other: str, most: int) -> int:
    """How many letters were added, left out, changed or swapped with their neighbour; ``most`` + 1 where more.

    Optimal string alignment.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [at]
        for to, against in enumerate(other, start=1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != against))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == against:
                cost = min(cost, earlier[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
