"""Following a case, withdrawing it, verifying its papers."""

import re

import pytest
from django.test import Client
from tests.faces.portal.conftest import PHONE, Applicant

from tongban.cases import queries as cases
from tongban.site.scenario import Scenario


@pytest.fixture
def number(applicant: Applicant) -> str:
    return applicant.file_a_case()


def query_code(applicant: Applicant, number: str) -> str:
    page = applicant.client.get(f"/applied/{number}/").content.decode()
    shown = re.search(r"查询码</dt>\s*<dd[^>]*>(.*?)</dd>", page)
    assert shown is not None
    return "".join(re.findall(r"<span>(\w+)</span>", shown.group(1)))


class TestTracking:
    """The number alone opens nothing; with the phone or the query code it opens one case."""

    def test_number_and_phone(self, number: str) -> None:
        other = Client()
        answer = other.post("/track/", {"number": number, "by": "phone", "phone": PHONE})
        assert answer["Location"] == f"/track/{number}/"
        page = other.get(f"/track/{number}/").content.decode()
        assert "正在等工作人员收件" in page
        assert "您提交了申请" in page
        assert "data-clock-strip" in page

    def test_number_and_query_code(self, applicant: Applicant, number: str) -> None:
        typed = {"number": number.lower(), "by": "query_code", "query_code": query_code(applicant, number)}
        assert Client().post("/track/", typed)["Location"] == f"/track/{number}/"

    def test_the_number_in_groups_is_understood(self, number: str) -> None:
        spaced = " ".join(re.findall(".{1,4}", number))
        typed = {"number": spaced, "by": "phone", "phone": PHONE}
        assert Client().post("/track/", typed).status_code == 302

    @pytest.mark.parametrize("phone", ["13909510002", "12", "马建国"])
    def test_a_wrong_phone_tells_nothing_and_keeps_what_was_typed(self, number: str, phone: str) -> None:
        answer = Client().post("/track/", {"number": number, "by": "phone", "phone": phone})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "没有找到这个办件" in page
        assert f'value="{number}"' in page

    def test_the_link_of_the_qr_code_asks_who_is_there(self, number: str) -> None:
        page = Client().get(f"/track/{number}/").content.decode()
        assert "用什么来核对" in page
        assert "城乡居民" not in page
        assert f'value="{number}"' in page

    def test_one_case_opens_no_other(self, number: str, applicant: Applicant) -> None:
        other = Client()
        other.post("/track/", {"number": number, "by": "phone", "phone": PHONE})
        second = applicant.file_a_case()
        assert "用什么来核对" in other.get(f"/track/{second}/").content.decode()

    def test_the_name_is_masked(self, number: str) -> None:
        other = Client()
        other.post("/track/", {"number": number, "by": "phone", "phone": PHONE})
        page = other.get(f"/track/{number}/").content.decode()
        assert "马建国" not in page
        assert "110105" not in page

    def test_every_empty_field_is_named(self, client: Client) -> None:
        page = client.post("/track/", {"by": "phone"}).content.decode()
        assert "请填写办件编号" in page
        assert "请填写手机号码" in page

    def test_no_cache_keeps_the_page(self, applicant: Applicant, number: str) -> None:
        assert "no-store" in applicant.client.get(f"/track/{number}/")["Cache-Control"]


class TestMyCases:
    """Signed in, a citizen sees the cases of their phone."""

    def test_the_case_is_listed(self, applicant: Applicant, number: str) -> None:
        assert f"/track/{number}/" in applicant.client.get("/my/").content.decode()

    def test_another_phone_sees_none_of_them(self, applicant: Applicant, number: str) -> None:
        other = Applicant(Client(), applicant.photo)
        other.sign_in("13909510002", back_to="/my/")
        page = other.client.get("/my/").content.decode()
        assert number not in page
        assert "还没有办过事" in page

    def test_nobody_signed_in_is_asked_first(self, client: Client) -> None:
        assert client.get("/my/")["Location"].startswith("/sign-in/")

    def test_signing_out_ends_it(self, applicant: Applicant, number: str) -> None:
        applicant.client.post("/sign-out/")
        assert applicant.client.get("/my/").status_code == 302
        assert "用什么来核对" in applicant.client.get(f"/track/{number}/").content.decode()

    def test_the_session_is_a_new_one_after_signing_in(self, applicant: Applicant) -> None:
        applicant.client.post("/sign-in/", {"phone": PHONE})
        before = applicant.client.cookies["tongban_session"].value
        applicant.sign_in(PHONE[:-1] + "3")
        assert applicant.client.cookies["tongban_session"].value != before


