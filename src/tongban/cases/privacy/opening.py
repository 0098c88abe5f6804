"""Trying what was erased: does any of it still open?"""

from collections.abc import Collection, Iterator
from uuid import UUID

from tongban.cases.models import Case
from tongban.cases.sealed import open_content
from tongban.kernel.errors import Erased
from tongban.kernel.secrets import open_vault
from tongban.parties.models import Party
from tongban.parties.registry import open_party


def still_opens(case_ids: Collection[UUID], party_id: UUID | None) -> tuple[int, int]:
    """How many records were tried with the live keys, and how many of them opened."""
    tried = list(_tries(case_ids, party_id))
    return len(tried), sum(tried)


def _tries(case_ids: Collection[UUID], party_id: UUID | None) -> Iterator[bool]:
    for case in Case.objects.filter(id__in=case_ids).select_related("key"):
        try:
            open_content(case.content, open_vault(case.key))
        except Erased:
            yield False
        else:
            yield True
    for party in Party.objects.filter(id__in=[party_id] if party_id else []).select_related("key"):
        try:
            open_party(party)
        except Erased:
            yield False
        else:
            yield True
