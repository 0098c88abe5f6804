"""What comes in for a case after it was filed: a material in the place of an old one, an answer put right."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.files.storage import default_storage

from tongban.cases.checking import check_answers, materials_needed, steps_needed
from tongban.cases.frame import OpenCase
from tongban.cases.replaced import KEPT, keep_replaced
from tongban.cases.requests import MaterialInput
from tongban.cases.sealed import seal_content
from tongban.cases.uploads import inspect
from tongban.kernel import blobs
from tongban.kernel.canonical import canonical_json
from tongban.kernel.digests import commitment, keyed_digest
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.models import Blob
from tongban.kernel.time import legal_date


@dataclass
class Brought:
    """What came in, taken and stored; its rows go with the act's batch.

    ``forms``: material → form.  ``answers``: the questions that are answered otherwise now.
    ``event``: what the ledger gets of it: forms, ids of files, codes of questions, a commitment to the new content.
    ``rows``: material → columns of its row.
    """

    forms: dict[str, str] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    event: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, dict[str, object]] = field(default_factory=dict)


def comparable(materials: tuple[MaterialInput, ...]) -> list[list[object]]:
    """What makes two deliveries differ; a file by its id or digest."""
    return [
        [one.code, one.form, one.upload_id, keyed_digest("upload", one.content) if one.content else None]
        for one in materials
    ]


@contextmanager
def taken_in(
    case: OpenCase, materials: tuple[MaterialInput, ...], answers: Mapping[str, Any]
) -> Iterator[Brought]:
    """Take materials and answers in; a file that was stored goes again where the act fails.

    Raises:
        InputFaults: ``not_asked_for``, ``form_not_taken``, ``file_empty``, ``upload_unknown``, the faults of a file
            (`cases.uploads`) and of an answer; ``answer_changes_matter``: with this answer other materials or
            other steps would be needed, which makes it another application.
    """
    faults = [*_material_faults(case, materials), *_answer_faults(case, answers)]
    if faults:
        raise InputFaults(faults)
    brought, stored = Brought(), list[Blob]()
    fresh = []
    for one in materials:
        brought.forms[one.code] = one.form
        brought.rows[one.code] = {"blob_id": one.upload_id, "reason": None}
        if one.content is not None:
            found = inspect(one.content, one.file_name, f"materials.{one.code}")
            fresh.append((one.code, blobs.NewFile(one.content, found.media_type, found.pages)))
    try:
        if fresh:
            stored = blobs.store_all([file for _, file in fresh], case.vault)
            for (code, _), blob in zip(fresh, stored, strict=True):
                brought.rows[code]["blob_id"] = blob.id
            case.batch.insert(*stored)
        brought.event = {
            "materials": dict(brought.forms),
            "blobs": {code: values["blob_id"] for code, values in brought.rows.items() if values["blob_id"]},
        }
        _answered(case, answers, brought)
        kept = keep_replaced(case, brought.answers, brought.rows)
        if kept is not None:
            stored = [*stored, kept]
            case.batch.insert(kept)
            brought.event[KEPT] = kept.id
        yield brought
    except BaseException:
        for blob in stored:
            default_storage.delete(blob.name)
        raise


def _material_faults(case: OpenCase, materials: tuple[MaterialInput, ...]) -> Iterator[FieldFault]:
    by_code = {material.code: material for material in case.item.definition.materials}
    asked = {row.code: row for row in case.materials}
    for one in materials:
        name = f"materials.{one.code}"
        if one.code not in asked:
            yield FieldFault(name, "not_asked_for")
        elif one.form not in by_code[one.code].forms:
            yield FieldFault(name, "form_not_taken", {"form": one.form})
        elif one.form == "electronic" and one.upload_id is None and not one.content:
            yield FieldFault(name, "file_empty")
        elif (
            one.upload_id is not None
            and not Blob.objects.filter(id=one.upload_id, key_id=case.row.key_id).exists()
        ):
            yield FieldFault(name, "upload_unknown")


def _answer_faults(case: OpenCase, answers: Mapping[str, Any]) -> Iterator[FieldFault]:
    if not answers:
        return
    item, before = case.item.definition, case.content.answers
    after, faults = check_answers(item, {**before, **answers}, today=legal_date(case.run.at))
    own = {f"answers.{code}" for code in answers}
    yield from (fault for fault in faults if fault.field in own)
    yield from (FieldFault(f"answers.{code}", "not_asked_for") for code in answers if code not in before)
    channel = case.row.channel
    for needed in (materials_needed, steps_needed):
        codes = [{one.code for one in needed(item, told, channel)} for told in (before, after)]
        if codes[0] != codes[1]:
            yield FieldFault(f"answers.{next(iter(answers))}", "answer_changes_matter")
            return


def _answered(case: OpenCase, answers: Mapping[str, Any], brought: Brought) -> None:
    """The content with its new answers, sealed; the ledger gets a commitment to it."""
    if not answers:
        return
    before = case.content.answers
    after, _ = check_answers(case.item.definition, {**before, **answers}, today=legal_date(case.run.at))
    brought.answers = tuple(code for code in answers if after.get(code) != before.get(code))
    content = replace(case.content, answers=after)
    case.changes["content"] = seal_content(content, case.vault)
    brought.event["answers"] = list(brought.answers)
    brought.event["content"] = commitment(bytes.fromhex(content.salt), canonical_json(content.plain()))
