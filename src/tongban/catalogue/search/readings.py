"""How Chinese is read: syllables without tones, for a search that hears rather than sees.

Readings come from pypinyin's table of single characters.  Its table of phrases costs each process 45 MB, so the
words of this field that are read in another way than their characters alone stand here.
"""

import os
import re
from functools import lru_cache

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # read once, when pypinyin is imported

from pypinyin import lazy_pinyin

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")

POLYPHONES = {
    "重新": "chong xin",
    "重办": "chong ban",
    "重建": "chong jian",
    "重复": "chong fu",
    "银行": "yin hang",
    "行业": "hang ye",
    "长期": "chang qi",
    "延长": "yan chang",
    "调解": "tiao jie",
    "调整": "tiao zheng",
    "调地": "tiao di",
    "协调": "xie tiao",
    "校验": "jiao yan",
    "投降": "tou xiang",
    "给付": "ji fu",
    "供给": "gong ji",
    "淹没": "yan mo",
    "没收": "mo shou",
    "还款": "huan kuan",
    "还钱": "huan qian",
    "生还": "sheng huan",
    "出差": "chu chai",
    "便宜": "pian yi",
    "都市": "du shi",
    "大夫": "dai fu",
    "睡觉": "shui jiao",
    "了解": "liao jie",
    "了断": "liao duan",
    "盛满": "cheng man",
    "曾孙": "zeng sun",
    "传记": "zhuan ji",
    "弹力": "tan li",
    "模样": "mu yang",
    "薄弱": "bo ruo",
    "薄膜": "bo mo",
    "着火": "zhao huo",
    "着急": "zhao ji",
    "相称": "xiang chen",
}
"""Words of this field that are not read as pypinyin's first reading of each character; longest is taken first."""

_LONGEST = max(map(len, POLYPHONES))
_READ = {word: tuple(read.split()) for word, read in POLYPHONES.items()}


@lru_cache(maxsize=8192)
def syllables(text: str) -> tuple[str, ...]:
    """One syllable for each character: ``低保`` is ``("di", "bao")``.

    What is not Chinese stands as it is, one entry for each character.
    """
    read: list[str] = []
    at = 0
    while at < len(text):
        for length in range(min(_LONGEST, len(text) - at), 1, -1):
            known = _READ.get(text[at : at + length])
            if known:
                read.extend(known)
                at += length
                break
        else:
            read.append(_syllable(text[at]))
            at += 1
    return tuple(read)


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    if not HAN.match(character):
        return character
    return lazy_pinyin(character, errors="default")[0].replace("ü", "v")


def folded(letters: str) -> str:
    """Letters as somebody hears them who does not tell zh from z, ang from an or ü from u.

    It is done on whole words after their syllables were joined, so that both sides of a comparison fold alike.
    """
    for heard, written in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("v", "u"), ("'", "")):
        letters = letters.replace(heard, written)
    return letters
