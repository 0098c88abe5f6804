"""Many pieces of an application at once, as one form brings them: one transaction, what did not change left alone."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from tongban.cases.drafting import DraftContent, DraftMaterial, OpenDraft, item_of, open_draft
from tongban.cases.pieces import DraftPieces, LaidOver, laid_over
from tongban.cases.requests import MaterialInput
from tongban.cases.uploads import Inspected, inspect
from tongban.kernel import blobs
from tongban.kernel.batch import Batch
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.models import Blob


def save_pieces(token: str, pieces: DraftPieces) -> tuple[FieldFault, ...]:
    """Keep them all, faulty ones too where they can be mended.

    Codes that the item does not ask for are passed over.

    Returns:
        What cannot stand: answers, persons, representation, materials, in this order.

    Raises:
        NotFound: no such draft.
    """
    looked_at, refused = _looked_at(pieces.materials)
    with transaction.atomic():
        draft = open_draft(token, lock=True)
        laid = laid_over(draft.content, item_of(draft.row, draft.content), pieces, refused)
        batch = Batch()
        content = _with_files_stored(draft, laid, looked_at, batch)
        _drop_files(laid.dropped, batch)
        if content != draft.content:
            draft.change(**content.__dict__)
            draft.write_with(batch)
        batch.write()
    return laid.faults


def _looked_at(
    materials: tuple[MaterialInput, ...],
) -> tuple[dict[str, Inspected], dict[str, tuple[FieldFault, ...]]]:
    """What each file is, or its faults; decoding takes its time, so it comes before the lock."""
    sound, refused = {}, {}
    for given in materials:
        if given.content is None:
            continue
        try:
            sound[given.code] = inspect(given.content, given.file_name, f"materials.{given.code}")
        except InputFaults as wrong:
            refused[given.code] = wrong.faults
    return sound, refused


def _with_files_stored(
    draft: OpenDraft, laid: LaidOver, looked_at: Mapping[str, Inspected], batch: Batch
) -> DraftContent:
    materials = dict(laid.content.materials)
    for code, given in laid.files.items():
        found = looked_at[code]
        assert given.content is not None
        blob = blobs.store(given.content, found.media_type, draft.vault, found.pages)
        batch.insert(blob)
        materials[code] = replace(materials[code], media_type=found.media_type, upload_id=blob.id.hex)
    return replace(laid.content, materials=materials)


def _drop_files(dropped: tuple[DraftMaterial, ...], batch: Batch) -> None:
    for held in dropped:
        blob = Blob.objects.filter(id=UUID(held.upload_id)).first() if held.upload_id else None
        if blob is not None:
            batch.delete(Blob, {"id": blob.id})
            transaction.on_commit(partial(default_storage.delete, blob.name))
