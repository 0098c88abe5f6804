"""What people type finds what they mean: the shipped catalogue against a list of queries from daily speech."""

from pathlib import Path

import pytest

from tongban.catalogue.commands import publish_version
from tongban.catalogue.models import Item, Listing, SearchKey
from tongban.catalogue.queries import content_of, current
from tongban.catalogue.search import Found, not_here, offered, search
from tongban.catalogue.search.keys import asked_keys, keys_of, meant, normal
from tongban.catalogue.search.listing import list_unlisted, refresh_listings
from tongban.catalogue.search.ranking import distance
from tongban.catalogue.search.readings import folded, syllables
from tongban.kernel import time
from tongban.kernel.actors import System

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "search_queries.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture
def county(whole_county: None, db: None) -> None:
    """The whole demonstration; what a check changes is rolled back."""


def test_the_list_of_queries_is_long_enough() -> None:
    assert len(ROWS) >= 120
    assert len({query for query, _, _ in ROWS}) == len(ROWS)


@pytest.mark.django_db
def test_what_people_say_finds_what_they_mean(county: None) -> None:
    """One test for all: the county is loaded once, and every miss is named."""
    missed = []
    for query, code, places in ROWS:
        found = codes(search(query, limit=10))
        if code not in found[: int(places)]:
            missed.append(f"{query} → {code}: {' '.join(found[:5]) or 'nothing'}")
    assert not missed, "\n".join(missed)


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["飞机票", "xyzw", "🙂", "!!", " ", "\0", "'; drop table catalogue_item"])
def test_nothing_is_found_where_nothing_is_meant(county: None, query: str) -> None:
    assert search(query) == ()


@pytest.mark.django_db
def test_what_is_much_weaker_than_the_first_is_left_out(county: None) -> None:
    assert codes(search("低保")) == ["MZ-001"]  # 地包 sounds the same and means something else
    assert len(search("死了人怎么办")) <= 3
    assert "JS-004" not in codes(search("老伴走了"))


@pytest.mark.django_db
def test_who_is_paralysed_and_alone_is_offered_all_that_helps(county: None) -> None:
    assert {"MZ-002", "MZ-004", "MZ-005"} <= set(codes(search("我爸瘫痪了没人管")))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("失业", "SB-008"),
        ("失业登记", "SB-008"),
        ("法律援助", "SB-010"),
        ("打官司", "SB-010"),
        ("火化", "MZ-011"),
        ("公益性墓地", "MZ-011"),
        ("耕地补贴", "NJ-009"),
        ("种地补贴", "NJ-009"),
    ],
)
def test_what_is_not_done_here_is_named_with_its_reason(county: None, query: str, code: str) -> None:
    first = not_here(query)[0]
    assert first.code == code
    assert first.reason is not None


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["低保", "补贴", "登记", "生育登记", "飞机票", "x", ""])
def test_what_is_done_here_and_what_is_nowhere_names_no_such_entry(county: None, query: str) -> None:
    assert not_here(query) == ()


@pytest.mark.django_db
def test_publishing_changes_what_is_found(county: None) -> None:
    assert "SB-001" not in codes(search("老来宝"))
    content = content_of(current("SB-001").version_id)
    content["search"]["words"] = ["老来宝"]
    publish_version(
        System("setup"), content, effective_from=time.today(), reason="another name", idempotency_key="k"
    )
    assert codes(search("老来宝"))[0] == "SB-001"


@pytest.mark.django_db
def test_what_has_ended_stands_behind_what_replaced_it(county: None) -> None:
    assert codes(search("再生育审批"))[0] == "JS-091"
    assert codes(search("准生证"))[:2] == ["JS-001", "JS-091"]


def codes(found: tuple[Found, ...]) -> list[str]:
    return [hit.card.code for hit in found]


@pytest.mark.django_db
def test_editions_of_one_wording_share_a_listing(county: None) -> None:
    content = content_of(current("SB-001").version_id)
    content["limits"]["promised"]["days"] -= 1
    before = Listing.objects.count()
    publish_version(
        System("setup"), content, effective_from=time.today(), reason="quicker", idempotency_key="k"
    )
    assert Listing.objects.count() == before
    assert "SB-001" in {line.code for line in offered()}


@pytest.mark.django_db
def test_the_sweep_makes_listings_anew_and_forgets_the_unused(county: None) -> None:
    count = Listing.objects.count()
    Listing.objects.update(scheme=0)
    Listing.objects.create(
        item=Item.objects.get(code="SB-001"), digest=b"x" * 32, scheme=1, position="social_security", card={}
    )
    assert refresh_listings(time.now()) > 0
    assert Listing.objects.count() == count
    assert set(Listing.objects.values_list("scheme", flat=True)) == {1}
    assert SearchKey.objects.filter(key="b养老").exists()
    assert refresh_listings(time.now()) == 0
    assert list_unlisted("SB-001") == 0


def test_polyphones_are_read_as_people_read_them() -> None:
    assert syllables("银行卡") == ("yin", "hang", "ka")
    assert syllables("调解") == ("tiao", "jie")
    assert syllables("60岁") == ("6", "0", "sui")


def test_sounds_that_many_do_not_tell_apart_fold_together() -> None:
    assert folded("zhaijidi") == folded("zaijidi")
    assert folded("yinlao") != folded("yanlao")
    assert folded("yanglao") == folded("yanlao")


def test_a_question_is_freed_of_what_says_nothing() -> None:
    assert meant(normal("老人没人管怎么办？")) == "老人没人管"
    assert meant(normal("怎么办")) == "怎么办"


def test_one_slip_leaves_a_common_key() -> None:
    for slip in ("dbao", "dibap", "diabo", "dibaoo"):
        assert {key for key in asked_keys(slip) if key[0] == "t"} & keys_of("低保")


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("dibao", "dibao", 0), ("dibao", "dbao", 1), ("dibao", "diabo", 1), ("ab", "xyz", 2)],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert distance(one, other, 1) == slips
