"""Who of a household has signed and who still must, for the desk and, with names masked, for the applicant."""

from dataclasses import replace

from tongban.cases.frame import OpenCase, load
from tongban.cases.models import CaseSignature
from tongban.cases.queries.files import StoredFile
from tongban.cases.queries.shapes import SignerView
from tongban.cases.signing import signed, signers_of, standing
from tongban.cases.uploads import EXTENSIONS
from tongban.directory.queries import assignment_labels
from tongban.kernel import blobs
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized, NotFound
from tongban.kernel.masking import mask_name
from tongban.rules.clearance import FILE, cleared


def signers_view(case: OpenCase) -> tuple[SignerView, ...]:
    """Everybody whom the item asks, in the order of the household; nobody and no statement where it asks nobody."""
    asked = signers_of(case)
    if not asked:
        return ()
    on_record = standing(signed(case))
    labels = assignment_labels({one.by for one in on_record.values() if one.by is not None})
    lines = []
    for signer in asked:
        line, found = SignerView(signer.order, signer.name, signer.relation), on_record.get(signer.who)
        if found is not None:
            line = replace(
                line,
                how=found.how,
                at=found.at,
                by=labels.get(found.by or 0, ""),
                witness=found.witness,
                witness_relation=found.witness_relation,
                file=found.order if found.stored else None,
                guardian=found.guardian,
                guardian_relation=found.guardian_relation,
                guardian_proof=found.guardian_proof,
                ground=found.ground,
                reason=found.reason,
            )
        lines.append(line)
    return tuple(lines)


def signers_told(case: OpenCase) -> tuple[SignerView, ...]:
    """The same for outside: names masked, nothing of who wrote it down or of the witness."""
    return tuple(
        SignerView(one.order, mask_name(one.name), one.relation, one.how, one.at)
        for one in signers_view(case)
    )


def signature_file(actor: Actor, number: str, order: int) -> StoredFile:
    """The drawing or the signed sheet; the look is recorded.

    Raises:
        NotFound: the case is not there for this actor, or has no such file.
        NotAuthorized: ``above_clearance``.
    """
    if not isinstance(actor, Staff):
        raise NotFound("file")
    case = load(actor, number, lock=False)
    row = CaseSignature.objects.filter(case_id=case.row.id, order=order).select_related("blob").first()
    if row is None or row.blob is None:
        raise NotFound("file")
    if not cleared(actor.role, FILE):
        raise NotAuthorized("above_clearance")
    record_access(actor, "original", case.row.id, field=f"signatures.{order}")
    extension = EXTENSIONS[row.blob.media_type][0]
    return StoredFile(
        blobs.load(row.blob, case.vault), row.blob.media_type, f"signature-{order + 1}.{extension}"
    )
