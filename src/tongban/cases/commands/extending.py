"""The one extension of the law's limit (行政许可法 art. 42): before it is over, by whom the item names, with a reason."""

from tongban.cases.clock_acts import extended_event, extension_rule
from tongban.cases.frame import act_on
from tongban.cases.issuing import issue
from tongban.cases.lent_power import require_own_or_lent
from tongban.cases.notices import notice
from tongban.cases.paper_contents_clock import extension_notice
from tongban.cases.requests import Done
from tongban.cases.said_of_clock import say
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized
from tongban.kernel.ledger import Event
from tongban.rules.lifecycle import Act


def extend(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    reason: str,
    days: int | None = None,
) -> Done:
    """Extend the law's limit, once; the promise stays as it was, and paper and page say so.

    Args:
        reason: told to the applicant on 延期告知书.
        days: how many more, in the limit's own unit; None: as many as the item's rule allows.

    Raises:
        InputFaults: more days than the rule allows; a reason that says nothing.
        Refusal: ``extension_not_allowed``, ``no_statutory_limit``, ``extended_before``, ``extension_too_late``.
        NotAuthorized: ``not_the_extender``: not the position that the item's rule names, at the deciding body.
        NotFound, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.EXTEND,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"reason": reason, "days": days},
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        rule, before = extension_rule(case), case.state
        if rule is not None and actor.position_code != rule[2]:
            raise NotAuthorized("not_the_extender")
        lent = require_own_or_lent(actor, case)
        event = extended_event(case, actor, days, reason)
        case.append(Event(event.type, {**event.data, **lent}))
        say(case, "extension", {"reason": reason.strip()})
        last = case.state.statutory_due
        assert last is not None
        case.add_message(
            notice(
                "extended",
                case.content.contact_phone,
                case.row.number,
                case.item,
                case.row.handling_site,
                case.run,
                case.vault,
                f"{last.month}月{last.day}日",
            )
        )
        issue(
            case,
            "extension_notice",
            lambda head: extension_notice(
                head, case, before, case.state, reason=reason, approved_by=actor.label
            ),
            issuer=case.row.deciding_body,
        )
        return case.save({}, {})
