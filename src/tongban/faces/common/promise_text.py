"""What is told before somebody promises, and what the promise says: the same on the phone and on paper."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext, override

from tongban.cases.queries.promise_terms import PromiseTerms, terms_of
from tongban.catalogue.definition import ItemDefinition, Material
from tongban.catalogue.sheets import promise_sheet
from tongban.faces.common.words import word
from tongban.kernel.errors import NotFound
from tongban.papers.sheets import render_sheet
from tongban.rules.promises import LATER


@dataclass(frozen=True)
class PromiseText:
    """One promise in words: ``told`` by the authority, ``said`` by the applicant."""

    form: str
    told: tuple[str, ...]
    said: tuple[str, ...]


def promise_texts(item: ItemDefinition, code: str) -> tuple[PromiseText, ...]:
    """The promises that may stand in this material's place, in the reader's language."""
    return tuple(promise_text(terms) for terms in terms_of(item, code))


def promise_text(terms: PromiseTerms) -> PromiseText:
    """One promise in the reader's language."""
    return PromiseText(terms.form, *(_later(terms) if terms.form == LATER else _commitment(terms)))


def _later(terms: PromiseTerms) -> tuple[tuple[str, ...], tuple[str, ...]]:
    name, within = _name(terms.material), _within(terms)
    told = (
        gettext("现在缺的是：%(name)s。它不是主要材料，可以先受理，以后补。依据：%(basis)s。")
        % {"name": name, "basis": _basis(terms)},
        gettext("受理以后 %(within)s内补来，可以交到窗口或者村代办点。哪一天到期，受理通知书上写明。")
        % {"within": within},
        gettext("先受理就是受理：办理期限从受理起算，不等这样材料。"),
        gettext("没有补来以前不能准予。到期还没有补的，机关会再提醒；一直不补的，依法作出不予准予的决定。"),
    )
    said = (
        gettext("受理以后 %(within)s内补交“%(name)s”，交来的是真的、有效的。")
        % {"within": within, "name": name},
        gettext("没有按时补交的，愿意承担上面告知的后果。"),
    )
    return told, said


def _commitment(terms: PromiseTerms) -> tuple[tuple[str, ...], tuple[str, ...]]:
    name = _name(terms.material)
    points = gettext("；").join(_in_language(point) for point in terms.material.review_points)
    checked = (
        gettext("受理以后 %(within)s内核查，每一件都查。")
        if terms.percent >= 100
        else gettext(
            "受理以后 %(within)s内抽查，100 件里抽 %(percent)s 件，抽哪一件由电脑按固定的算法定，谁也不能挑。"
        )
    )
    told = (
        gettext("本来要交“%(name)s”，现在可以书面承诺，不交。依据：%(basis)s。")
        % {"name": name, "basis": _basis(terms)},
        gettext("要证明的是：%(points)s。") % {"points": points or name},
        gettext("承诺是自愿的。不愿意承诺的，交材料一样办；以前承诺不属实的，不能再用承诺。"),
        checked % {"within": _within(terms), "percent": terms.percent},
        gettext(
            "核查不属实的：还没有办结的，补不来证明就不能准予；已经办结的，依法撤销，领的钱要退；以后再办事要交证明。违法的依法处理。"
        ),
        gettext(
            "查到不属实的，马上告诉您查到了什么。您可以说明、提出异议，也可以把证明补来；听您说明以前，不会因为这个不予准予，也不会撤销。您也可以申请行政复议、提起行政诉讼。"
        ),
    )
    said = (
        gettext("上面告知的我都知道了、听明白了。"),
        gettext("“%(name)s”要证明的情况，我说的是真的。") % {"name": name},
        gettext("愿意配合核查；说了假话的，愿意承担上面告知的后果。"),
        gettext("以上是我自愿说的。"),
    )
    return told, said


def _in_language(text: object) -> str:
    return str(text.in_language(get_language() or ""))  # type: ignore[attr-defined]  # a catalogue's Text


def _name(material: Material) -> str:
    return _in_language(material.name)


def _within(terms: PromiseTerms) -> str:
    return f"{terms.limit.days} {word(terms.limit.unit, 'length_unit')}"


def _basis(terms: PromiseTerms) -> str:
    return f"{_in_language(terms.basis.law)}{terms.basis.article}"


def promise_file(
    item: ItemDefinition,
    code: str,
    place: str,
    *,
    applicant: str = "",
    number: str = "",
    phone: str = "",
    case_number: str = "",
    form: str = "",
) -> tuple[bytes, str]:
    """The sheet to sign, and its file's name; a Chinese paper in every language.

    Args:
        place: the division whose township tells it.
        form: which promise, where the material takes several; empty: the first.

    Raises:
        NotFound: no promise is taken in this material's place.
    """
    terms = next((one for one in terms_of(item, code) if form in ("", one.form)), None)
    if terms is None:
        raise NotFound("promise")
    with override("zh-hans"):
        text = promise_text(terms)
        title = gettext("容缺受理承诺书") if text.form == LATER else gettext("告知承诺书")
    made = promise_sheet(
        item.code,
        place,
        promise="deferred" if text.form == LATER else "committed",
        applicant=applicant,
        number=number,
        phone=phone,
        material=terms.material.name.zh,
        told=text.told,
        said=text.said,
        case_number=case_number,
    )
    return render_sheet(made), f"{title}.pdf"
