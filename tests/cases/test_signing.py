"""A household applies, its grown members sign: until then nobody looks into its means."""

import base64
import io
import json
import struct
import zlib
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image, ImageDraw

from tongban.cases import archive_files
from tongban.cases.commands import give_opinion, record_signature
from tongban.cases.drawn import MOST_BYTES, PREFIX, read_drawing
from tongban.cases.frame import load
from tongban.cases.models import CaseSignature
from tongban.cases.queries import case_for, find_tracker, signature_file, track
from tongban.cases.queries.shapes import CaseView
from tongban.cases.signing import grant_waits_for_signatures, signature_faults
from tongban.cases.steps.records import StepUpload
from tongban.kernel import ledger
from tongban.kernel.actors import Staff
from tongban.kernel.errors import InputFaults, NotAuthorized
from tongban.kernel.models import Blob
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.scenario import PICTURE, citizen_number, staff
from tongban.site.scenario_of_item import ItemScenario
from tongban.site.signatures import drawing

pytestmark = pytest.mark.django_db

SON, DAUGHTER, CHILD = "马志强", "马志红", "马小雨"
MEMBERS = (
    f"{SON}|640121198603121171|儿子\n{CHILD}|640121201509081243|孙女\n{DAUGHTER}|{citizen_number(38)}|女儿"
)
SCAN = StepUpload(PICTURE, "signed.png")


@pytest.fixture
def household() -> ItemScenario:
    demo.load(items=["MZ-001"])
    answers = {"members": MEMBERS}
    made = ItemScenario("MZ-001", channel="village_point", answers=answers)
    made.submitted()
    return made


def view(matter: ItemScenario, actor: Staff | None = None) -> CaseView:
    return case_for(actor or matter.clerk, matter.number)


def sign(matter: ItemScenario, actor: Staff | None = None, **told: Any) -> set[tuple[str, str]]:
    """Have somebody sign; the faults, none where it went through."""
    try:
        record_signature(
            actor or matter.clerk,
            matter.number,
            expected_version=view(matter).version,
            idempotency_key=uuid4().hex,
            **{"signer": 0, "how": "screen", "drawing": drawing(), **told},
        )
    except InputFaults as refused:
        return {(one.field, one.code) for one in refused.faults}
    return set()


def county_looks(matter: ItemScenario) -> list[dict[str, Any]]:
    """The county's look into the household's means; the names that are missing where it is refused."""
    try:
        give_opinion(
            staff("county-mz"),
            matter.number,
            expected_version=view(matter).version,
            idempotency_key=uuid4().hex,
            step_code="means_check",
            agrees=True,
            opinion="经核对，收入和财产与申报一致。",
        )
    except InputFaults as refused:
        return [dict(one.params) for one in refused.faults if one.code == "signatures_missing"]
    return []


def test_the_means_are_looked_into_once_every_grown_member_signed(household: ItemScenario) -> None:
    assert [one.name for one in view(household).signers] == [SON, DAUGHTER]
    household.accepted(
        signed=False
    )  # the item asks for the signatures before the look, not before acceptance
    assert county_looks(household) == [{"names": f"{SON}、{DAUGHTER}"}]
    assert sign(household, staff("assister")) == set()  # at the village, on the assister's phone
    assert county_looks(household) == [{"names": DAUGHTER}]
    paper = {"signer": 2, "how": "paper", "drawing": "", "scan": SCAN}
    assert sign(household, staff("reviewer-mz"), **paper) == set()
    assert "record_signature" not in {one.act for one in view(household).acts}
    assert county_looks(household) == []
    assert verify().holds


def test_a_child_never_signs_and_nobody_signs_twice(household: ItemScenario) -> None:
    assert sign(household, signer=1) == {("signer", "not_an_option")}
    assert CHILD not in {one.name for one in view(household).signers}
    assert sign(household) == set()
    assert sign(household) == {("signer", "signed_already")}
    assert sign(household, signer=9) == {("signer", "not_an_option")}
    assert CaseSignature.objects.count() == 1


