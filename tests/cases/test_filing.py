"""Delivery by right, announcement, the address of delivery, and filing; the packages are altered for real."""

import base64
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from tongban.cases.announcing import FailedTry
from tongban.cases.archive_files import files_of_materials
from tongban.cases.archiving import catalogue_lines, ended_on
from tongban.cases.commands import (
    archive,
    archive_many,
    confirm_identity,
    confirm_later_entry,
    correct_on_the_spot,
    export_archive,
)
from tongban.cases.frame import load
from tongban.cases.models import Case
from tongban.cases.privacy.retained import kept_cases
from tongban.cases.projection import columns, replay
from tongban.cases.queries import case_for, filing, track
from tongban.cases.queries.later_entries import later_entries_to_confirm
from tongban.cases.requests import MaterialInput
from tongban.faces.common.clock_words import sentence
from tongban.kernel import ledger, roots
from tongban.kernel.actors import Citizen
from tongban.kernel.archive_packages import PackageFault, check_package
from tongban.kernel.errors import ActNotAllowed, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.models import AccessEntry, Message
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import SHANGHAI, frozen, today
from tongban.kernel.verify import verify as verify_ledger
from tongban.papers.commands import render_waiting
from tongban.papers.models import Paper
from tongban.parties.commands.sign_in import citizen_with_phone
from tongban.rules.retention import Reason
from tongban.site.cli import main
from tongban.site.scenario import staff
from tongban.site.scenario_afterwards import Afterwards

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DECIDED = date(2026, 9, 14)


@pytest.fixture(autouse=True)
def county(whole_county: None, db: None) -> None:
    """The whole county, copied once for this module."""


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[datetime]:
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
    with frozen(moment):
        yield moment


def decided(*, granted: bool = True, **told: object) -> Afterwards:
    matter = Afterwards("NJ-001", **{"serial": 6, **told})  # type: ignore[arg-type]  # fields of the scenario
    with on(DECIDED):
        matter.decided(granted=granted)
    return matter


def row(matter: Afterwards) -> Case:
    return Case.objects.get(number=matter.number)


def codes(refused: pytest.ExceptionInfo[InputFaults]) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in refused.value.faults}


def test_electronic_delivery_waits_for_a_consent_that_can_be_taken_back() -> None:
    matter = decided(granted=False)  # a refusal is printed; a certificate is one sheet and goes by hand
    electronic = {"mode": "electronic", "identification": "", "receiver_name": "", "relation": ""}
    citizen = citizen_with_phone(matter.applicant.phone)
    assert isinstance(citizen, Citizen)
    with on(DECIDED, 11):
        with pytest.raises(InputFaults) as refused:
            matter.handed_over(**electronic)
        assert codes(refused) == {("mode", "no_consent_to_electronic")}
        with pytest.raises(InputFaults) as refused:
            matter.address_confirmed(electronic=False)
        assert codes(refused) == {("electronic", "electronic_needs_consent")}
        matter.address_confirmed(citizen)
        assert track(citizen, matter.number).afterwards.address.electronic
        matter.address_confirmed(citizen, way="post", electronic=False)
        with pytest.raises(InputFaults):
            matter.handed_over(**electronic)
        matter.address_confirmed()
        matter.handed_over(**electronic)
        view = case_for(matter.clerk, matter.number)
    assert view.delivery is not None and view.delivery.mode == "electronic"
    assert Message.objects.filter(template="delivered_electronically").count() == 1
    assert b"\xe8\xae\xb8\xe6\x97\xba" not in bytes(row(matter).address or b"")  # 许旺: sealed
    assert Paper.objects.filter(kind="address_confirmation").count() == 3
    assert verify_ledger().holds


def test_a_neighbour_needs_an_authority_and_a_paper_that_is_left_two_witnesses() -> None:
    matter = decided()
    with on(DECIDED, 11):
        with pytest.raises(InputFaults) as refused:
            matter.handed_over(relation="neighbour", receiver_name="王大妈")
        assert codes(refused) == {("authority", "receiver_has_no_authority")}
        with pytest.raises(InputFaults) as refused:
            matter.handed_over(mode="posted", tracking="寄了")
        assert codes(refused) == {("tracking", "tracking_number"), ("at", "day_on_the_receipt")}
        with pytest.raises(InputFaults) as refused:
            matter.handed_over(mode="left", witnesses="王建国", identification="")
        assert {field for field, _ in codes(refused)} == {"witnesses", "refused_because", "place"}
        with pytest.raises(InputFaults) as refused:
            matter.handed_over(receiver_name="路人甲")
        assert codes(refused) == {("receiver_name", "not_the_addressee")}
        own = {"refused_because": "说没有批够面积，不肯签字，也不肯收。", "place": "许旺村三组21号院门口"}
        server = matter.clerk.label.partition("（")[0]
        with pytest.raises(InputFaults) as refused:
            matter.handed_over(mode="left", witnesses=f"{matter.applicant.name}\n{server}\n李秀英", **own)
        assert codes(refused) == {("witnesses", "witness_not_apart")}
        matter.handed_over(
            mode="left",
            witnesses="王建国\n李秀英",
            identification="",
            **own,
        )
    assert row(matter).status == "delivered"


