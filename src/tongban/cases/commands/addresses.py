"""Confirming where and how papers are delivered (送达地址确认书); giving and taking back consent to electronic delivery."""

from tongban.cases.addresses import Address, address_of, check_address, sealed_address
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.issuing import issue
from tongban.cases.mandating import require_own_or_mandate
from tongban.cases.notices import notice
from tongban.cases.paper_contents import copies
from tongban.cases.requests import Done
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.ledger import Event
from tongban.kernel.masking import mask_phone
from tongban.kernel.time import legal_date
from tongban.papers.content import PaperHead
from tongban.papers.content_afterwards import AddressConfirmation
from tongban.rules.lifecycle import Act


def confirm_address(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    address: str,
    way: str,
    electronic: bool,
    receiver: str = "",
    phone: str = "",
    email: str = "",
) -> Done:
    """Confirm the address of this matter: at the counter, or by the applicant themselves; the newest holds.

    Args:
        way: ``collect``, ``post``, ``assister``, ``electronic``.
        electronic: consent to electronic delivery; False withdraws one that was given.
        receiver: who takes papers; "" for the applicant.

    Raises:
        InputFaults: as `check_address`.
        Refusal: ``mandate_over_meanwhile`` to an organization's handler whose mandate ended.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    told = Address(receiver.strip(), address.strip(), phone.strip(), email.strip(), way, electronic)
    body = {
        "receiver": receiver,
        "address": address,
        "phone": phone,
        "email": email,
        "way": way,
        "electronic": electronic,
    }
    with act_on(
        Act.CONFIRM_ADDRESS,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        require_own_or_mandate(actor, case)
        check_address(case, told)
        withdrawn = address_of(case).electronic and not electronic
        case.append(
            Event("address_confirmed", {"way": way, "electronic": electronic, "consent_withdrawn": withdrawn})
        )
        case.changes["address"] = sealed_address(case, told)
        case.add_message(
            notice(
                "address_confirmed",
                case.content.contact_phone,
                case.row.number,
                case.item,
                case.row.handling_site,
                case.run,
                case.vault,
            )
        )
        before = actor.label if isinstance(actor, Staff) else ""
        issue(case, "address_confirmation", lambda head: _paper(head, case, told, before))
        return case.save({}, {})


def _paper(head: PaperHead, case: OpenCase, told: Address, before: str) -> AddressConfirmation:
    applicant = case.content.applicant["name"]
    return AddressConfirmation(
        head=head,
        applicant=applicant,
        item_name=case.item.definition.name.zh,
        receiver=told.receiver or applicant,
        address=told.address,
        phone=mask_phone(told.phone) if told.phone else "",
        email=told.email,
        way=told.way,  # type: ignore[arg-type]  # check_address has seen it
        electronic=told.electronic,
        confirmed_on=legal_date(case.run.at),
        confirmed_before=before,
        copies_kept=copies(),
    )
