"""What lies in the package of an archived matter: each file by its name, made when it is asked for."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from io import StringIO
from typing import Any

from tongban.cases.addresses import address_of
from tongban.cases.archiving import catalogue_lines, ended_on, papers_in_order
from tongban.cases.frame import OpenCase
from tongban.cases.judging import kept_rounds
from tongban.cases.material_versions import material_versions
from tongban.cases.models import CaseSignature, StepFile
from tongban.cases.said_of_clock import CONTEXT
from tongban.cases.sealed import open_text, open_values
from tongban.cases.signing import signed
from tongban.cases.steps.history import entries_of
from tongban.cases.uploads import EXTENSIONS
from tongban.kernel import blobs
from tongban.kernel.archive_packages import ENTRIES, HEAD, RECORD
from tongban.kernel.errors import Refusal
from tongban.kernel.exports import safe_cell
from tongban.kernel.models import Blob, LedgerEntry
from tongban.kernel.time import legal_date
from tongban.papers.models import Paper

COLUMNS = ("顺序", "题名", "文号", "责任者", "日期", "页数", "形式", "份数")
FORMS = {
    "paper": "文书",
    "electronic": "电子件",
    "original": "原件",
    "copy": "复印件",
    "commitment": "承诺书",
}
README = """这是一件办结事项的电子案卷。

catalogue.pdf、catalogue.csv  案卷目录
papers/                       文书（PDF），按案卷顺序
materials/                    申请人交来的电子材料，保持原样，换过的每一次都在（-v1 是第一次交的）；纸质材料只在目录里
steps/                        核查的照片、会议记录的扫描件
case.json                     申请内容、补录的理由、补正告知书和它的送达、各环节的记录（核查、会议、公示、异议、外部编号）、审核意见、决定理由、送达情况
record.jsonl                  办理过程的账本：一行一条，每条写着上一条的 SHA-256
manifest.json                 清单：来源、保管期限、每个文件的大小和 SHA-256
signature.json                签名：由谁出的，用县里公布的公钥核对