def confirmed(matter: Afterwards, *, held: bool) -> None:
    note = "" if held else "送达回证上申请人签的是九月十八日。"
    confirm_later_entry(
        matter.head,
        matter.number,
        expected_version=matter.version,
        idempotency_key=f"{held}",
        held=held,
        note=note,
    )


@pytest.mark.parametrize("held", [True, False])
def test_an_earlier_day_of_delivery_waits_for_a_second_person(held: bool) -> None:
    matter = decided()
    friday = datetime(2026, 9, 18, 15, tzinfo=SHANGHAI)
    monday = date(2026, 9, 21)
    with on(monday):
        with pytest.raises(InputFaults) as refused:
            matter.handed_over(at=friday)
        assert codes(refused) == {
            ("later_reason", "later_entry_reason"),
            ("confirmed_by", "later_entry_unconfirmed"),
        }
        matter.handed_over(
            at=friday, later_reason="停电，纸质登记第17号", confirmed_by=matter.head.assignment_id
        )
        assert row(matter).delivered_at == datetime(2026, 9, 21, 10, tzinfo=SHANGHAI)
        with pytest.raises(Refusal, match="later_entry_open"):
            archive(matter.clerk, matter.number, expected_version=matter.version, idempotency_key="x")
        (waits,) = later_entries_to_confirm(matter.head)
        assert (waits.number, waits.kind, waits.at) == (matter.number, "delivered", friday)
        assert later_entries_to_confirm(matter.clerk) == ()  # who entered it does not confirm it
        (told,) = case_for(matter.head, matter.number).later_entries
        assert (told.kind, told.at, told.reason) == (
            "delivered",
            friday,
            "停电，纸质登记第17号",
        )
        confirmed(matter, held=held)
        assert later_entries_to_confirm(matter.head) == ()
    assert row(matter).delivered_at == (friday if held else datetime(2026, 9, 21, 10, tzinfo=SHANGHAI))
    assert verify_ledger().holds


def test_a_decision_that_nobody_ever_got_is_still_to_be_delivered() -> None:
    matter = decided()
    lay, due = row(matter).result_at, row(matter).delivery_due
    with on(date(2026, 9, 21)):
        friday = datetime(2026, 9, 18, 15, tzinfo=SHANGHAI)
        told = {"later_reason": "停电，纸质登记第17号", "confirmed_by": matter.head.assignment_id}
        matter.handed_over(at=friday, **told)
        assert {one.act: one.why_not for one in case_for(matter.head, matter.number).acts}[
            "revoke"
        ] == "confirm_first"
    with on(date(2026, 9, 24)):
        note = "送达回证上没有人签名，申请人说从来没有收到。"
        asked = {"expected_version": matter.version, "idempotency_key": "c", "held": False, "note": note}
        confirm_later_entry(matter.head, matter.number, **asked, unserved=True)
        stands = row(matter)
        assert (stands.status, stands.delivered_at, stands.handover) == ("concluded", None, None)
        assert (stands.result_at, stands.delivery_due) == (lay, due)
        (claimed,) = Paper.objects.filter(subject=stands.id, kind="service_return")
        assert claimed.state == "quashed"
        view = case_for(matter.clerk, matter.number)
        assert view.delivery is None and "deliver" in {one.act for one in view.acts}
        with pytest.raises(Refusal, match="still_to_deliver"):
            archive(matter.clerk, matter.number, expected_version=matter.version, idempotency_key="x")
        matter.handed_over()
        assert row(matter).delivered_at == datetime(2026, 9, 24, 10, tzinfo=SHANGHAI)
    assert verify_ledger().holds


def test_nobody_delivers_two_months_ago() -> None:
    matter = decided()
    with on(date(2026, 11, 23)):
        with pytest.raises(InputFaults) as refused:
            matter.handed_over(at=datetime(2026, 9, 15, 15, tzinfo=SHANGHAI))
        assert ("at", "later_entry_too_far_back") in codes(refused)


def test_the_dead_do_not_sign() -> None:
    matter = Afterwards("NJ-001", serial=6)
    with on(DECIDED):
        matter.submitted()
        matter.terminated()
        with pytest.raises(InputFaults) as refused:
            matter.handed_over()
        assert codes(refused) == {("relation", "dead_do_not_sign")}
        matter.handed_over(relation="spouse", receiver_name="马小军", lives_together=True)
    assert row(matter).status == "delivered"


