"""What scenarios and the demonstration write into the records of steps: sound, invented, and never past the commands."""

from datetime import date
from uuid import uuid4

from tongban.cases.commands import complete_external_step, give_opinion, post_public_notice
from tongban.cases.requests import Done
from tongban.cases.steps.records import Meeting, StepRecord, Visit, expected_record
from tongban.directory.queries import officers_of_body
from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.rules.meetings import SORTS, Count

FINDINGS = "到家里看过：三间砖房，两口人住；看了病历和药费单，问了邻居，和申请写的一致。"
MINUTES = "组长介绍了情况，到会的人逐个说了看法，表决同意上报，会后当场宣布了结果。"
PLACES = ("村务公开栏", "乡便民服务中心公告栏")


def sound_record(actor: Staff, kind: str, *, day: date | None = None, favours: int = 8) -> StepRecord | None:
    """The record that a kind of step must leave; None where the opinion is enough.

    Args:
        day: when it was done; None: today.
        favours: of nine who came, how many voted for it.
    """
    wanted = expected_record(kind)
    on = day or time.today()
    if wanted is Visit:
        colleague = next(iter(officers_of_body(actor)), None)
        return Visit(on, "申请人家里（演示）", FINDINGS, colleague.assignment_id if colleague else None)
    if wanted is Meeting:
        count = Count(entitled=9, present=9, in_favour=favours, against=9 - favours, abstained=0)
        return Meeting(SORTS[kind][0].value, on, "村委会会议室（演示）", "组长", count, MINUTES)
    return None


def done_step(
    actor: Staff,
    number: str,
    *,
    version: int,
    code: str,
    kind: str,
    agrees: bool = True,
    opinion: str = "",
    key: str = "",
) -> Done:
    """Do a step whatever its kind: the record with the opinion, or the number of the other system.

    A public notice is posted and not closed: its days have to pass first.

    Args:
        key: the idempotency key; empty: one of its own.
    """
    if kind == "external_system" and agrees:
        return complete_external_step(
            actor,
            number,
            expected_version=version,
            idempotency_key=key or uuid4().hex,
            step_code=code,
            external_number=f"WB{time.today():%Y%m%d}0017",
        )
    said = opinion or ("经审核，符合条件，材料属实。" if agrees else "家里有两台农用车没有报，收入对不上。")
    record = sound_record(actor, kind, favours=8 if agrees else 3)
    return give_opinion(
        actor,
        number,
        expected_version=version,
        idempotency_key=key or uuid4().hex,
        step_code=code,
        agrees=agrees,
        opinion=said,
        record=record,
    )


def posted_notice(actor: Staff, number: str, *, version: int) -> Done:
    """The notice goes up today."""
    return post_public_notice(
        actor,
        number,
        expected_version=version,
        idempotency_key=uuid4().hex,
        places=PLACES,
        first=time.today(),
        amount="1200",
    )
