"""Applying online: one question a page, saved at every step, nothing ever lost."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.faces.portal.conftest import ADA, ITEM, Applicant, field_id


def test_the_pages_ask_in_order_and_end_at_the_summary(applicant: Applicant) -> None:
    assert field_id(applicant.begin()) == "acting"
    assert field_id(applicant.answer("acting", "self")) == "name"
    assert field_id(applicant.answer("name", ADA["name"])) == "number"
    assert field_id(applicant.fill_in()) == "check"


def test_nobody_is_asked_to_sign_in_before_the_end(applicant: Applicant) -> None:
    assert field_id(applicant.fill_in()) == "check"
    page = applicant.client.get(applicant.page("check")).content.decode()
    assert "验证手机号码" in page
    assert "提交申请" not in page


def test_for_somebody_else_the_one_who_acts_is_asked_too(applicant: Applicant) -> None:
    applicant.begin()
    applicant.answer("acting", "representative")
    assert "要办事的人叫什么名字" in applicant.client.get(applicant.page("name")).content.decode()
    applicant.answer("name", "马建国")
    applicant.answer("number", ADA["number"])
    assert field_id(applicant.answer("phone", "", none="yes")) == "relation"
    assert field_id(applicant.answer("relation", "child")) == "my-name"


def test_having_no_phone_is_an_answer(applicant: Applicant) -> None:
    applicant.begin()
    applicant.answer("acting", "self")
    applicant.answer("name", ADA["name"])
    applicant.answer("number", ADA["number"])
    assert applicant.answer("phone", "").status_code == 422
    assert field_id(applicant.answer("phone", "", none="yes")) == "q-household_village"


def test_a_question_appears_only_where_the_answers_lead_to_it(applicant: Applicant) -> None:
    applicant.fill_in()
    assert applicant.client.get(applicant.page("q-elsewhere_place")).status_code == 302
    assert field_id(applicant.answer("q-enrolled_elsewhere", "yes")) == "q-elsewhere_place"


class TestFault:
    """What is wrong is told on top and at the field; what was typed stays."""

    def test_a_wrong_number_is_shown_again_with_the_reason(self, applicant: Applicant) -> None:
        applicant.begin()
        applicant.answer("acting", "self")
        applicant.answer("name", ADA["name"])
        answer = applicant.answer("number", "1101051949123100")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="1101051949123100"' in page
        assert page.count("身份证号码应当是 18 位，请数一数") == 2
        assert 'href="#applicant.number"' in page
        assert 'id="applicant.number"' in page

    def test_an_empty_answer_is_told(self, applicant: Applicant) -> None:
        applicant.begin()
        assert "请选一项" in applicant.answer("acting", "").content.decode()

    def test_a_text_that_calls_itself_a_photograph_is_refused(self, applicant: Applicant) -> None:
        applicant.fill_in()
        forged = SimpleUploadedFile("a.jpg", b"no picture at all", "image/jpeg")
        answer = applicant.client.post(applicant.page("m-identity_card"), {"file": forged})
        assert answer.status_code == 422
        assert "只收照片" in answer.content.decode()

    def test_two_files_at_once_are_not_silently_one(self, applicant: Applicant) -> None:
        applicant.fill_in()
        answer = applicant.client.post(
            applicant.page("m-identity_card"), {"file": [applicant.photo(), applicant.photo()]}
        )
        assert answer.status_code == 422
        assert "请一次只选一个文件" in answer.content.decode()


class TestComingBack:
    """An unfinished application waits thirty days in the browser that began it."""

    def test_the_home_page_and_the_guide_offer_to_go_on(self, applicant: Applicant) -> None:
        applicant.begin()
        for address in ("/", f"/items/{ITEM}/"):
            assert "您有一份没填完的申请" in applicant.client.get(address).content.decode()

    def test_going_on_leads_to_the_first_open_question(self, applicant: Applicant) -> None:
        applicant.begin()
        applicant.answer("acting", "self")
        applicant.answer("name", ADA["name"])
        assert field_id(applicant.client.get(f"/apply/{ITEM}/")) == "number"

    def test_a_phone_that_was_never_asked_is_asked(self, applicant: Applicant) -> None:
        applicant.begin()
        applicant.answer("acting", "self")
        applicant.answer("name", ADA["name"])
        applicant.answer("number", ADA["number"])
        assert field_id(applicant.client.get(f"/apply/{ITEM}/")) == "phone"

    def test_no_address_carries_the_draft(self, applicant: Applicant) -> None:
        answer = applicant.begin()
        cookie = answer.cookies[f"tongban_draft_{ITEM}"]
        assert cookie["httponly"]
        token = cookie.value.split(":")[0]
        assert token not in answer["Location"]
        assert token not in applicant.client.get(applicant.page("acting")).content.decode()

    def test_another_browser_sees_nothing_of_it(self, applicant: Applicant) -> None:
        applicant.fill_in()
        other = Client()
        assert "没填完的申请" not in other.get("/").content.decode()
        assert other.get(applicant.page("name")).status_code == 410

    def test_a_forged_cookie_opens_nothing(self, applicant: Applicant) -> None:
        token = applicant.begin().cookies[f"tongban_draft_{ITEM}"].value.split(":")[0]
        other = Client()
        other.cookies[f"tongban_draft_{ITEM}"] = f"{token}:1aaaaa:forged"
        assert other.get(applicant.page("name")).status_code == 410

    def test_discarding_asks_first_and_leaves_nothing(self, applicant: Applicant) -> None:
        applicant.fill_in()
        assert "找不回来" in applicant.client.get(applicant.page("discard")).content.decode()
        applicant.client.post(applicant.page("discard"))
        assert "没填完的申请" not in applicant.client.get("/").content.decode()

    def test_signed_in_the_draft_is_found_on_another_device(self, applicant: Applicant) -> None:
        applicant.fill_in()
        applicant.sign_in()
        applicant.client.get(applicant.page("check"))
        other = Applicant(Client(), applicant.photo)
        other.sign_in(back_to="/my/")
        assert "接着填" in other.client.get("/my/").content.decode()
        assert other.client.post(f"/my/drafts/{ITEM}/")["Location"] == f"/apply/{ITEM}/"
        assert field_id(other.client.get(f"/apply/{ITEM}/")) == "check"


class TestSummary:
    """Everything once more before it is filed, each answer with a way to change it."""

    def test_it_shows_labels_not_codes(self, applicant: Applicant) -> None:
        applicant.fill_in()
        page = applicant.client.get(applicant.page("check")).content.decode()
        assert "每年200元" in page
        assert "都没有" in page
        assert "身份证.jpg" in page

    def test_a_change_comes_back_to_the_summary(self, applicant: Applicant) -> None:
        applicant.fill_in()
        answer = applicant.client.post(applicant.page("name") + "?from=check", {"value": "马建军"})
        assert field_id(answer) == "check"
        assert "马建军" in applicant.client.get(applicant.page("check")).content.decode()

    def test_a_change_that_opens_a_question_asks_it(self, applicant: Applicant) -> None:
        applicant.fill_in()
        answer = applicant.client.post(
            applicant.page("q-enrolled_elsewhere") + "?from=check", {"value": "yes"}
        )
        assert field_id(answer) == "q-elsewhere_place"

    def test_without_consent_nothing_is_filed(self, applicant: Applicant) -> None:
        applicant.fill_in()
        applicant.sign_in()
        answer = applicant.client.post(applicant.page("check"), {"key": "a" * 32})
        assert answer.status_code == 422
        assert "请勾选同意后再提交" in answer.content.decode()


class TestSubmitting:
    """One application, one number, whatever the thumb does."""

    def test_the_confirmation_shows_number_query_code_and_what_comes_next(self, applicant: Applicant) -> None:
        number = applicant.file_a_case()
        page = applicant.client.get(f"/applied/{number}/").content.decode()
        assert "申请交上去了" in page
        assert f'data-copy="{number}"' in page
        assert "查询码" in page
        assert "我们告诉您材料齐不齐" in page
        assert "<svg" in page

    def test_the_draft_is_gone_afterwards(self, applicant: Applicant) -> None:
        applicant.file_a_case()
        assert "没填完的申请" not in applicant.client.get("/").content.decode()

    def test_pressing_twice_gives_the_same_number(self, applicant: Applicant) -> None:
        applicant.fill_in()
        applicant.sign_in()
        kept = applicant.client.cookies[f"tongban_draft_{ITEM}"].value
        first = field_id(applicant.submit("k" * 32))
        # The second press left the browser before the first answer took the draft's cookie away.
        applicant.client.cookies[f"tongban_draft_{ITEM}"] = kept
        again = applicant.client.post(applicant.page("check"), {"consent": "yes", "key": "k" * 32})
        assert field_id(again) == first
        assert applicant.client.get("/my/").content.decode().count('class="row-link"') == 1

    def test_a_sign_in_that_ran_out_loses_nothing(self, applicant: Applicant) -> None:
        applicant.fill_in()
        applicant.sign_in()
        applicant.client.cookies.pop("tongban_session")
        answer = applicant.client.post(applicant.page("check"), {"consent": "yes", "key": "k" * 32})
        assert answer["Location"].startswith("/sign-in/?next=")
        assert applicant.sign_in()["Location"] == applicant.page("check")
        assert applicant.submit().status_code == 302

    def test_an_item_that_is_not_taken_online_is_not_begun(self, client: Client) -> None:
        assert client.post("/apply/MZ-001/").status_code == 404