def test_an_announcement_needs_two_ways_that_failed_and_delivers_when_its_days_are_over() -> None:
    matter = decided()
    one = FailedTry("handed_over", DECIDED, "上门两次，院门锁着，邻居说出去打工了。")
    with on(date(2026, 9, 15)):
        with pytest.raises(InputFaults) as refused:
            matter.announced((FailedTry("handed_over", date(2026, 9, 15), one.why), one))
        assert codes(refused) == {("failed", "two_other_ways")}
        with pytest.raises(InputFaults) as refused:
            matter.announced((one, FailedTry("posted", DECIDED, "邮件因为无人签收被退了回来。")))
        assert codes(refused) == {("day.1", "letter_back_at_once"), ("failed", "tried_on_one_day")}
        matter.announced()
        assert case_for(matter.clerk, matter.number).afterwards.announced == (
            date(2026, 9, 15),
            date(2026, 10, 15),
        )
        with pytest.raises(Refusal, match="announced_already"):
            matter.announced()
        sheet = Paper.objects.get(subject=row(matter).id, kind="service_announcement")
        said = json.loads(open_vault(sheet.key).open(sheet.snapshot, "paper"))["content"]["addressee"]
        assert matter.number in said and "村" in said and matter.applicant.name not in said
    with on(date(2026, 10, 15)):
        told = case_for(matter.clerk, matter.number)
        assert told.status == "concluded"
        delivery = next(one for one in told.clocks if one.kind == "delivery")
        assert (delivery.state, delivery.how, delivery.met) == ("met", "announced", date(2026, 9, 15))
        assert "公告期满就算送达" in sentence(delivery)
    with on(date(2026, 10, 16)):
        assert case_for(matter.clerk, matter.number).status == "delivered"


def test_an_item_without_the_rule_announces_nothing() -> None:
    matter = Afterwards("SB-001", serial=7)
    with on(DECIDED):
        matter.decided()
        with pytest.raises(Refusal, match="announcement_not_allowed"):
            matter.announced()


def test_what_is_filed_has_its_number_and_takes_no_more_acts() -> None:
    first, second, waiting = decided(), decided(serial=8), decided(serial=9)
    with on(DECIDED, 12):
        first.handed_over()
        second.handed_over()
    with on(date(2026, 9, 16)):
        page = filing(first.clerk)
        assert {one.number for one in page.rows} == {first.number, second.number}
        with pytest.raises(NotFound):
            archive(staff("clerk"), first.number, expected_version=first.version, idempotency_key="x")
        chosen = [(one.number, one.version) for one in page.rows]
        results = archive_many(first.clerk, [*chosen, (waiting.number, 99)], idempotency_key="many")
        assert [one.done for one in results] == [True, True, False]
        again = archive_many(first.clerk, chosen, idempotency_key="many")
        assert all(one.done for one in again)
        told = [case_for(one.clerk, one.number).afterwards.filed for one in (first, second)]
        assert {one.number for one in told if one} == {"永胜政·2026-Y-0001", "永胜政·2026-Y-0002"}
        with pytest.raises(ActNotAllowed):
            first.handed_over()
        assert filing(first.clerk).filed == 2
    assert verify_ledger().holds


def served(matter: Afterwards, kind: str) -> None:
    matter.paper_served(Paper.objects.get(subject=row(matter).id, kind=kind).number)


def filed(matter: Afterwards) -> str:
    archive(matter.clerk, matter.number, expected_version=matter.version, idempotency_key=uuid4().hex)
    told = case_for(matter.clerk, matter.number).afterwards.filed
    assert told is not None
    return told.number


def test_an_order_takes_a_filed_matter_out_and_it_goes_back_under_its_number() -> None:
    matter = Afterwards("NJ-001", serial=6)
    with on(DECIDED):
        matter.delivered(granted=False)
        number = filed(matter)
    with on(date(2026, 10, 12)):
        matter.redone(date(2026, 10, 12))
        assert row(matter).status == "in_review"
        matter.decided()
        matter.handed_over()
        with pytest.raises(Refusal, match="paper_still_to_serve"):
            filed(matter)
        served(matter, "redo_notice")
        assert filed(matter) == number
    with on(date(2027, 1, 11)):
        matter.heard()
        assert row(matter).status == "delivered"
        matter.revoked()
        with pytest.raises(Refusal, match="paper_still_to_serve"):
            filed(matter)
        served(matter, "revocation_decision")
        assert filed(matter) == number
        listed = kept_cases(Case.objects.filter(number=matter.number).select_related("key"), today())
    # the file's last paper is of 2027, and the file is kept from there
    assert listed[0].finding.reasons[0] == Reason("ended", date(2027, 1, 11))
    matter_row = row(matter)
    assert Paper.objects.filter(subject=matter_row.id, kind="archive_catalogue").count() == 3
    state = replay(ledger.read("case", str(matter_row.id)))
    assert {name: getattr(matter_row, name) for name in columns(state)} == columns(state)
    assert verify_ledger().holds


