"""Who is away today, who keeps which seal, and what an approver has lent."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tongban.catalogue import queries as catalogue
from tongban.directory import commands
from tongban.directory import queries as directory
from tongban.faces.workbench.administration.people import away as away_days
from tongban.faces.workbench.administration.people.form import day, key_of, number, run, text
from tongban.faces.workbench.administration.people.staff import administrator_of
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized
from tongban.kernel.queries import today

SEALS = ("official", "special", "electronic")


@staff_only
@require_http_methods(["GET", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """Who is away today and will be; everybody enters their own days here, and the head a colleague's."""
    actor = staff_of(request)
    here = reverse("work:away")
    chosen = number(request, "staff") if request.method == "POST" else 0
    whose = chosen or actor.staff_id

    return run(
        request,
        away_days.acts(request, actor, whose, here),
        lambda: {
            "away": directory.away(actor),
            "later": directory.away_later(actor),
            "own": away_days.entered(
                actor, actor.staff_id, directory.staff_card(actor, actor.staff_id).absences
            ),
            "colleagues": directory.whose_days(actor),
            "may_strike": directory.to_strike_out(actor),
            **away_days.seen(request, actor, whose),
            "kinds": away_days.KINDS_OF_ABSENCE,
            "today": today(),
            "tab": "away",
            "here": "away",
        },
        "workbench/people/away.html",
    )


@staff_only
@require_http_methods(["GET", "POST"])
def seals(request: HttpRequest) -> HttpResponse:
    """The register of seals; prints as it stands."""
    actor = administrator_of(request)
    here = reverse("work:seals")

    def enter() -> str:
        commands.enter_seal(
            actor,
            body_id=number(request, "body"),
            kind=text(request, "kind"),
            name=text(request, "name"),
            keeper_id=number(request, "keeper"),
            starts=day(request, "starts"),
            idempotency_key=key_of(request),
        )
        return here

    def hand_over() -> str:
        commands.hand_over_seal(
            actor,
            number(request, "custody"),
            keeper_id=number(request, "next_keeper"),
            on=day(request, "on"),
            idempotency_key=key_of(request),
        )
        return here

    def retire() -> str:
        commands.retire_seal(
            actor,
            number(request, "custody"),
            last_day=day(request, "last_day"),
            idempotency_key=key_of(request),
        )
        return here

    def hand_over_here() -> str:
        try:
            return hand_over()
        except InputFaults as refused:
            raise InputFaults(
                [
                    FieldFault("next_keeper" if one.field == "keeper" else one.field, one.code, one.params)
                    for one in refused.faults
                ]
            ) from None

    return run(
        request,
        {"enter": enter, "hand_over": hand_over_here, "retire": retire},
        lambda: {
            "seals": directory.seals(actor),
            "keeps": actor.role == "system_admin",
            "bodies": directory.bodies(),
            "keepers": directory.keepers(),
            "kinds": SEALS,
            "today": today(),
            "tab": "seals",
            "here": "people",
        },
        "workbench/people/seals.html",
    )


@staff_only
@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """What this approver has lent to whom, and lending more.

    Raises:
        NotAuthorized: ``not_yours_to_delegate``.
    """
    actor = _approver(request)
    here = reverse("work:delegations")

    def lend() -> str:
        offered = {code for code, _ in _items()}
        chosen = [code for code in request.POST.getlist("items") if code in offered]
        if text(request, "scope") not in ("all", "some"):
            raise InputFaults([FieldFault("scope", "choice_missing")])
        if text(request, "scope") == "some" and not chosen:
            raise InputFaults([FieldFault("items", "choice_missing")])
        commands.delegate_approval(
            actor,
            staff_id=number(request, "staff"),
            items=chosen if text(request, "scope") == "some" else [],
            starts=day(request, "starts"),
            ends=day(request, "ends"),
            idempotency_key=key_of(request),
        )
        return here

    def revoke() -> str:
        commands.revoke_delegation(actor, number(request, "assignment"), idempotency_key=key_of(request))
        return here

    return run(
        request,
        {"lend": lend, "revoke": revoke},
        lambda: {
            "lent": directory.lent_powers(actor),
            "colleagues": directory.colleagues(actor),
            "items": _items(),
            "chosen": request.POST.getlist("items"),
            "may_lend": actor.delegated_by is None,
            "today": today(),
            "here": "delegations",
        },
        "workbench/people/delegations.html",
    )


def _approver(request: HttpRequest) -> Staff:
    actor = staff_of(request)
    if actor.role not in ("approver", "county_approver"):
        raise NotAuthorized("not_yours_to_delegate")
    return actor


def _items() -> list[tuple[str, object]]:
    return [(item.code, item.name) for item in catalogue.published_items()]
