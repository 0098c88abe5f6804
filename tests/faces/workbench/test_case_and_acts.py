"""One case and its acts: only what may be done, errors with the input kept, and who was first."""

from base64 import b64decode

import pytest
from tests.faces.workbench.forms_on_pages import fields

from tongban.cases.queries import case_for
from tongban.kernel.models import AccessEntry
from tongban.site.scenario import Scenario, staff


def act(client, case, name, **values):
    address = f"/work/cases/{case.number}/acts/{name}/"
    form = fields(client.get(address), "act-form")
    return client.post(address, form | values)


def verdicts(word):
    return {f"verdict.{code}": word for code in ("identity_card", "household_register", "enrolment_form")}


def test_greyed_acts_say_why(desk):
    case = Scenario()
    case.submitted()
    page = desk("reviewer").get(f"/work/cases/{case.number}/").content.decode()
    assert "由窗口人员办" in page
    assert f"/work/cases/{case.number}/acts/accept/" not in page


def test_a_case_page_is_a_look_and_shows_no_query_code(desk):
    case = Scenario()
    case.submitted()
    clerk = desk("clerk")
    for path in ("", "acts/accept/"):
        page = clerk.get(f"/work/cases/{case.number}/{path}").content.decode()
        assert case.query_code not in page and "查询码" not in page
    # the names in the list beside the case are a look of their own
    assert list(AccessEntry.objects.order_by("kind").values_list("kind", flat=True)) == ["case", "list"]
    assert case.query_code[:4] in clerk.get(f"/work/cases/{case.number}/received/").content.decode()
    assert "查询码" not in desk("reviewer").get(
        f"/work/cases/{case.number}/received/"
    ).content.decode().replace("凭查询码", "")


def test_a_matter_goes_through_the_pages_from_acceptance_to_delivery(desk):
    case = Scenario()
    case.submitted()
    clerk = desk("clerk")
    accepted = act(clerk, case, "accept", **verdicts("ok"))
    assert accepted.url == f"/work/cases/{case.number}/?done=accept"
    act(desk("reviewer"), case, "give_opinion", step_code="township_review", agrees="yes", opinion="同意")
    act(desk("approver"), case, "decide", granted="yes", reason="", basis="")
    delivered = act(
        clerk,
        case,
        "deliver",
        mode="handed_over",
        receiver_name="本人",
        relation="self",
        identification="身份证",
    )
    assert delivered.status_code == 302
    view = case_for(staff("clerk"), case.number)
    assert (view.status, view.outcome) == ("delivered", "granted")
    assert "service_return" in {paper.kind for paper in view.papers}


