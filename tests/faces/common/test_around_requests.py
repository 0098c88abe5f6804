"""What happens around every request: size, refusals, expired forms, the switches in the header."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tongban.faces.common import errors
from tongban.faces.common.middleware import RequestLimits
from tongban.kernel import errors as refusals
from tongban.kernel.time import now

pytestmark = pytest.mark.django_db


def test_a_body_above_the_limit_is_refused_before_it_is_read() -> None:
    class Unread:
        def read(self, *size: int) -> bytes:
            raise AssertionError("the body was read")

    request = RequestFactory().post("/apply/SB-001/m-identity_card/")
    request.META["CONTENT_LENGTH"] = str(settings.UPLOAD_REQUEST_LIMIT + 1)
    request.META["wsgi.input"] = Unread()
    answer = RequestLimits(lambda _: HttpResponse("reached"))(request)
    assert answer.status_code == 413
    assert "文件太大了" in answer.content.decode()
    assert answer["Connection"] == "close"


def test_a_body_at_the_limit_passes() -> None:
    request = RequestFactory().post("/x")
    request.META["CONTENT_LENGTH"] = str(settings.UPLOAD_REQUEST_LIMIT)
    assert RequestLimits(lambda _: HttpResponse("reached"))(request).content == b"reached"


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (refusals.NotFound("case"), 404),
        (refusals.NotAuthorized("staff_only"), 403),
        (refusals.Stale("accepted", "马娟（社会保障岗）", now()), 409),
        (refusals.ActNotAllowed("concluded", "accept"), 409),
        (refusals.KeyReused(), 409),
        (refusals.InputFaults([refusals.FieldFault("reason", "required")]), 422),
        (refusals.Erased(), 410),
        (refusals.Refusal("wrong_code"), 400),
    ],
)
def test_every_refusal_is_a_designed_page_with_its_status(refusal: refusals.Refusal, status: int) -> None:
    answer = errors.refusal_page(RequestFactory().get("/x"), refusal)
    assert answer.status_code == status
    page = answer.content.decode()
    assert "<h1" in page
    assert refusal.code not in page


def test_the_loser_is_told_who_was_first() -> None:
    answer = errors.refusal_page(
        RequestFactory().get("/x"), refusals.Stale("accepted", "马娟（社会保障岗）", now())
    )
    assert "马娟（社会保障岗）" in answer.content.decode()


def test_htmx_gets_the_refusal_as_a_piece() -> None:
    answer = errors.refusal_page(
        RequestFactory().get("/x", headers={"HX-Request": "true"}), refusals.NotAuthorized("staff_only")
    )
    assert "<html" not in answer.content.decode()
    assert answer["HX-Retarget"] == "#page-notice"


def test_the_page_of_a_broken_server_asks_nothing_of_the_database(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # the plugin's fixture has no public type
        answer = errors.server_error(RequestFactory().get("/x"))
    assert answer.status_code == 500
    assert "不是您的错" in answer.content.decode()


class TestFormFromBeforeASignIn:
    """A form whose CSRF token has expired: what was typed stays, unless a foreign page sent it."""

    OWN = {"Origin": "http://testserver"}

    def test_what_was_typed_is_offered_again(self) -> None:
        client = Client(enforce_csrf_checks=True, headers=self.OWN)
        answer = client.post(
            "/track/", {"number": "SLX1", "phone": "13909510001", "csrfmiddlewaretoken": "old"}
        )
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "您填的内容还在" in page
        assert 'name="number" value="SLX1"' in page
        assert 'value="old"' not in page

    def test_passwords_and_codes_are_not_written_into_the_page(self) -> None:
        client = Client(enforce_csrf_checks=True, headers=self.OWN)
        page = client.post(
            "/sign-in/code/", {"code": "123456", "password": "geheim", "next": "/"}
        ).content.decode()
        assert "123456" not in page
        assert "geheim" not in page

    def test_chosen_files_are_told_to_be_chosen_again(self) -> None:
        client = Client(enforce_csrf_checks=True, headers=self.OWN)
        photo = SimpleUploadedFile("a.jpg", b"x", "image/jpeg")
        page = client.post("/apply/SB-001/m-identity_card/", {"file": photo, "x": "1"}).content.decode()
        assert "照片和文件要重新选一次" in page

    def test_a_foreign_page_gets_no_filled_form(self) -> None:
        client = Client(enforce_csrf_checks=True, headers={"Origin": "http://elsewhere.example"})
        page = client.post("/track/", {"number": "SLX1"}).content.decode()
        assert "SLX1" not in page


class TestSwitches:
    """The header's switches work without JavaScript and lead back to the same page."""

    def test_elder_mode_is_remembered(self, client: Client) -> None:
        answer = client.post("/elder/", {"on": "1", "next": "/places/"})
        assert answer["Location"] == "/places/"
        assert 'class="elder' in client.get("/verify/").content.decode()
        client.post("/elder/", {"on": "0", "next": "/"})
        assert 'class="elder' not in client.get("/verify/").content.decode()

    def test_a_switch_leads_nowhere_else(self, client: Client) -> None:
        assert client.post("/elder/", {"on": "1", "next": "//elsewhere.example/"})["Location"] == "/"

    def test_the_language_is_remembered(self, client: Client) -> None:
        client.post("/language/", {"language": "en", "next": "/verify/"})
        assert '<html lang="en"' in client.get("/verify/").content.decode()

    def test_an_unknown_language_changes_nothing(self, client: Client) -> None:
        client.post("/language/", {"language": "xx", "next": "/verify/"})
        assert '<html lang="zh-CN"' in client.get("/verify/").content.decode()
