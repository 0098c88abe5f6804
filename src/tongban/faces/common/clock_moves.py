"""An event that set, moved or took away a last day, in words: what became of the day, and what it rests on."""

from django.utils.translation import get_language, gettext

from tongban.cases.explaining import Change, Move
from tongban.faces.common.dates import day
from tongban.faces.common.words import plain, word

_TAKEN_AWAY_FOR_MATERIALS = "corrections_requested"
_DECIDED_ANEW = frozenset({"redone", "reopened"})


def changed(change: Change, move: Move, *, citizen: bool) -> str:
    """What became of one last day: ``承诺时限：从 … 改到 …（依据：…）``.

    Args:
        citizen: in a villager's words; else in the field's.
    """
    values = {
        "clock": plain(change.kind, "clock") if citizen else word(change.kind, "clock"),
        "before": day(change.before) if change.before else "",
        "after": day(change.after) if change.after else "",
    }
    if change.before and change.after:
        told = gettext("%(clock)s：从 %(before)s 改到 %(after)s") % values
    elif change.after:
        told = gettext("%(clock)s：最后一天是 %(after)s") % values
    else:
        return _taken_away(change, move) % values
    basis = change.basis.in_language(get_language() or "")
    return gettext("%(told)s（依据：%(basis)s）") % {"told": told, "basis": basis} if basis else told


def _taken_away(change: Change, move: Move) -> str:
    if change.kind == "correction":
        return gettext("%(clock)s：不用再等")
    if move.type == _TAKEN_AWAY_FOR_MATERIALS:
        return gettext("%(clock)s：先停下来，等补齐以后重新算")
    if move.type in _DECIDED_ANEW:
        return gettext("%(clock)s：原来的日子不再算，重新作出决定以后再算")
    return gettext("%(clock)s：不再计算")


def named(move: Move, *, citizen: bool) -> str:
    """What happened: a notice after the first is not the one that tells everything at once."""
    if move.type == "corrections_requested" and move.facts.get("ground"):
        return gettext("我们再次告诉您还差哪些材料") if citizen else gettext("再次告知补正")
    return plain(move.type, "event") if citizen else word(move.type, "event")


def allowed(move: Move) -> str:
    """By which rule the event may move a day; empty where the limits speak for themselves."""
    language = get_language() or ""
    if move.basis is not None:
        cited = move.basis.law.in_language(language)
        between = " " if language.startswith("en") else ""
        return gettext("依据：%(basis)s") % {"basis": f"{cited}{between}{move.basis.cited(language)}"}
    if edition := move.facts.get("calendar"):
        return gettext("依据：公布的日历，版本 %(edition)s") % {"edition": edition}
    return ""
