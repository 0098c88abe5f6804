"""The part of a matter that a counter or point sees where another township handles it (通办).

What it took in, where it stands, the notice to hand on, the result to hand over.  No opinions, no verdicts and no reasons
beyond the notice, nothing to unmask, no inner history.  A field of `CaseView` that stands in neither list below is empty.
"""

from dataclasses import MISSING, Field, fields, replace
from functools import cache
from typing import Any

from tongban.cases.authority import IN_PART as IN_PART
from tongban.cases.frame import OpenCase
from tongban.cases.part import just_taken_in, own_materials, own_papers
from tongban.cases.queries.shapes import AnswerView, CaseView, MaterialView, PersonView, TimelineEntry
from tongban.kernel.actors import Staff

SHOWN = frozenset(
    {
        *("id", "number", "version", "item", "item_version", "status", "outcome", "phase", "channel"),
        *("representation", "received_at", "entered_at", "synced_at", "accepted_at", "concluded_at"),
        *(
            "delivered_at",
            "assister",
            "intake_site",
            "handling_site",
            "body",
            "deciding_body",
            "clocks",
            "waited",
        ),
        *(
            "acts",
            "custody",
            "correction",
            "erased",
            "receipt",
            "identity_proof",
            "mandate_seen",
            "mandate_until",
        ),
    }
)
"""As the whole view has it: what the applicant's own page and receipt say too, and where the result lies."""
CUT = frozenset(
    {
        *(
            "applicant",
            "representative",
            "answers",
            "materials",
            "papers",
            "timeline",
            "delivery",
            "query_code",
        ),
        *("in_part", "handling_phone"),
    }
)
"""Cut to this site's part."""
_NOTHING: dict[str, Any] = {"decision_reason": "", "cautions": (), "steps": ()}
TOLD = frozenset(
    {
        *("submitted", "corrections_requested", "notice_served", "corrected", "accepted", "deemed_accepted"),
        *("declined", "decided", "withdrawn", "deemed_withdrawn", "terminated"),
        *("result_taken_out", "result_sent", "result_arrived", "result_brought_back", "delivered"),
    }
)
"""The events that the applicant is told of as well."""


def reduced(whole: CaseView, case: OpenCase, actor: Staff) -> CaseView:
    """The whole view cut down to this site's part."""
    took_in = case.state.intake_site_id == actor.site_id
    hands_over = case.state.collect_site_id == actor.site_id
    files, papers = own_materials(case, actor), own_papers(case, actor)
    return replace(
        whole,
        **_hidden(),
        applicant=_closed(whole.applicant),
        representative=_closed(whole.representative) if whole.representative else None,
        answers=tuple(_shut(answer) for answer in whole.answers) if took_in else (),
        materials=tuple(_material(one, own=one.code in files) for one in whole.materials) if took_in else (),
        papers=tuple(paper for paper in whole.papers if paper.kind in papers),
        timeline=tuple(_told(entry) for entry in whole.timeline if entry.type in TOLD),
        delivery=whole.delivery if hands_over else None,
        query_code=whole.query_code if took_in and just_taken_in(case) else "",
        in_part=True,
        handling_phone=case.row.handling_site.phone,
    )


@cache
def _hidden() -> dict[str, Any]:
    """Every other field, as where there is nothing: also one that is added to the view later on."""
    others = [one for one in fields(CaseView) if one.name not in SHOWN | CUT]
    return {one.name: _nothing_of(one) for one in others}


def _nothing_of(one: Field[Any]) -> Any:
    if one.default is not MISSING:
        return one.default
    return one.default_factory() if one.default_factory is not MISSING else _NOTHING[one.name]


def _closed(person: PersonView) -> PersonView:
    return replace(person, opens_name=False, opens_number=False, opens_phone=False)


def _shut(answer: AnswerView) -> AnswerView:
    return replace(answer, openable=False)


def _material(one: MaterialView, *, own: bool) -> MaterialView:
    bare = replace(
        one, verdict="", reason="", open=False, point=None, words="", deferrable=False, promise=None
    )
    return bare if own else replace(bare, upload_id=None, media_type="", pages=0, size=0)


def _told(entry: TimelineEntry) -> TimelineEntry:
    """When and what; who at the other office did it is its own matter."""
    return replace(entry, by="", params={})
