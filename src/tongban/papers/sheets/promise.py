"""承诺书: a promise in the place of a paper, told in full and signed by hand.

容缺受理承诺书 (the paper follows) and 告知承诺书 (the word replaces it).  It is the applicant's paper, not the
authority's: it has no number, and the signed sheet is kept with the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from tongban.papers.content_values import Checked, require_lines, require_text
from tongban.papers.sheets.content import SheetHead


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseSheet(Checked):
    """One promise.

    Args:
        promise: the paper follows later, or the word replaces it.
        applicant, number, phone: as far as known; "" is left to the pen.
        material: in whose place it stands.
        told: what the authority tells, line by line.
        said: what the applicant promises, line by line.
        case_number: "" before it was filed.
    """

    kind: ClassVar[str] = "promise"

    head: SheetHead
    promise: Literal["deferred", "committed"]
    applicant: str
    number: str
    phone: str
    material: str
    told: tuple[str, ...]
    said: tuple[str, ...]
    case_number: str = ""

    def _check_rules(self) -> None:
        require_text(self, "material")
        require_lines(self, "told")
        require_lines(self, "said")
