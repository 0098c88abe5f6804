"""Rows behind the desk's queries: the cases of the person a request is about, and the holds."""

from django.db.models import F

from tongban.cases.models import Case, LegalHold, PrivacyRequest


def cases_about(row: PrivacyRequest) -> list[Case]:
    """The cases in which the request's person is the applicant; none where nobody knows who asks.

    The request came through `requests_visible_to`; of a case the desk gets number, item and days, never content.
    """
    if row.party_id is None:
        return []
    rows = Case.objects.filter(applicant_id=row.party_id).select_related("key")
    return list(rows.order_by("-received_at", "-id"))


def holds() -> list[LegalHold]:
    """Every hold, live ones first, with its case and key."""
    rows = LegalHold.objects.select_related("case__key")
    return list(rows.order_by(F("lifted_at").desc(nulls_first=True), "-placed_at"))