核对：tongban archive verify 文件名.zip
没有这个程序也能核对：逐个文件计算 SHA-256，和 manifest.json 里的对照。
"""


@dataclass(frozen=True)
class ArchiveFile:
    """One file: its name in the package, and what makes its bytes."""

    name: str
    content: Callable[[], bytes]


def files_of_archive(case: OpenCase) -> list[ArchiveFile]:
    """Every file but the manifest, in the package's order.

    Raises:
        Refusal: ``paper_not_ready``: one of its papers is not written out yet.
    """
    return [
        ArchiveFile("README.txt", README.encode),
        ArchiveFile("catalogue.csv", partial(_catalogue_csv, case)),
        *_papers(case),
        *files_of_materials(case),
        *_step_files(case),
        *_signatures(case),
        ArchiveFile("case.json", partial(case_json, case)),
        ArchiveFile(RECORD, partial(_record, case)),
    ]


def origin_of(case: OpenCase) -> dict[str, Any]:
    """What the manifest says the package is."""
    told = next(event for event in reversed(case.told()) if event.type == "archived").data
    state, row = case.state, case.row
    return {
        "archive_number": told["archive_number"],
        "case_number": row.number,
        "item_code": case.item.definition.code,
        "item_name": case.item.definition.name.zh,
        "item_edition": case.item.number,
        "body": row.body.name,
        "deciding_body": row.deciding_body.name,
        "outcome": state.outcome,
        "standing": state.standing,
        "received_on": legal_date(row.received_at).isoformat(),
        "ended_on": ended_on(case).isoformat(),
        "archived_on": legal_date(state.archived_at).isoformat() if state.archived_at else None,
        "kept": told["kept"],
        "kept_until": told["kept_until"],
        ENTRIES: row.ledger_seq,
        HEAD: bytes(row.ledger_hash).hex(),
        "made_by": "Tongban 通办",
    }


def _papers(case: OpenCase) -> Iterator[ArchiveFile]:
    filed = Paper.objects.select_related("blob").filter(subject=case.row.id, kind="archive_catalogue")
    catalogue = filed.latest("issued_at")
    yield ArchiveFile("catalogue.pdf", _paper(case, catalogue))
    for place, paper in enumerate(papers_in_order(case), 1):
        yield ArchiveFile(f"papers/{place:02d}-{paper.kind}.pdf", _paper(case, paper))


def _paper(case: OpenCase, paper: Paper) -> Callable[[], bytes]:
    if paper.blob is None:
        raise Refusal("paper_not_ready", {"number": paper.number})
    return partial(blobs.load, paper.blob, case.vault)


def files_of_materials(case: OpenCase) -> Iterator[ArchiveFile]:
    """Every electronic version of every material, the former ones marked with their number."""
    versions = material_versions(case)
    stored = Blob.objects.in_bulk([one.blob for one in versions if one.blob])
    places = {row.code: place for place, row in enumerate(case.materials, 1)}
    for one in versions:
        if one.blob in stored:
            blob = stored[one.blob]
            former = "" if one.latest else f"-v{one.version}"
            name = f"materials/{places[one.code]:02d}-{one.code}{former}.{EXTENSIONS[blob.media_type][0]}"
            yield ArchiveFile(name, partial(blobs.load, blob, case.vault))


def _catalogue_csv(case: OpenCase) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for place, line in enumerate(catalogue_lines(case), 1):
        cells = (
            place,
            line.title,
            line.number,
            line.by,
            line.dated.isoformat(),
            line.pages or "",
            FORMS[line.form],
            line.copies,
        )
        writer.writerow([safe_cell(str(cell)) for cell in cells])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _step_files(case: OpenCase) -> Iterator[ArchiveFile]:
    """Photos of a visit and minutes of a meeting, as they came in."""
    stored = StepFile.objects.filter(entry__case_id=case.row.id).select_related("entry", "blob")
    for place, row in enumerate(stored.order_by("entry__at", "order"), 1):
        name = f"steps/{place:02d}-{row.entry.step}-{row.entry.round}.{EXTENSIONS[row.blob.media_type][0]}"
        yield ArchiveFile(name, partial(blobs.load, row.blob, case.vault))


def _signatures(case: OpenCase) -> Iterator[ArchiveFile]:
    """The sheets that the members of a household signed."""
    stored = CaseSignature.objects.filter(case_id=case.row.id, blob__isnull=False).select_related("blob")
    for row in stored.order_by("order"):
        assert row.blob is not None
        name = f"signatures/{row.order + 1:02d}-{row.how}.{EXTENSIONS[row.blob.media_type][0]}"
        yield ArchiveFile(name, partial(blobs.load, row.blob, case.vault))


def case_json(case: OpenCase) -> bytes:
    """What was said in the matter, opened once more for the archive."""
    content = case.content
    labels = {question.code: question.label.zh for question in case.item.definition.questions}
    names = {step.code: step.name.zh for step in case.item.definition.steps}
    materials = {material.code: material.name.zh for material in case.item.definition.materials}
    told: Mapping[str, Any] = {
        "applicant": dict(content.applicant),
        "representative": dict(content.representative),
        "relation": content.relation,
        "signatures": [
            {**asdict(one), "at": one.at.isoformat()}
            for one in (signed(case) if case.item.definition.signers else ())
        ],
        "contact_phone": content.contact_phone,
        "answers": [
            {"code": code, "question": labels.get(code, code), "answer": value}
            for code, value in sorted(content.answers.items())
        ],
        "materials": [
            {
                "name": materials[row.code],
                "form": row.form,
                "verdict": row.verdict,
                "reason": open_text(row.reason, case.vault, "case.verdict"),
            }
            for row in case.materials
        ],
        "came_in": [
            {
                "name": materials[one.code],
                "form": one.form,
                "version": one.version,
                "received_on": one.received_on.isoformat(),
            }
            for one in material_versions(case)
        ],
        "received_later_because": content.later_reason,
        "correction_notices": [
            {**one.plain(), "said": kept}
            for one, kept in zip(case.state.course.rounds, kept_rounds(case), strict=True)
        ],
        "opinions": [
            {
                "step": names[row.code],
                "agrees": row.agrees,
                "opinion": open_text(row.opinion, case.vault, "case.opinion"),
                "at": row.at.isoformat() if row.at else None,
            }
            for row in case.steps
        ],
        "steps": [
            {
                "step": names.get(entry.step, entry.step),
                "round": entry.round,
                "kind": entry.kind,
                "agrees": entry.agrees,
                "at": entry.at.isoformat(),
                "record": dict(entry.record),
            }
            for entry in entries_of(case)
        ],
        "conclusion": open_values(case.row.conclusion, case.vault, "case.conclusion"),
        "delivery": open_values(case.row.handover, case.vault, "case.handover"),
        "afterwards": open_values(case.row.afterwards, case.vault, CONTEXT),
        "address": asdict(address_of(case)),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _record(case: OpenCase) -> bytes:
    """The stream as the ledger has it, byte by byte."""
    entries = LedgerEntry.objects.filter(kind="case", stream=str(case.row.id)).order_by("seq")
    return b"".join(bytes(raw) + b"\n" for raw in entries.values_list("canonical", flat=True))
