"""A fixed paper is an original: written out once, kept sealed, verified by its code, never made anew."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tongban.cases.models import Case
from tongban.cases.queries import case_for, paper_file
from tongban.kernel import ledger, time
from tongban.kernel.errors import NotFound, Refusal
from tongban.kernel.secrets import SealBroken
from tongban.papers.commands import render_for_command, render_waiting
from tongban.papers.models import Paper
from tongban.papers.queries import verify
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter() -> Scenario:
    demo.load(items=["SB-001"])
    matter = Scenario()
    matter.submitted()
    return matter


@pytest.fixture
def paper(matter: Scenario) -> Paper:
    return Paper.objects.get()


def test_until_it_is_written_it_says_so(matter: Scenario, paper: Paper) -> None:
    with pytest.raises(Refusal, match="paper_not_ready"):
        paper_file(staff("clerk"), matter.number, paper.id)
    assert [shown.ready for shown in case_for(staff("clerk"), matter.number).papers] == [False]
    assert not verify(paper.verify_code).ready


def test_what_is_handed_out_has_the_digest_on_record(matter: Scenario, paper: Paper) -> None:
    render_for_command(paper.command_id)
    handed_out = paper_file(staff("clerk"), matter.number, paper.id)
    digest = hashlib.sha256(handed_out.content).hexdigest()
    assert handed_out.content[:5] == b"%PDF-"
    assert verify(paper.verify_code).digest == digest
    told = {event.type: event.data for event in ledger.read("paper", str(paper.id))}
    assert told["paper_written"]["digest"] == digest


def test_a_lost_job_is_made_good_by_the_sweep(matter: Scenario, paper: Paper) -> None:
    assert render_waiting(time.now()) == 0  # its own job has three minutes
    assert render_waiting(time.now() + timedelta(minutes=4)) == 1
    assert render_waiting(time.now() + timedelta(minutes=4)) == 0


def test_it_is_never_rendered_again(matter: Scenario, paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    render_for_command(paper.command_id)
    first = paper_file(staff("clerk"), matter.number, paper.id).content
    monkeypatch.setattr("tongban.papers.commands.render.render", lambda content: b"%PDF-another")
    render_for_command(paper.command_id)
    render_waiting(time.now() + timedelta(days=1))
    assert paper_file(staff("clerk"), matter.number, paper.id).content == first


def test_an_altered_file_is_not_handed_out(matter: Scenario, paper: Paper) -> None:
    render_for_command(paper.command_id)
    paper.refresh_from_db()
    assert paper.blob is not None
    with default_storage.open(paper.blob.name) as file:
        stored = file.read()
    default_storage.delete(paper.blob.name)
    default_storage.save(paper.blob.name, ContentFile(stored[:-1] + bytes([stored[-1] ^ 1])))
    with pytest.raises(SealBroken):
        paper_file(staff("clerk"), matter.number, paper.id)


def test_a_paper_is_its_cases_own(matter: Scenario, paper: Paper) -> None:
    other = Scenario(serial=2)
    other.submitted()
    with pytest.raises(NotFound):
        paper_file(staff("clerk"), other.number, paper.id)
    with pytest.raises(NotFound):
        paper_file(staff("clerk-mz"), matter.number, paper.id)


class TestVerification:
    def test_a_code_is_read_as_people_type_it(self, paper: Paper) -> None:
        code = paper.verify_code
        typed = f" {code[:4].lower()}-{code[4:8]} {code[8:]} "
        assert verify(typed).number == paper.number

    @pytest.mark.parametrize("code", ["", "ABC", "\0", "x" * 500, "二维码", "' OR 1=1"])
    def test_anything_else_is_not_found(self, code: str, paper: Paper) -> None:
        with pytest.raises(NotFound):
            verify(code)

    def test_it_tells_nothing_of_the_person(self, matter: Scenario, paper: Paper) -> None:
        person = matter.applicant
        shown = repr(verify(paper.verify_code)) + repr(paper.public)
        assert not [secret for secret in (person.name, person.number, person.phone) if secret in shown]

    def test_codes_and_numbers_are_each_papers_own(self, matter: Scenario) -> None:
        for serial in range(2, 6):
            Scenario(serial=serial).accepted()
        papers = list(Paper.objects.values_list("verify_code", "number"))
        assert len({code for code, _ in papers}) == len({number for _, number in papers}) == len(papers) == 9


def test_the_paper_of_another_year_begins_at_one(matter: Scenario, paper: Paper) -> None:
    assert paper.serial == 1
    year = Case.objects.get().received_at.year
    with time.frozen(time.now().replace(year=year + 1, month=1, day=2)):
        Scenario(serial=2).submitted()
    newest = Paper.objects.order_by("-issued_at").first()
    assert newest is not None
    assert (newest.year, newest.serial) == (year + 1, 1)
    assert f"〔{year + 1}〕1号" in newest.number