def test_a_fingerprint_needs_a_witness_who_is_no_party_and_does_not_decide(household: ItemScenario) -> None:
    finger = {"how": "fingerprint", "drawing": "", "scan": SCAN, "witness_relation": "邻居"}
    head = staff("county-mz-head").label.partition("（")[0]
    applicant = household.applicant.name
    for name, why in (
        ("", "required"),
        (DAUGHTER, "witness_is_party"),
        (applicant, "witness_is_party"),
        (CHILD, "witness_is_party"),
        (head, "witness_decides"),
        (staff("county-mz").label.partition("（")[0], "witness_decides"),
        (household.clerk.label.partition("（")[0], "witness_records"),
    ):
        assert sign(household, **finger, witness=name) == {("witness", why)}, name
    told = sign(household, how="fingerprint", drawing="", witness="周老四")
    assert told == {("scan", "scan_missing"), ("witness_relation", "required")}
    assert sign(household, **finger, witness="周老四") == set()
    [line, *_] = view(household).signers
    assert (line.how, line.witness, line.witness_relation) == ("fingerprint", "周老四", "邻居")


def test_who_signed_is_sealed_and_the_ledger_keeps_order_and_way_alone(household: ItemScenario) -> None:
    assert sign(household) == set()
    row = CaseSignature.objects.get()
    assert SON.encode() not in bytes(row.signer)
    event = ledger.read("case", str(row.case_id))[-1]
    assert (event.type, event.data) == ("signature_recorded", {"order": 0, "how": "screen"})
    stored = signature_file(household.clerk, household.number, 0)
    assert stored.media_type == "image/png" and stored.content[:4] == b"\x89PNG"
    with pytest.raises(NotAuthorized):
        sign(household, staff("approver"))


def test_the_applicant_sees_who_still_has_to_sign_with_masked_names(household: ItemScenario) -> None:
    sign(household)
    told = track(find_tracker(household.number, query_code=household.query_code), household.number)
    assert [(one.name, one.relation, bool(one.how)) for one in told.signers] == [
        ("马**", "儿子", True),
        ("马**", "女儿", False),
    ]
    assert told.still_to_sign


def test_where_nobody_is_asked_nothing_is_asked() -> None:
    demo.load(items=["MZ-003"])
    urgent = ItemScenario(
        "MZ-003", answers={"urgent": "yes"}, without=("own_cost", "other_aid", "other_aid_note")
    )
    urgent.submitted()
    assert view(urgent).signers == ()


def _png(width: int, height: int, *, noise: bool = False) -> str:
    picture = Image.effect_noise((width, height), 90) if noise else Image.new("L", (width, height), 255)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return PREFIX + base64.b64encode(out.getvalue()).decode()


def _drawn(width: int, height: int, shade: int, stroke: int) -> str:
    picture = Image.new("L", (width, height), 255)
    ImageDraw.Draw(picture).line([(0, 5), (min(stroke, width), 5)], fill=shade, width=3)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return PREFIX + base64.b64encode(out.getvalue()).decode()


