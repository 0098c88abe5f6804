"""The one receipt of a list names every matter, nobody whole, and by what right others filed for them."""

from datetime import date, datetime

import pytest
from tests.papers.sample_papers import COPIES, head
from tests.papers.test_rendering_sheets import text_of

from tongban.kernel.time import SHANGHAI
from tongban.papers.content import ContentError, Limit, from_json_dict, to_json_dict
from tongban.papers.content_roster import RosterLine, RosterReceipt
from tongban.papers.rendering import render


def receipt(**changes: object) -> RosterReceipt:
    values: dict[str, object] = {
        "head": head("roster_receipt", "永胜政册〔2026〕1号"),
        "roster_number": "MC261123K7M2QX",
        "roster_name": "许旺村2027年居民医保第一批",
        "item_name": "城乡居民医疗保险参保登记",
        "brought_by": "each",
        "brought_by_name": "",
        "ground": "",
        "received_at": datetime(2026, 11, 23, 10, 5, tzinfo=SHANGHAI),
        "received_place": "胜利乡民生服务中心",
        "received_by": "马晓燕（社会保障岗）",
        "lines": tuple(
            RosterLine(line=n, applicant="马**", case_number=f"SLX 261123 {n:06d} K") for n in range(1, 4)
        ),
        "left": 2,
        "check_limit": Limit(days=1, ends_on=date(2026, 11, 24)),
        "enquiry_place": "胜利乡民生服务中心",
        "enquiry_phone": "0951-8012345",
        "complaint_phone": "0951-8012346",
        "copies_kept": COPIES,
    }
    return RosterReceipt(**values | changes)  # type: ignore[arg-type]  # checked when made


def test_it_reads_back_as_it_was_fixed() -> None:
    assert from_json_dict("roster_receipt", 1, to_json_dict(receipt())) == receipt()


def test_it_names_every_matter_what_was_left_and_the_day_of_the_check() -> None:
    text = text_of(render(receipt()))
    for told in (
        "MC261123K7M2QX",
        "SLX261123000003K",
        "另有2行没有收",
        "2026年11月24日前",
        "不表示申请已经受理",
    ):
        assert told in text


def test_who_files_for_others_is_named_with_the_ground() -> None:
    with pytest.raises(ContentError, match="brought_by_name"):
        receipt(brought_by="village")
    village = receipt(
        brought_by="village",
        brought_by_name="许旺村村民委员会（经办人马建国）",
        ground="《自然灾害救助条例》第二十条",
    )
    text = text_of(render(village))
    assert "许旺村村民委员会" in text and "第二十条" in text
