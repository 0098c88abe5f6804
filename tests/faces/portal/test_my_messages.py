"""我的消息: what was sent to the own phone, and to no other; marked once as new; never a code."""

from tests.faces.portal.conftest import PHONE, Applicant

from tongban.kernel.models import Message


def test_the_messages_of_the_own_phone_are_there_to_read_again(applicant: Applicant) -> None:
    assert applicant.client.get("/my/messages/").status_code == 302
    applicant.file_a_case()
    assert Message.objects.filter(template="sign_in_code").exists()
    page = applicant.client.get("/my/messages/").content.decode()
    assert "已收到" in page and "验证码是" not in page and page.count("tag-info") == 1
    assert applicant.client.get("/my/messages/").content.decode().count("tag-info") == 0
    applicant.client.post("/language/", {"language": "en", "next": "/my/messages/"})
    assert "We have received your application" in applicant.client.get("/my/messages/").content.decode()
    applicant.client.post("/language/", {"language": "zh-hans", "next": "/my/messages/"})
    applicant.client.post("/sign-out/")
    applicant.sign_in(phone="19900000099")
    assert PHONE != "19900000099"
    assert "没有发给这个手机的消息" in applicant.client.get("/my/messages/").content.decode()
