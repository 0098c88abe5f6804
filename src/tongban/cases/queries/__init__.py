"""What may be read of cases, each through `visible_to(actor)`."""

from tongban.cases.list_filter import COLUMNS, ListFilter, filter_of
from tongban.cases.queries.access import (
    Search,
    open_look,
    search_looks,
    sums_of_day,
)
from tongban.cases.queries.audit_day import acts_on_cases, administration_events
from tongban.cases.queries.could_see import CouldSee, Opened, Sight, could_see
from tongban.cases.queries.drafts import (
    DraftRow,
    DraftView,
    application_from,
    begun_token,
    draft,
    draft_file,
    my_drafts,
    submission_key,
)
from tongban.cases.queries.explanation import Explanation, explain
from tongban.cases.queries.external import CopyLine, external_fields
from tongban.cases.queries.files import (
    StoredFile,
    material_file,
    material_page,
    paper_file,
    preview_pages,
    preview_paper,
)
from tongban.cases.queries.filing import FilingPage, FilingRow, filing
from tongban.cases.queries.forecast import Forecast, forecast
from tongban.cases.queries.kin_view import recusal_choices
from tongban.cases.queries.lists import count_to_export, my_cases, my_count, my_list, rows_to_export
from tongban.cases.queries.looks import looks_at_mine
from tongban.cases.queries.one import case_for
from tongban.cases.queries.people_here import people_here
from tongban.cases.queries.proof import Proof, proof
from tongban.cases.queries.public_notices import HangingNotice, HangingNotices, hanging_notices
from tongban.cases.queries.saved_lists import SavedView, saved_lists
from tongban.cases.queries.shapes import CaseRow
from tongban.cases.queries.signers_view import signature_file
from tongban.cases.queries.step_files import step_file
from tongban.cases.queries.submissions import submission
from tongban.cases.queries.tracking import find_tracker, track
from tongban.cases.queries.unusual import unusual_looks
from tongban.cases.queries.who_can import WhoCan, who_can
from tongban.cases.taking.board import Waiting, waiting_at, waiting_by_post
from tongban.cases.taking.handover import Handover, HandoverLine, handover, held_by

__all__ = [
    "COLUMNS",
    "CaseRow",
    "CopyLine",
    "CouldSee",
    "DraftRow",
    "DraftView",
    "Explanation",
    "FilingPage",
    "FilingRow",
    "Forecast",
    "Handover",
    "HandoverLine",
    "HangingNotice",
    "HangingNotices",
    "ListFilter",
    "Opened",
    "Proof",
    "SavedView",
    "Search",
    "Sight",
    "StoredFile",
    "Waiting",
    "WhoCan",
    "acts_on_cases",
    "administration_events",
    "application_from",
    "begun_token",
    "case_for",
    "could_see",
    "count_to_export",
    "draft",
    "draft_file",
    "explain",
    "external_fields",
    "filing",
    "filter_of",
    "find_tracker",
    "forecast",
    "handover",
    "hanging_notices",
    "held_by",
    "looks_at_mine",
    "material_file",
    "material_page",
    "my_cases",
    "my_count",
    "my_drafts",
    "my_list",
    "open_look",
    "paper_file",
    "people_here",
    "preview_pages",
    "preview_paper",
    "proof",
    "recusal_choices",
    "rows_to_export",
    "saved_lists",
    "search_looks",
    "signature_file",
    "step_file",
    "submission",
    "submission_key",
    "sums_of_day",
    "track",
    "unusual_looks",
    "waiting_at",
    "waiting_by_post",
    "who_can",
]
