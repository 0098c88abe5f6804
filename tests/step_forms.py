"""The record of a step as its form posts it."""

from tongban.cases.steps.records import Meeting, StepRecord, Visit


def fields_of_record(record: StepRecord | None) -> dict[str, object]:
    """What the form of a step posts beside its opinion; nothing where the opinion is enough."""
    if isinstance(record, Visit):
        return {
            "record_kind": "visit",
            "visit_day": record.day,
            "visit_place": record.place,
            "second_officer": record.second_officer,
            "findings": record.findings,
        }
    if isinstance(record, Meeting):
        return {
            "record_kind": "meeting",
            "meeting_sort": record.sort,
            "meeting_day": record.day,
            "meeting_place": record.place,
            "chair": record.chair,
            "minutes": record.minutes,
            **record.count.__dict__,
        }
    return {}
