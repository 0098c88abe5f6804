"""Places in a law, in both languages."""

import pytest

from tongban.rules.citations import cited_in


@pytest.mark.parametrize(
    ("cited", "read"),
    [
        ("第二十条", "art. 20"),
        ("第二十条第一款第（三）项", "art. 20, para. 1, item 3"),
        ("第三条、第五条至第七条", "art. 3, art. 5 to art. 7"),
        ("第一百零八条和第一百一十条", "art. 108 and art. 110"),
        ("第三部分（参保范围）", "part 3"),
        ("第十一条、第十六条；第十五条", "art. 11, art. 16; art. 15"),
        ("附件二", "附件二"),
        ("第三条、附件", "第三条、附件"),
    ],
)
def test_a_place_in_a_law_is_read_in_english_where_it_is_written_as_the_law_writes(
    cited: str, read: str
) -> None:
    assert cited_in(cited, "en") == read


def test_chinese_readers_get_the_law_s_own_writing() -> None:
    assert cited_in("第二十条", "zh-hans") == "第二十条"
