"""Fixing a paper: number, snapshot and template version, in the transaction of the act that issues it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.batch import fresh
from tongban.kernel.canonical import canonical_json
from tongban.kernel.digests import commitment, new_salt
from tongban.kernel.models import LedgerEntry
from tongban.kernel.secrets import Vault
from tongban.kernel.time import legal_date
from tongban.papers.content import Paper as PaperContent
from tongban.papers.content import to_json_dict
from tongban.papers.models import Paper

TEMPLATE_VERSION = 1
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else
CODE_LENGTH = 16

# 性质 in the paper number: 机关简称 + 性质 + 〔年〕 + 顺序号
NATURES = {
    "intake_receipt": "收",
    "acceptance_notice": "受",
    "deemed_acceptance_notice": "视受",
    "non_acceptance_decision": "不受",
    "decision": "决",
    "service_return": "送",
    "one_time_notice": "告",
    "correction_notice": "补",
    "deemed_withdrawal_notice": "视撤",
    "withdrawal_confirmation": "回",
    "restoration_notice": "恢",
    "special_procedure_notice": "程",
    "extension_notice": "延",
    "termination_decision": "终",
    "correction_of_decision": "更",
    "revocation_decision": "撤",
    "redo_notice": "重",
    "reinstatement_notice": "复",
    "address_confirmation": "址",
    "service_announcement": "公",
    "archive_catalogue": "卷",
    "roster_receipt": "册",
}


@dataclass(frozen=True)
class Numbered:
    """What a paper's head needs before its content can be built."""

    id: UUID
    kind: str
    number: str
    serial: int
    year: int
    verify_code: str


def number_paper(kind: str, short_name: str, serial: int, at: datetime) -> Numbered:
    """Give a paper its number and its verification code.

    Args:
        short_name: the body's 机关简称.
        serial: from ``kernel.numbering``, gapless.
    """
    year = legal_date(at).year
    code = _verify_code()
    return Numbered(uuid4(), kind, f"{short_name}{NATURES[kind]}〔{year}〕{serial}号", serial, year, code)


def _verify_code() -> str:
    """A code of chance, drawn once: one draw for each character cost sixteen calls of the kernel."""
    drawn, code = secrets.randbelow(len(CODE_ALPHABET) ** CODE_LENGTH), ""
    for _ in range(CODE_LENGTH):
        drawn, place = divmod(drawn, len(CODE_ALPHABET))
        code += CODE_ALPHABET[place]
    return code


def fix_paper(
    numbered: Numbered,
    content: PaperContent,
    *,
    subject: UUID,
    body_id: int,
    public: Mapping[str, Any],
    vault: Vault,
    actor: Actor,
    at: datetime,
    command_id: UUID,
) -> tuple[Paper, list[LedgerEntry]]:
    """The rows that fix a paper, to be inserted by the act's own batch.

    Args:
        public: what the verification page may show: no personal data.
        vault: the key of the case it belongs to.
    """
    salt = new_salt()
    snapshot = canonical_json({"salt": salt, "content": to_json_dict(content)})
    paper = fresh(
        Paper,
        id=numbered.id,
        command_id=command_id,
        subject=subject,
        body_id=body_id,
        kind=numbered.kind,
        year=numbered.year,
        serial=numbered.serial,
        number=numbered.number,
        template_version=TEMPLATE_VERSION,
        key_id=vault.key_id,
        snapshot=vault.seal(snapshot, "paper"),
        public=dict(public),
        verify_code=numbered.verify_code,
        issued_at=at,
    )
    event = ledger.Event(
        "paper_fixed",
        {
            "subject": subject,
            "kind": numbered.kind,
            "number": numbered.number,
            "template": TEMPLATE_VERSION,
            "content": commitment(salt, snapshot),
        },
    )
    entries, _ = ledger.chain(
        "paper", str(numbered.id), ledger.Head(), [event], at=at, actor=actor, command_id=command_id
    )
    return paper, entries
