"""The files of an application: those that came with it, and those that its draft holds already."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from tongban.cases.checking import materials_needed
from tongban.cases.drafting import read_content
from tongban.cases.models import CaseMaterial, Draft
from tongban.cases.requests import Application
from tongban.cases.uploads import inspect
from tongban.catalogue.queries import PinnedItem
from tongban.kernel import blobs
from tongban.kernel.batch import Batch
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.kept_queries import KeptQuery
from tongban.kernel.models import Blob
from tongban.kernel.secrets import Vault, new_vault, open_vault
from tongban.rules.promises import FORM as COMMITMENT
from tongban.rules.promises import LATER


@dataclass
class Files:
    """The draft an application was written in, its key, and the files that came with it."""

    vault: Vault
    draft: Draft | None
    kept: dict[UUID, Blob]  # stored with the draft
    stored: list[str]  # names of files written by this run

    def forget_stored(self) -> None:
        """The run failed: no row will name its files."""
        for name in self.stored:
            default_storage.delete(name)


_KEPT_FILES = KeptQuery[Blob](lambda key: Blob.objects.filter(key_id=key), {"key": UUID(int=1)})


def files_of(draft: Draft | None, batch: Batch) -> Files:
    """The draft's key becomes the case's, so that its files need no second sealing; else a new key.

    Args:
        draft: its row, held by this transaction; it goes with the batch.
    """
    if draft is None:
        key, vault = new_vault()
        batch.insert(key)
        return Files(vault, None, {}, [])
    batch.delete(Draft, {"id": draft.id})
    vault = open_vault(draft.key)
    held = read_content(draft.content, vault).materials.values()
    kept = _KEPT_FILES.all(key=draft.key_id) if any(one.upload_id for one in held) else []
    return Files(vault, draft, {blob.id: blob for blob in kept}, [])


def material_rows(
    case_id: UUID,
    item: PinnedItem,
    application: Application,
    answers: Mapping[str, str],
    files: Files,
    batch: Batch,
) -> list[CaseMaterial]:
    """A row for each material that this case needs, to be inserted; files that came along are stored.

    Raises:
        InputFaults: a file's faults (`cases.uploads`); ``upload_unknown``.
    """
    handed_in = {material.code: material for material in application.materials}
    rows: list[CaseMaterial] = []
    fresh: list[tuple[CaseMaterial, blobs.NewFile]] = []
    for order, material in enumerate(materials_needed(item.definition, answers, application.channel)):
        given = handed_in.get(material.code)
        row = CaseMaterial(
            case_id=case_id,
            code=material.code,
            order=order,
            required=material.necessity == "required",
            form=given.form if given and given.form != LATER else "",
            promise="committed" if given and given.form == COMMITMENT else "",
        )
        if given and given.content is not None:
            found = inspect(given.content, given.file_name, f"materials.{material.code}")
            fresh.append((row, blobs.NewFile(given.content, found.media_type, found.pages)))
        elif given and given.upload_id is not None:
            if given.upload_id not in files.kept:
                raise InputFaults([FieldFault(f"materials.{material.code}", "upload_unknown")])
            row.blob_id = given.upload_id
        rows.append(row)
    if fresh:
        stored = blobs.store_all([file for _, file in fresh], files.vault)
        for (row, _), blob in zip(fresh, stored, strict=True):
            files.stored.append(blob.name)
            row.blob_id = blob.id
        batch.insert(*stored)
    used = {row.blob_id for row in rows}
    for blob in files.kept.values():
        if blob.id not in used:  # what the answers no longer ask for goes with the draft
            batch.delete(Blob, {"id": blob.id})
            transaction.on_commit(partial(default_storage.delete, blob.name))
    return rows
