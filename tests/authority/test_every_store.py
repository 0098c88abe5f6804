"""A table that tells of somebody is thought of in erasure, copies, looks and could-see, or stands here with the reason."""

from django.apps import apps

from tongban.kernel.models import DataKey
from tongban.site.chokepoint import GUARDED

# model → how a person's erasure reaches it
ERASED = {
    "Case": "the case's own key is destroyed, what finds it is emptied (`commands/erasure.erase_cases`)",
    "CaseMaterial": "under the case's key",
    "CaseStep": "under the case's key",
    "StepEntry": "under the case's key",
    "StepFile": "its blob is under the case's key",
    "CaseSignature": "under the case's key",
    "CaseFee": "no name in it; its reason is under the case's key",
    "StandingReview": "under the case's key",
    "KinFiling": "under the case's key",
    "DateChange": "days of a case, nothing personal",
    "CaseBreach": "against a position, nothing personal",
    "Draft": "removed (`commands/erasure.forget_unfinished`)",
    "PrivacyRequest": "its key is destroyed (`privacy/forgetting.py`)",
    "LegalHold": "its reason is under the case's key; a held case is not erased",
    "Roster": "names nobody but who brought it, for whom it answers",
    "RosterRow": "rows that became no matter are emptied (`privacy/beside_cases.py`)",
    "OddMatter": "its key is destroyed (`privacy/beside_cases.py`)",
    "Kin": "staff's own declaration, ended and destroyed by who declared it",
    "NoticeGiven": "its name goes by its number (`catalogue/telling/erase.py`)",
    "Paper": "under the case's key",
    "Party": "its key is destroyed, its digests are emptied",
    "PhoneCode": "removed",
    "Mandate": "ended with the person; read through the parties' keys",
    "Blob": "under the key of what it belongs to",
    "Message": "the recipient's messages are forgotten (`kernel/messages/outbox.py`)",
    "LimitWarning": "a case's id, a limit and days; nothing personal",
    "FigureLine": "what is published of a case: item, site and days, nobody; what leads to the case is its id alone",
    "AccessEntry": "who looked stays; the reason is under the case's key or its own",
}


def test_no_guarded_table_is_forgotten_by_an_erasure() -> None:
    assert ERASED.keys() == GUARDED.keys()


def test_a_table_with_a_key_of_its_own_is_not_said_to_lie_under_anothers() -> None:
    with_key = {
        model.__name__
        for model in apps.get_models()
        if model.__name__ in GUARDED
        and any(
            field.related_model is DataKey
            for field in model._meta.get_fields()
            if field.is_relation and field.concrete
        )
    }
    said = {name for name in with_key if ERASED[name] == "under the case's key"}
    assert said - {"Paper"} == set()  # a paper keeps the key of its case in a column of its own