class TestSignIn:
    """A code to the phone, and plain words where it fails."""

    def test_a_landline_cannot_get_a_code(self, client: Client) -> None:
        answer = client.post("/sign-in/", {"phone": "0951-8010010"})
        assert answer.status_code == 422
        assert "座机收不到" in answer.content.decode()

    def test_a_wrong_code_may_be_tried_again(self, client: Client) -> None:
        client.post("/sign-in/", {"phone": PHONE})
        answer = client.post("/sign-in/code/", {"code": "abc"})
        assert answer.status_code == 422
        assert "验证码不对" in answer.content.decode()

    def test_it_leads_back_only_to_pages_of_ours(self, applicant: Applicant) -> None:
        assert applicant.sign_in(back_to="https://elsewhere.example/")["Location"] == "/my/"

    def test_the_demonstration_phone_shows_the_message(self, client: Client) -> None:
        client.post("/sign-in/", {"phone": PHONE})
        assert "验证码" in client.get("/demo/phone/", {"phone": PHONE}).content.decode()

    def test_a_real_deployment_has_no_demonstration_phone(self, client: Client, settings: object) -> None:
        settings.DEMO = False  # type: ignore[attr-defined]  # pytest-django's fixture has no public type
        assert client.get("/demo/phone/", {"phone": PHONE}).status_code == 404


class TestWithdrawing:
    """The citizen may take the application back, with a reason, after being asked."""

    def withdraw(self, client: Client, number: str, reason: str) -> int:
        page = client.get(f"/track/{number}/withdraw/").content.decode()
        key = re.search(r'name="key" value="(\w+)"', page)
        version = re.search(r'name="version" value="(\d+)"', page)
        assert key is not None
        assert version is not None
        values = {"key": key.group(1), "version": version.group(1), "reason": reason}
        return client.post(f"/track/{number}/withdraw/", values).status_code

    def test_with_a_reason_it_is_withdrawn(self, applicant: Applicant, number: str) -> None:
        assert self.withdraw(applicant.client, number, "材料准备错了") == 302
        assert "您撤回了申请" in applicant.client.get(f"/track/{number}/").content.decode()

    def test_without_a_reason_it_is_not(self, applicant: Applicant, number: str) -> None:
        assert self.withdraw(applicant.client, number, " ") == 422
        assert "正在等工作人员收件" in applicant.client.get(f"/track/{number}/").content.decode()

    def test_a_query_code_alone_withdraws_nothing(self, applicant: Applicant, number: str) -> None:
        other = Client()
        typed = {"number": number, "by": "query_code", "query_code": query_code(applicant, number)}
        other.post("/track/", typed)
        assert other.get(f"/track/{number}/withdraw/")["Location"] == f"/track/{number}/"


class TestPapersAndProof:
    """A paper waits until it is written; a wrong code is told; the proof bears nothing personal."""

    def test_a_paper_that_is_being_written_says_so(self, applicant: Applicant, number: str) -> None:
        page = applicant.client.get(f"/track/{number}/papers/").content.decode()
        assert "正在生成" in page
        assert "hx-trigger" in page

    def test_a_code_that_no_paper_bears_is_told(self, client: Client) -> None:
        answer = client.get("/v/NOSUCH/")
        assert answer.status_code == 404
        assert "没有这个验证码的文书" in answer.content.decode()

    def test_a_true_code_shows_what_the_record_says_and_nobody_s_name(self, client: Client) -> None:
        matter = Scenario()
        matter.accepted()
        case = cases.track(cases.find_tracker(matter.number, query_code=matter.query_code), matter.number)
        paper = next(paper for paper in case.papers if paper.kind == "acceptance_notice")
        page = client.get(f"/v/{paper.verify_code}/").content.decode()
        assert "是真的，现在有效" in page
        assert paper.number in page
        assert "人民政府" in page
        assert matter.applicant.name not in page

    def test_a_pasted_address_is_understood(self, client: Client) -> None:
        answer = client.get("/verify/", {"code": "https://hall.example/v/abcd-efgh/"})
        assert answer["Location"] == "/v/ABCDEFGH/"

    def test_the_proof_shows_the_record_without_the_person(self, number: str) -> None:
        page = Client().get(f"/proof/{number}/").content.decode()
        assert "没有被改过" in page
        assert "提交申请" in page
        assert "马" not in page.replace("码", "")
