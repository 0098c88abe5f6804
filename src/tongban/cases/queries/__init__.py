"""What may be read of cases, each through `visible_to(actor)`."""

from tongban.cases.queries.drafts import (
    DraftRow,
    DraftView,
    application_from,
    draft,
    draft_file,
    my_drafts,
)
from tongban.cases.queries.files import (
    StoredFile,
    material_file,
    material_page,
    paper_file,
    preview_pages,
    preview_paper,
)
from tongban.cases.queries.lists import my_cases, my_list
from tongban.cases.queries.one import case_for
from tongban.cases.queries.proof import Proof, proof
from tongban.cases.queries.submissions import submission
from tongban.cases.queries.tracking import find_tracker, track

__all__ = [
    "DraftRow",
    "DraftView",
    "Proof",
    "StoredFile",
    "application_from",
    "case_for",
    "draft",
    "draft_file",
    "find_tracker",
    "material_file",
    "material_page",
    "my_cases",
    "my_drafts",
    "my_list",
    "paper_file",
    "preview_pages",
    "preview_paper",
    "proof",
    "submission",
    "track",
]