def _bomb() -> str:
    """A head that promises four thousand million pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 65000, 65000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return PREFIX + base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunk).decode()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "drawing_missing"),
        (_drawn(900, 400, 200, 600), "drawing_blank"),  # too faint to be kept
        (_drawn(900, 400, 0, 4), "drawing_blank"),  # a dot
        (_drawn(2400, 1200, 0, 1), "drawing_blank"),  # a speck
        (_bomb(), "drawing_unreadable"),
        (PREFIX + "!!!", "drawing_unreadable"),
        (PREFIX + base64.b64encode(b"GIF89a" + bytes(40)).decode(), "drawing_unreadable"),
        (_png(900, 400), "drawing_blank"),
        (_png(400, 400, noise=True), "drawing_too_large"),
        (_png(2500, 10), "drawing_unreadable"),
    ],
)
def test_only_a_small_drawing_that_shows_something_is_taken(text: str, why: str) -> None:
    with pytest.raises(InputFaults) as refused:
        read_drawing(text, "drawing")
    assert [one.code for one in refused.value.faults] == [why]


def test_a_drawing_is_painted_anew() -> None:
    before = base64.b64decode(drawing().removeprefix(PREFIX))
    painted = read_drawing(drawing(), "drawing")
    assert painted != before and len(painted) < MOST_BYTES
    with Image.open(io.BytesIO(painted)) as picture:
        assert (picture.format, picture.mode, picture.info) == ("PNG", "1", {})
    assert Blob.objects.count() == 0


def test_the_signed_sheets_are_filed_with_the_case(household: ItemScenario) -> None:
    assert sign(household) == set()
    case = load(household.clerk, household.number, lock=False)
    [sheet] = archive_files._signatures(case)
    assert (sheet.name, sheet.content()[:4]) == ("signatures/01-screen.png", b"\x89PNG")
    assert json.loads(archive_files.case_json(case))["signatures"][0]["name"] == SON


GUARDIAN = {
    "guardian": "马国强",
    "guardian_relation": "哥哥",
    "guardian_proof": "法院判决书（2025）宁0121民特3号",
}


def test_a_guardian_signs_for_an_adult_who_cannot_act_and_shows_by_what_right(
    household: ItemScenario,
) -> None:
    assert sign(household, **{**GUARDIAN, "guardian_proof": "无"}) == {
        ("guardian_proof", "guardian_proof_missing")
    }
    for name, why in (
        (SON, "guardian_is_ward"),
        (CHILD, "guardian_is_child"),
        (household.clerk.label.partition("（")[0], "guardian_records"),
    ):
        assert sign(household, **{**GUARDIAN, "guardian": name}) == {("guardian", why)}
    assert sign(household, **GUARDIAN) == set()
    [line, *_] = view(household).signers
    assert line.signed and (line.guardian, line.guardian_relation) == ("马国强", "哥哥")


def test_where_nobody_can_sign_the_reviewer_says_why_and_the_head_confirms(household: ItemScenario) -> None:
    household.accepted(signed=False)
    assert sign(household) == set()
    prison = {
        "signer": 2,
        "how": "cannot",
        "drawing": "",
        "ground": "in_prison",
        "reason": "2026年3月起在银川监狱服刑，已向村委会核实。",
    }
    assert sign(household, **prison) == {("how", "reviewer_says_so")}
    reviewer = staff("reviewer-mz")
    assert sign(household, reviewer, **{**prison, "reason": "无"}) == {("reason", "reason_too_short")}
    assert sign(household, reviewer, **prison) == set()
    assert [one.name for one in view(household).signatures_cannot] == [DAUGHTER]
    assert county_looks(household) == []
    case = load(household.clerk, household.number, lock=False)
    assert [one.code for one in grant_waits_for_signatures(case)] == ["unsigned_to_confirm"]
    assert grant_waits_for_signatures(case, confirmed=True) == []
    late = {"signer": 2, "how": "screen"}
    assert sign(household, reviewer, **late) == set()  # who comes after all signs
    assert grant_waits_for_signatures(load(household.clerk, household.number, lock=False)) == []


def test_who_refuses_stands_in_the_way_of_a_yes_and_of_no_refusal(household: ItemScenario) -> None:
    household.accepted(signed=False)
    assert sign(household) == set()
    refuses = {
        "signer": 2,
        "how": "refuses",
        "drawing": "",
        "reason": "11月23日入户时说不愿意让查自己的存款。",
    }
    assert sign(household, staff("reviewer-mz"), **refuses) == set()
    case = load(household.clerk, household.number, lock=False)
    told = {agrees: signature_faults(case, "means_check", agrees=agrees) for agrees in (True, False)}
    assert [one.code for one in told[True]] == ["signature_refused"] and told[False] == []
    assert [one.code for one in grant_waits_for_signatures(case, confirmed=True)] == ["signature_refused"]
