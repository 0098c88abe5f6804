"""What every page of a draft shows around its form: the sections with their faults, when it was saved."""

from typing import Any

from django.utils.timezone import localtime

from tongban.catalogue.queries import DraftView
from tongban.directory import queries as directory
from tongban.faces.workbench.catalogue.sections import SECTIONS, Section, section_of


def frame(view: DraftView, chosen: Section | None) -> dict[str, Any]:
    """What every page of a draft shows around its form."""
    counts: dict[str, int] = {}
    for fault in view.faults:
        key = fault.path.split(".", 1)[0]
        own = "changes" if not view.base and key in ("changes", "taken", "reason", "item") else ""
        counts[own or section_of(key).code] = counts.get(own or section_of(key).code, 0) + 1
    return {
        "draft": view,
        "place": directory.place_name(view.division_code),
        "sections": [(one, counts.get(one.code, 0)) for one in SECTIONS],
        "changes_faults": counts.get("changes", 0),
        "fault_count": len(view.faults),
        "chosen": chosen,
        "part": chosen.code if chosen else "",
        "saved_at": localtime(view.updated_at),
        "here": "catalogue",
    }
