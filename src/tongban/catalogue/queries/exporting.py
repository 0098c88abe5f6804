"""The catalogue as a file: the contents of the highest layer, as they were written."""

from collections.abc import Mapping, Sequence
from typing import Any

from tongban.catalogue.authority import require_editor
from tongban.catalogue.exchange import tables, workbook, yaml_files
from tongban.catalogue.exchange.table_columns import Implementer
from tongban.catalogue.models import LayerVersion
from tongban.directory.models import Body, Division, Site
from tongban.directory.queries import default_place, top_division
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.rules.identifiers.organization import check_credit_code

WEEKDAYS = "一二三四五六日"


def export_contents(actor: Actor, codes: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """Item code → the newest content of its highest layer, by code.

    Args:
        codes: only these; empty: all.

    Raises:
        InputFaults: ``no_such_item`` (item): one of the codes.
        NotAuthorized: neither set-up nor an editor of the highest layer.
    """
    division = top_division()
    require_editor(actor, division)
    rows = LayerVersion.objects.filter(division_code=division, base=True).select_related("item")
    if codes:
        rows = rows.filter(item__code__in=codes)
    found = {row.item.code: dict(row.content) for row in rows.order_by("item__code", "number")}
    if unknown := [code for code in codes if code not in found]:
        raise InputFaults([FieldFault("item", "no_such_item", {"item": code}) for code in unknown])
    return found


def export_yaml(actor: Actor, codes: Sequence[str] = ()) -> dict[str, str]:
    """File name → its text.

    Raises:
        InputFaults, NotAuthorized: as for `export_contents`.
    """
    return {
        f"{code}.yaml": yaml_files.dump(content) for code, content in export_contents(actor, codes).items()
    }


def export_overrides(actor: Actor) -> dict[str, str]:
    """``layers/<division>.yaml`` → its text: what each place below says today.

    Raises:
        NotAuthorized: neither set-up nor an editor of the highest layer.
    """
    require_editor(actor, top_division())
    newest: dict[str, dict[str, Any]] = {}
    rows = LayerVersion.objects.filter(base=False).select_related("item")
    for row in rows.order_by("division_code", "item__code", "number"):
        newest.setdefault(row.division_code, {})[row.item.code] = row.content
    return {
        f"layers/{division}.yaml": yaml_files.dump_layers(list(overrides.values()))
        for division, overrides in newest.items()
    }


def export_workbook(actor: Actor, codes: Sequence[str] = ()) -> bytes:
    """The items as a workbook.

    Raises:
        InputFaults, NotAuthorized: as for `export_contents`.
    """
    return workbook.dump(export_contents(actor, codes).values())


def export_tables(actor: Actor, codes: Sequence[str] = (), *, bom: bool = True) -> bytes:
    """The items as the exchange tables, in the name of the authorities that decide them.

    Raises:
        InputFaults, NotAuthorized: as for `export_contents`.
    """
    contents = export_contents(actor, codes)
    return tables.dump(contents.values(), at=time.now(), implementer=_Implementers(), bom=bom)


class _Implementers:
    """Finds the authority of an item's decision: by its position, else by its level."""

    def __init__(self) -> None:
        sites = Site.objects.select_related("body").prefetch_related("positions", "hours").order_by("code")
        self._sites = list(sites)
        self._place = default_place()

    def __call__(self, content: Mapping[str, Any]) -> Implementer:
        decider = content["decider"]
        at_level = [site for site in self._sites if site.body.level == decider["level"]]
        holding = [
            site for site in at_level if decider["position"] in {one.code for one in site.positions.all()}
        ]
        if not at_level:
            return Implementer(level=str(decider["level"]))
        return self._implementer((holding or at_level)[0])

    def _implementer(self, site: Site) -> Implementer:
        body: Body = site.body
        division = Division.objects.filter(code=self._place, valid_to__isnull=True).first()
        return Implementer(
            name=body.name,
            credit_code=body.credit_code if _sound(body.credit_code) else "",
            level=body.level,
            address=site.address,
            phone=site.phone,
            complaint_phone=site.complaint_phone,
            hours="；".join(
                f"周{'、'.join(WEEKDAYS[int(day) - 1] for day in line.weekdays)} "
                f"{line.opens:%H:%M}-{line.closes:%H:%M}"
                for line in site.hours.all()
            ),
            division=self._place,
            division_name=division.name if division else "",
        )


def _sound(credit_code: str) -> bool:
    try:
        check_credit_code(credit_code)
    except ValueError:
        return False
    return True
