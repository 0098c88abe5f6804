"""Whatever the clock's rules answer has its words."""

import re
from pathlib import Path

import pytest

from tongban.faces.common import limit_words
from tongban.faces.common.words import DAY
from tongban.papers.content_clock import SpecialProcedureNotice
from tongban.rules import extending, receipt, special_procedures
from tongban.rules.special_procedures import ARTICLE_45, OTHER_STEPS

FIELD_CODES = re.compile(r'return "((?:procedure|no_procedure)_[a-z_]+)"|"(procedure_ends_ahead)" if')
EXTENSION_CODES = re.compile(r'"((?:extension|extended|no_statutory)_[a-z_]+)"')


def source(module: object) -> str:
    return Path(str(module.__file__)).read_text()  # type: ignore[attr-defined]  # every module has one


def test_every_reason_against_a_procedure_has_a_sentence() -> None:
    codes = {code for pair in FIELD_CODES.findall(source(special_procedures)) for code in pair if code}
    assert len(codes) >= 9
    assert codes <= limit_words.FAULT.keys()


def test_every_reason_against_an_extension_has_a_sentence() -> None:
    codes = set(EXTENSION_CODES.findall(source(extending)))
    assert len(codes) == 6
    assert codes - {"extension_length"} <= limit_words.REFUSAL.keys()
    assert codes - {"extension_length"} <= limit_words.WHY_NOT.keys()
    assert "extension_length" in limit_words.FAULT


@pytest.mark.parametrize("kind", [*ARTICLE_45, *OTHER_STEPS])
def test_every_procedure_is_named_on_a_day_on_a_page_and_on_paper(kind: str) -> None:
    assert kind in DAY and kind in limit_words.PROCEDURE
    template = Path(special_procedures.__file__).parents[1] / "papers/templates_typst/v1"
    assert (
        f'{kind}: "{limit_words.PROCEDURE[kind]}"' in (template / "special_procedure_notice.typ").read_text()
    )
    assert kind in SpecialProcedureNotice.__annotations__["procedure"]


def test_every_way_of_counting_a_receipt_has_its_words() -> None:
    codes = {receipt.ARRIVAL, receipt.HANDOVER, receipt.AFTER_HOURS, receipt.REST_DAY, "worked_after_all"}
    assert codes == limit_words.RECEIPT_REASON.keys()
