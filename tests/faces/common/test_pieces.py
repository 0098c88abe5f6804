"""The shared pieces: what they say to somebody who sees no colour and no picture."""

from django.template import Context, Template

from tongban.faces.common.templatetags.pieces import qr
from tongban.faces.common.templatetags.words import file_size, groups, phone_link
from tongban.kernel.errors import FieldFault


def rendered(source: str, **values: object) -> str:
    return Template("{% load pieces words %}" + source).render(Context(values))


def test_a_lamp_is_a_word_and_a_shape() -> None:
    shapes = {}
    for colour, word in (
        ("in_time", "按时"),
        ("soon", "快到期"),
        ("overdue", "已超期"),
        ("paused", "暂停计时"),
    ):
        drawn = rendered(f'{{% lamp "{colour}" %}}')
        assert word in drawn
        shapes[colour] = drawn[drawn.index("<svg") : drawn.index("</svg>")]
    assert len(set(shapes.values())) == 4


def test_the_summary_links_every_fault_to_its_field() -> None:
    drawn = rendered("{% fault_summary faults %}", faults=[FieldFault("number", "number_missing")])
    assert 'href="#number"' in drawn
    assert "请填写办件编号" in drawn


def test_no_faults_make_no_summary() -> None:
    assert "faults" not in rendered("{% fault_summary faults %}", faults=[])


def test_a_number_stands_in_groups() -> None:
    assert groups("SLX26112300001K") == ["SLX2", "6112", "3000", "01K"]


def test_a_qr_code_carries_no_style_that_the_page_forbids() -> None:
    drawn = qr("https://example.test/track/1/")
    assert drawn.startswith("<svg")
    assert "style=" not in drawn
    assert "example" not in drawn


def test_sizes_and_phones() -> None:
    assert file_size(350 * 1024) == "350 KB"
    assert file_size(2_500_000) == "2.4 MB"
    assert phone_link("0951-801 0010") == "tel:09518010010"
