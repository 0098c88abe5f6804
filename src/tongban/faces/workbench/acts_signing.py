"""A household's signatures: the form of one signature, and the drawn or scanned sheet to look at."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tongban.cases import commands
from tongban.cases.queries import signature_file
from tongban.cases.queries.shapes import CaseView
from tongban.cases.steps.records import StepUpload
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.act_shape import Act, Files, Inputs, text_of
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.rules.signers import UNSIGNED_GROUNDS

WAYS = ("screen", "paper", "fingerprint")
NOBODY_SIGNS = ("cannot", "refuses")
BESIDE = ("guardian", "guardian_relation", "guardian_proof", "ground", "reason")


def _signature(posted: QueryDict) -> Inputs:
    return {
        "signer": whole_number(posted.get("signer", ""), 3),
        "how": posted.get("how", ""),
        "drawing": posted.get("drawing", ""),
        "witness": text_of(posted, "witness"),
        "witness_relation": text_of(posted, "witness_relation"),
        **{name: text_of(posted, name) for name in BESIDE},
    }


def _sheet(posted: QueryDict, files: Files) -> Inputs:
    scan = files.get("scan")
    return {"scan": StepUpload(scan.read(), scan.name or "") if scan is not None else None}


def _page(case: CaseView, values: QueryDict) -> Inputs:
    waiting = [one for one in case.signers if not one.signed]
    return {
        "handed_over": True,  # the family looks at this page: nothing stands there that is the office's own question
        "waiting": waiting,
        "done": [one for one in case.signers if one.signed],
        "chosen": whole_number(values.get("signer", ""), 3) if "signer" in values else None,
        "only": len(waiting) == 1,
    }


@staff_only
@require_GET
def signature(request: HttpRequest, number: str, order: int) -> HttpResponse:
    """The sheet of one signature, always as a download: nothing foreign is shown inside our pages."""
    stored = signature_file(staff_of(request), number, order)
    name = content_disposition_header(as_attachment=True, filename=stored.file_name) or "attachment"
    return HttpResponse(stored.content, content_type=stored.media_type, headers={"Content-Disposition": name})


SIGNING_ACTS: dict[str, Act] = {
    "record_signature": Act(
        _("登记签名"),
        commands.record_signature,
        _signature,
        prints=False,
        choices={"how": (*WAYS, *NOBODY_SIGNS), "ground": UNSIGNED_GROUNDS},
        read_files=_sheet,
        page=_page,
    ),
}
