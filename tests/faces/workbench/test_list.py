"""My list: counts, groups, search, the open case beside it."""

from tongban.site.scenario import Scenario, person


def test_the_counts_open_the_list_behind_them(desk):
    for serial in (1, 2):
        Scenario(serial=serial).submitted()
    Scenario(serial=3).decided()
    page = desk("clerk").get("/work/")
    tabs = {tab.code: tab.count for tab in page.context["listing"].tabs}
    assert tabs == {"todo": 3, "waiting": 0, "running": 2, "concluded": 1, "all": 3}
    for code, count in tabs.items():
        assert len(desk("clerk").get(f"/work/?group={code}").context["listing"].page.rows) == count


def test_a_lamp_is_a_word_and_a_shape(desk):
    Scenario().submitted()
    page = desk("clerk").get("/work/").content.decode()
    assert "按时" in page and "<svg" in page


def test_search_finds_by_number_and_by_name(desk):
    wanted, other = Scenario(serial=1), Scenario(serial=2)
    wanted.submitted(), other.submitted()
    for search in (wanted.number, person(1).name):
        rows = desk("clerk").get("/work/", {"group": "all", "q": search}).context["listing"].page.rows
        assert [row.number for row in rows] == [wanted.number]


def test_an_empty_list_tells_what_is_left_to_others(desk):
    assert "待办都办完了" in desk("clerk").get("/work/").content.decode()
    Scenario().accepted()
    page = desk("clerk").get("/work/").content.decode()
    assert "现在没有等您办的" in page and "还有 1 件在办" in page and "待办都办完了" not in page


def test_only_who_stands_where_people_hand_in_is_offered_to_take_in(desk):
    assert "为来办事的人收件" in desk("clerk").get("/work/").content.decode()
    assert "为来办事的人收件" not in desk("approver").get("/work/").content.decode()


def test_an_empty_search_says_what_to_do(desk):
    page = desk("clerk").get("/work/", {"q": "没有这个人"}).content.decode()
    assert "没有找到“没有这个人”" in page and "看全部办件" in page


def test_with_htmx_the_case_comes_without_the_list(desk):
    case = Scenario()
    case.submitted()
    client = desk("clerk")
    whole = client.get(f"/work/cases/{case.number}/").content.decode()
    alone = client.get(f"/work/cases/{case.number}/", headers={"HX-Target": "case-pane"}).content.decode()
    assert 'id="case-list"' in whole and "<html" in whole
    assert 'id="case-list"' not in alone and "<html" not in alone and case.number in alone


def test_the_list_takes_at_most_ten_statements(desk, django_assert_max_num_queries):
    for serial in range(1, 6):
        Scenario(serial=serial).submitted()
    client = desk("clerk")
    client.get("/work/")
    with django_assert_max_num_queries(10):
        client.get("/work/")


def test_the_assister_has_the_village_ledger(desk):
    case = Scenario(channel="village_point")
    case.submitted()
    page = desk("assister").get("/work/ledger/").content.decode()
    assert case.number in page and "签名" in page


def test_a_row_says_whose_turn_it_is(desk):
    Scenario(serial=1).submitted()
    page = desk("clerk").get("/work/").content.decode()
    assert "等机关，今天起" in page