def test_acceptance_names_every_material_that_stands_in_the_way(desk):
    case = Scenario()
    case.submitted()
    answer = act(desk("clerk"), case, "accept", **verdicts("ok") | {"verdict.household_register": "faulty"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#verdicts.household_register"' in page and 'id="verdicts.household_register"' in page
    assert "居民户口簿：请写明哪里不符合" in page
    assert fields(answer, "act-form")["verdict.identity_card"] == "ok"


def test_what_was_declined_does_not_look_reviewed(desk):
    case = Scenario()
    case.submitted()
    client = desk("clerk")
    done = act(
        client,
        case,
        "decline",
        reason="户口不在本县，应当由户籍地受理",
        basis="《中华人民共和国社会保险法》第三条",
        right_body="",
        ground="conditions",
    )
    page = client.get(done.url).content.decode()
    assert "phase-skipped" in page and "办好了：不予受理" in page


def test_a_short_reason_is_refused_with_the_input_kept(desk):
    case = Scenario()
    case.submitted()
    answer = act(
        desk("clerk"), case, "decline", reason="太短", basis="", right_body="县人社局", ground="not_our_power"
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "理由：写得太短了，至少写 10 个字" in page and "依据：这一项还没有填" in page
    assert fields(answer, "act-form")["reason"] == "太短"
    assert fields(answer, "act-form")["right_body"] == "县人社局"


def test_the_second_of_two_officers_is_told_who_was_first_and_keeps_the_text(desk):
    case = Scenario()
    case.submitted()
    first, second = desk("clerk"), desk("clerk-b")
    address = f"/work/cases/{case.number}/acts/decline/"
    late = fields(second.get(address), "act-form") | {
        "reason": "户口不在本县，应当由户籍地受理",
        "basis": "《中华人民共和国社会保险法》第三条",
    }
    act(first, case, "accept", **verdicts("ok"))
    answer = second.post(address, late)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "马晓燕（社会保障岗）" in page and "受理" in page
    assert f'href="/work/cases/{case.number}/"' in page
    assert fields(answer, "act-form")["reason"] == "户口不在本县，应当由户籍地受理"


def test_the_same_form_sent_twice_acts_once(desk):
    case = Scenario()
    case.submitted()
    client = desk("clerk")
    address = f"/work/cases/{case.number}/acts/accept/"
    form = fields(client.get(address), "act-form") | verdicts("ok")
    assert client.post(address, form).url == client.post(address, form).url
    types = [entry.type for entry in case_for(staff("clerk"), case.number).timeline]
    assert types.count("accepted") == 1


def test_an_opinion_without_a_conclusion_is_not_taken(desk):
    case = Scenario()
    case.accepted()
    answer = act(desk("reviewer"), case, "give_opinion", step_code="township_review", opinion="同意")
    assert "结论：这一项还没有填" in answer.content.decode()
    assert fields(answer, "act-form")["opinion"] == "同意"


@pytest.mark.parametrize("version", ["", "x", "٣", "9" * 40])
def test_a_version_that_is_no_number_is_stale(desk, version):
    case = Scenario()
    case.submitted()
    answer = act(desk("clerk"), case, "accept", **verdicts("ok") | {"expected_version": version})
    assert answer.status_code == 422
    assert "您刚才的提交没有生效" in answer.content.decode()


def test_the_preview_is_a_picture_of_the_paper_and_records_nothing(desk):
    case = Scenario()
    case.submitted()
    before = len(case_for(staff("clerk"), case.number).timeline)
    answer = desk("clerk").get(f"/work/cases/{case.number}/preview/accept/")
    assert b64decode(answer.content.decode().split("base64,", 1)[1].split('"', 1)[0]).startswith(b"\xff\xd8")
    assert len(case_for(staff("clerk"), case.number).timeline) == before


def test_a_preview_without_its_inputs_says_what_to_do(desk):
    case = Scenario()
    case.reviewed()
    page = desk("approver").get(f"/work/cases/{case.number}/preview/decide/").content.decode()
    assert "填好以后点“预览文书”" in page


def test_a_look_behind_the_mask_needs_a_reason_and_is_recorded(desk):
    case = Scenario()
    case.submitted()
    client = desk("clerk")
    address = f"/work/cases/{case.number}/unmask/"
    assert case.applicant.number not in client.get(f"/work/cases/{case.number}/").content.decode()
    refused = client.post(address, {"field": "applicant.number", "unmask_reason": ""})
    assert case.applicant.number not in refused.content.decode()
    seen = client.post(address, {"field": "applicant.number", "unmask_reason": "核对身份"})
    assert case.applicant.number in seen.content.decode()
    assert seen["Refresh"] == f"60; url=/work/cases/{case.number}/"
    assert AccessEntry.objects.filter(field="applicant.number").count() == 1


def test_a_paper_that_is_being_written_says_so_and_looks_again(desk):
    case = Scenario()
    case.submitted()
    client = desk("clerk")
    paper = case_for(staff("clerk"), case.number).papers[0]
    answer = client.get(f"/work/cases/{case.number}/papers/{paper.id}/")
    assert answer.status_code == 202 and answer["Refresh"] == "2"
    assert "正在生成" in answer.content.decode()
    fragment = client.get(f"/work/cases/{case.number}/papers/").content.decode()
    assert 'hx-trigger="every 2s"' in fragment


def test_originals_come_as_downloads_and_pages_as_images(desk):
    case = Scenario(channel="portal")
    case.submitted()
    client = desk("clerk")
    original = client.get(f"/work/cases/{case.number}/materials/identity_card/")
    assert original["Content-Disposition"].startswith("attachment")
    image = client.get(f"/work/cases/{case.number}/materials/identity_card/pages/1/")
    assert image["Content-Type"] in ("image/png", "image/jpeg")


def test_another_villages_case_is_not_there(desk):
    case = Scenario(channel="village_point")
    case.submitted()
    assert desk("assister-bq").get(f"/work/cases/{case.number}/").status_code == 404
