"""The acts of the delivery register as forms."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases import commands
from tongban.faces.common.typed_numbers import version_seen
from tongban.faces.workbench.act_shape import Act, Inputs, text_of


def _received(posted: QueryDict) -> Inputs:
    return {"certificate": text_of(posted, "certificate"), "note": text_of(posted, "note")}


def _taken_out(posted: QueryDict) -> Inputs:
    return {
        "assister": version_seen(text_of(posted, "assister")),
        "signed": text_of(posted, "signed"),
        "agreed": posted.get("agreed") == "yes",
        "note": text_of(posted, "note"),
    }


def _brought_back(posted: QueryDict) -> Inputs:
    return {"note": text_of(posted, "note")}


def _sent(posted: QueryDict) -> Inputs:
    return {
        "site_code": text_of(posted, "site_code"),
        "carrier": text_of(posted, "carrier"),
        "agreed": posted.get("agreed") == "yes",
        "note": text_of(posted, "note"),
    }


CUSTODY_ACTS: dict[str, Act] = {
    "receive_result": Act(_("登记县里送来的结果"), commands.receive_result, _received, prints=False),
    "take_out_result": Act(_("交代办员带走"), commands.take_out_result, _taken_out, prints=False),
    "bring_back_result": Act(_("登记带回"), commands.bring_back_result, _brought_back, prints=False),
    "send_result": Act(_("送到别的乡镇"), commands.send_result, _sent, prints=False),
    "receive_sent_result": Act(_("登记送到"), commands.receive_sent_result, _brought_back, prints=False),
}