def test_a_file_holds_every_version_of_a_material_each_with_its_day() -> None:
    """From the catalogue of a file whose identity card was put right once, and whose decision has a title of its own."""
    matter = Afterwards("NJ-001", serial=6, channel="portal")
    with on(DECIDED):
        matter.submitted()
    with on(date(2026, 9, 16)):
        correct_on_the_spot(
            matter.clerk,
            matter.number,
            expected_version=matter.version,
            idempotency_key="spot",
            materials=(MaterialInput("identity_card", "paper_copy"),),
        )
        matter.accepted()
        confirm_identity(
            matter.clerk,
            matter.number,
            expected_version=matter.version,
            idempotency_key="seen",
            seen=True,
            place="window",
        )
        matter.delivered()
    with on(date(2026, 9, 18)) as moment:
        case = load(matter.clerk, matter.number, lock=False)
        case.run.at = moment
        lines = {line.title: line for line in catalogue_lines(case)}
        last = ended_on(case)
        files = [one.name for one in files_of_materials(case)]
    cards = [line for title, line in lines.items() if "身份证" in title]
    assert [(one.dated, one.form) for one in cards] == [
        (DECIDED, "electronic"),
        (date(2026, 9, 16), "copy"),
    ]
    assert "第1次交的" in cards[0].title
    assert any("-v1." in name for name in files)
    assert "农村宅基地批准书" in next(iter(lines)), "a decision bears its own title"
    assert last == date(2026, 9, 16), "the file ends with the receipt of service"


def test_a_file_is_taken_out_once_its_papers_are_written_and_its_package_can_be_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    matter = Afterwards("NJ-001", serial=6, channel="portal")
    with on(DECIDED, 12):
        matter.accepted()
        confirm_identity(
            matter.clerk,
            matter.number,
            expected_version=matter.version,
            idempotency_key="seen",
            seen=True,
            place="window",
        )
        matter.delivered()
        archive(matter.clerk, matter.number, expected_version=matter.version, idempotency_key="file")
        with pytest.raises(NotAuthorized):
            export_archive(matter.head, matter.number, reason="移交档案室")
    with on(DECIDED, 13) as moment:
        with pytest.raises(Refusal, match="paper_not_ready"):
            export_archive(matter.clerk, matter.number, reason="移交档案室")
        render_waiting(moment)
        with pytest.raises(InputFaults):
            export_archive(matter.clerk, matter.number, reason="")
        released = [export_archive(matter.clerk, matter.number, reason="移交档案室") for _ in range(2)]
    assert AccessEntry.objects.filter(kind="export", subject=released[0].number).count() == 1
    first, second = (b"".join(one.chunks) for one in released)
    path = tmp_path / released[0].file_name
    path.write_bytes(first)
    # the same but for the number of the export, which is signed and stands at the end
    signed = first.index(b"signature.json") - 30
    assert first[:signed] == second[:signed]
    keys = tmp_path / "ledger-roots.jsonl"
    keys.write_text(json.dumps({"public_key": base64.b64encode(roots.public_key()).decode()}) + "\n")
    by_them = ["archive", "verify", "--roots", str(keys)]
    whole = check_package(path, roots.trusted_keys())
    assert whole.holds and whole.signer == "永宁县胜利乡人民政府" and main([*by_them, str(path)]) == 0
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
    assert {"catalogue.csv", "catalogue.pdf", "case.json", "record.jsonl"} <= files.keys()
    assert any(name.startswith("papers/01-decision") for name in files)
    assert any(name.startswith("materials/") for name in files)
    assert json.loads(files["manifest.json"])["about"]["kept"] == "permanent"
    assert matter.applicant.name in files["case.json"].decode()
    capsys.readouterr()
    other = tmp_path / "altered.zip"
    with zipfile.ZipFile(other, "w") as forged:
        for name, content in files.items():
            if name == "record.jsonl":
                continue
            forged.writestr(
                name, content.replace(b"%PDF", b"%PDG", 1) if name == "catalogue.pdf" else content
            )
        forged.writestr("papers/99-decision.pdf", b"%PDF of nobody")
    assert set(check_package(other, roots.trusted_keys()).faults) == {
        PackageFault("bytes_beside"),
        PackageFault("signature_broken"),
        PackageFault("altered", "catalogue.pdf"),
        PackageFault("missing", "record.jsonl"),
        PackageFault("extra", "papers/99-decision.pdf"),
    }
    assert main([*by_them, str(other)]) == 1
    assert "catalogue.pdf" in capsys.readouterr().out
