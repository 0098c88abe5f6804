"""Opening one masked value, with a reason, on the access log (个人信息保护法 art. 28; every look recorded)."""

from tongban.cases.frame import OpenCase, load
from tongban.cases.kinship import kin_of
from tongban.cases.replaced import replaced_in
from tongban.kernel import time
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized
from tongban.kernel.powers import require_power
from tongban.rules.clearance import MARK_OF_PART, cleared
from tongban.rules.minors import under_fourteen
from tongban.rules.substance import LEAST_TO_LOOK, why_not_substance

REASON_LENGTH = 200


def unmask(actor: Actor, number: str, *, field: str, reason: str) -> str:
    """The value behind a mask.

    Args:
        field: ``applicant.name`` (of somebody under fourteen), ``applicant.number``, ``applicant.phone``,
            ``representative.number``, ``representative.phone`` ``answers.<code>``, or ``replaced.<n>.<code>`` of what a
            correction under a legal hold replaced.
        reason: 2 to 200 characters, at least two of them letters or digits; kept sealed in the access log.

    Raises:
        InputFaults: no reason, or no such field.
        NotAuthorized: only staff with work on cases unmask; ``above_clearance`` what the role is not cleared for;
            ``near_kin_look`` in a matter of their kin.
        NotFound: the case is not there for this actor.
    """
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    if len(reason.strip()) > REASON_LENGTH:
        raise InputFaults([FieldFault("reason", "too_long", {"most": REASON_LENGTH})])
    if why := why_not_substance(reason, LEAST_TO_LOOK):
        raise InputFaults([FieldFault("reason", why, {"least": LEAST_TO_LOOK})])
    case = load(actor, number, lock=False)
    require_power("cases.unmask", actor)
    value, mark = _marked(case, field)
    if not cleared(actor.role, mark):
        raise NotAuthorized("above_clearance")
    if kin_of(actor, case):  # whoever does not handle the matter has no need to know
        raise NotAuthorized("near_kin_look")
    record_access(actor, "unmasked", case.row.id, field=field, reason=reason.strip(), vault=case.vault)
    return value


def _marked(case: OpenCase, field: str) -> tuple[str, str]:
    """A value and the mark it bears."""
    holder, _, name = field.partition(".")
    if field == "applicant.name" and under_fourteen(case.content.applicant["number"], time.today()):
        return str(case.content.applicant["name"]), MARK_OF_PART["name"]
    if holder in ("applicant", "representative") and name in ("number", "phone"):
        return str(getattr(case.content, holder).get(name, "")), MARK_OF_PART[name]
    if holder == "answers" and name in case.content.answers:
        asked = next((one for one in case.item.definition.questions if one.code == name), None)
        if asked is not None:
            # rows of people
            return str(case.content.answers[name]).replace("|", " "), asked.sensitivity
    if holder == "replaced":
        return _replaced(case, *name.partition(".")[::2])
    raise InputFaults([FieldFault("field", "not_an_option")])


def _replaced(case: OpenCase, index: str, code: str) -> tuple[str, str]:
    """An answer as it was before a correction under a legal hold."""
    for old in replaced_in(case, case.told()):
        asked = next((one for one in case.item.definition.questions if one.code == code), None)
        if str(old.index) == index and code in old.answers and asked is not None:
            return str(old.answers[code]).replace("|", " "), asked.sensitivity
    raise InputFaults([FieldFault("field", "not_an_option")])
