"""My list: counts, groups, search, the open case beside it."""

from tongban.kernel.models import AccessEntry
from tongban.site.scenario import Scenario, person, staff


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


def test_the_list_takes_at_most_twelve_statements(desk, django_assert_max_num_queries):
    for serial in range(1, 6):
        Scenario(serial=serial).submitted()
    client = desk("clerk")
    client.get("/work/")
    with django_assert_max_num_queries(12):
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


class TestWhatIsDoneWithAList:
    """Narrowed, saved, several at once, taken out: by the requests that the page's own forms send."""

    def test_what_cannot_be_asked_stays_in_its_field_and_the_whole_list_is_shown(self, desk):
        Scenario().submitted()
        page = desk("clerk").get("/work/", {"group": "all", "from": "2026-02-30", "due": "week"})
        told = page.content.decode()
        assert "日期不对" in told and 'value="2026-02-30"' in told
        assert len(page.context["listing"].page.rows) == 1

    def test_it_is_saved_opened_by_its_name_removed_and_put_back(self, desk):
        Scenario().submitted()
        client = desk("clerk")
        narrowed = {"group": "all", "channel": "window", "hide": ["item"]}
        saved = client.post("/work/list/save/", {**narrowed, "name": "窗口收的"}, follow=True)
        assert "存好了" in saved.content.decode()
        [(one, query)] = saved.context["saved"]
        page = client.get(f"/work/?{query}")
        assert page.context["listing"].choice.chosen.channel == "window"
        assert "no-item" in page.content.decode() and "窗口收的" in page.content.decode()
        gone = client.post(f"/work/list/{one.id}/remove/", {"version": one.version}, follow=True)
        assert gone.context["saved"] == [] and "已经删了" in gone.content.decode()
        [back] = gone.context["removed"]
        there = client.post(f"/work/list/{one.id}/restore/", {"version": back.version}, follow=True)
        assert [view.name for view, _query in there.context["saved"]] == ["窗口收的"]

    def test_a_list_without_a_name_is_not_saved_and_its_filter_stays(self, desk):
        answer = desk("clerk").post("/work/list/save/", {"group": "all", "channel": "window", "name": " "})
        assert answer.status_code == 422
        assert answer.context["listing"].choice.chosen.channel == "window"
        assert "field-fault" in answer.content.decode()

    def test_several_are_taken_and_each_that_was_not_is_told_of(self, desk):
        numbers = [Scenario(serial=serial).submitted().number for serial in (1, 2)]
        client = desk("clerk")
        rows = client.get("/work/", {"pick": "yes"}).context["listing"].page.rows
        stale = [row.seen if row.number == numbers[0] else f"{row.number}.99" for row in rows]
        done = client.post("/work/list/several/", {"act": "take", "pick": "yes", "chosen": stale})
        told = done.content.decode()
        assert "选了 2 件，办好 1 件" in told and "刚才有人动过这一件" in told
        none = client.post("/work/list/several/", {"act": "take", "pick": "yes"})
        assert none.status_code == 422 and "请先在上面勾选" in none.content.decode()

    def test_the_head_gives_several_to_one_of_those_who_are_here(self, desk):
        Scenario().submitted()
        client = desk("approver")
        page = client.get("/work/", {"group": "running", "pick": "yes"})
        [row], people = page.context["listing"].page.rows, page.context["people"]
        posted = {"act": "reassign", "pick": "yes", "group": "running", "chosen": [row.seen]}
        clerk = next(one for one in people if one.assignment_id == staff("clerk").assignment_id)
        weak = client.post("/work/list/several/", {**posted, "to": clerk.assignment_id, "reason": "好"})
        assert weak.status_code == 422 and "checked" in weak.content.decode()
        done = client.post(
            "/work/list/several/", {**posted, "to": clerk.assignment_id, "reason": "赶集日人多，统一分派"}
        )
        assert "选了 1 件，办好 1 件" in done.content.decode()

    def test_a_clerk_gives_nothing_away(self, desk):
        Scenario().submitted()
        refused = desk("clerk").post("/work/list/several/", {"act": "reassign", "chosen": ["x.1"]})
        assert refused.status_code == 403

    def test_what_is_taken_out_is_the_narrowed_list_with_its_reason_on_the_log(self, desk):
        numbers = [Scenario(serial=serial).submitted().number for serial in (1, 2)]
        client = desk("clerk")
        asked = {"group": "all", "channel": "window", "order": "oldest", "format": "csv"}
        assert client.post("/work/list/export/", asked).status_code == 422
        answer = client.post("/work/list/export/", {**asked, "reason": "月底核对"})
        told = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert all(number in told for number in numbers) and "月底核对" in told
        entry = AccessEntry.objects.filter(kind="export").latest("id")
        assert (entry.field, entry.rows) == ("cases", 2)
        empty = client.post("/work/list/export/", {**asked, "channel": "portal", "reason": "月底核对"})
        assert not any(number in b"".join(empty.streaming_content).decode() for number in numbers)
