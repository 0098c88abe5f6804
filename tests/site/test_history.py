"""The demonstration's last year: what it holds, that it holds together, and that it is the same from the same day."""

from collections import Counter
from datetime import date, timedelta
from itertools import islice, pairwise
from random import Random

import pytest
from django.db import connection, transaction

from tongban.cases.frame import SETTLE
from tongban.cases.visibility import visible_to
from tongban.kernel import ledger, time
from tongban.kernel.calendars_in_force import forget_calendars_in_force
from tongban.kernel.messages.outbox import BY_WIRE, content_of
from tongban.kernel.models import CommandRecord, Message
from tongban.kernel.time import SHANGHAI
from tongban.kernel.verify import verify
from tongban.papers.commands import hurry_papers
from tongban.papers.commands.render import FIRST
from tongban.papers.models import Paper
from tongban.papers.queries.waiting import papers_waiting
from tongban.rules.identifiers.citizen import check_citizen_number
from tongban.site.demo.second_township import load_second_township
from tongban.site.history import making
from tongban.site.history.making import History, Unit, made
from tongban.site.history.people import villager
from tongban.site.history.plan import COURSES
from tongban.site.history.progress import MAKER, progress
from tongban.site.history.year import in_office_hours, is_market_day, lunar_day

TODAY = date(2026, 11, 24)
CASES = 40
# course → what its stream holds when it went that way
SHOWN = {
    "on_the_spot": {"delivered"},
    "corrected": {"corrections_requested", "corrected"},
    "corrected_twice": {"corrections_requested", "corrected"},
    "accepted_by_silence": {"deemed_accepted"},
    "withdrawn_by_silence": {"deemed_withdrawn"},
    "restored": {"deemed_withdrawn", "restored"},
    "withdrawn": {"withdrawn"},
    "declined": {"declined"},
    "refused": {"decided", "delivered"},
    "paused": {"special_procedure_started", "special_procedure_ended"},
    "extended": {"extended"},
    "objection": {"objection_recorded", "objection_answered"},
    "deferred": {"deferred_brought"},
    "committed": {"commitment_checked"},
    "died": {"terminated"},
    "sent_back": {"step_returned"},
    "quashed": {"declined", "reopened"},
    "decided_anew": {"redone"},
    "slip": {"clerical_error_corrected"},
    "revoked": {"revoked"},
    "announced": {"announced"},
    "late": {"decided"},
}
ONLY_STAFF = {"opinion_given", "accepted", "decided", "delivered"}


def told(history: History) -> dict[int, list[tuple[str, str]]]:
    """Serial → the events of its matter with their days; ids and numbers differ from run to run."""
    found = {}
    for one in history.matters:
        key = f"history:{TODAY}:{one.serial}:1"
        row = CommandRecord.objects.filter(name="cases.submit", key=key).first()
        stream = ledger.read("case", str(row.reference["case"])) if row else ()
        found[one.serial] = [(event.type, event.at.isoformat()) for event in stream]
    return found


@pytest.mark.django_db
def test_a_small_year_holds_every_course_and_is_the_same_again(whole_county: None) -> None:
    load_second_township()
    before = visible_to(SETTLE).count()
    with transaction.atomic():
        history = History(TODAY, cases=CASES)
        for _ in history.make(history.units()):
            pass
        first = told(history)
        transaction.set_rollback(True)
    forget_calendars_in_force()
    history = History(TODAY, cases=CASES)
    units = history.units()
    for _ in islice(history.make(units), 9):
        pass  # and here the power goes
    again = History(TODAY, cases=CASES)
    steps = list(again.make(again.units()))
    assert told(again) == first, "the same seed and day give the same history"
    assert steps[-1].complete and steps[-1].left_out == 0
    assert progress() == steps[-1]
    courses = Counter(one.course for one in again.matters)
    assert set(courses) == {course.name for course in COURSES} | {"usual", "on_the_spot"}
    listed = sum(one.key == "list" for one in again.chapters[2])
    assert visible_to(SETTLE).count() - before == CASES + listed * 14, "nothing comes twice"
    for one in again.matters:
        kinds = {kind for kind, _ in first[one.serial]}
        if one.course in SHOWN and (TODAY - one.received.date()).days >= 130:
            assert SHOWN[one.course] <= kinds, (one, kinds)
    assert any(kind == "recomputed" for events in first.values() for kind, _ in events)
    _nobody_works_at_night_and_nothing_lies_ahead(again)
    _no_message_waits(again)
    report = verify()
    assert report.holds, report.faults


def _nobody_works_at_night_and_nothing_lies_ahead(history: History) -> None:
    for one in history.matters:
        row = CommandRecord.objects.get(name="cases.submit", key=f"history:{TODAY}:{one.serial}:1")
        moments = []
        for event in ledger.read("case", str(row.reference["case"])):
            assert event.at < history.until
            if event.type in ONLY_STAFF and event.actor["kind"] == "staff" and one.course != "on_the_spot":
                moments.append(event.at.astimezone(SHANGHAI))
        late = [at for at in moments if not in_office_hours(at + timedelta(minutes=-60))]
        assert not [at for at in late if at.hour < 8 or at.hour >= 19], one


def _no_message_waits(history: History) -> None:
    """What the past told people is on the demonstration's phones, at the moment of then."""
    keys = CommandRecord.objects.filter(key__startswith=f"history:{TODAY}:").values("id")
    rows = Message.objects.filter(command_id__in=keys)
    waiting = rows.filter(state=Message.State.QUEUED)
    assert rows.exists() and not waiting.filter(channel__in=BY_WIRE).exists()
    assert not waiting.filter(created_at__lt=history.until - timedelta(days=4)).exists()
    assert all(content_of(row)["phone"].startswith("1992") for row in rows.filter(channel="sms")[:20])


@pytest.mark.django_db
def test_a_unit_that_breaks_leaves_nothing_and_one_that_is_refused_is_left_out(
    whole_county: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History(TODAY, cases=CASES)
    history.desks.read()
    matter = next(one for one in history.matters if one.course == "corrected")
    unit = history._matter(matter)

    def broken(sent: object) -> None:
        unit.make(lambda *, beside=False: None)
        raise KeyboardInterrupt  # the power goes

    before = visible_to(SETTLE).count()
    with pytest.raises(KeyboardInterrupt):
        made(history, Unit(unit.key, broken))
    assert visible_to(SETTLE).count() == before
    assert made(history, unit)
    assert made(history, unit), "the second time nothing is done"
    assert visible_to(SETTLE).count() == before + 1
    _old_papers_wait_for_a_reader()
    refused = next(one for one in history.matters if one.course == "usual")
    monkeypatch.setitem(making.STORIES, "usual", lambda m: iter(m.declined("") or ()))
    assert not made(history, history._matter(refused))
    known = progress()
    assert known is not None and (known.done, known.left_out) == (2, 1)
    assert CommandRecord.objects.filter(actor_key=MAKER.key).count() == 2


def _old_papers_wait_for_a_reader() -> None:
    """The past queues nothing; what somebody opens is written before what else waits, and queued once."""
    papers = Paper.objects.filter(blob__isnull=True)
    assert papers.exists() and not papers_waiting(time.now()).exists()
    assert _jobs() == []
    ids = list(papers.values_list("id", flat=True))
    hurry_papers(ids)
    hurry_papers(ids)
    assert _jobs() == [FIRST] * len(set(papers.values_list("command_id", flat=True)))


def _jobs() -> list[int]:
    """The priorities of what waits for the worker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM procrastinate_jobs WHERE status = 'todo'")
        return [priority for (priority,) in cursor.fetchall()]


def test_the_fair_is_held_every_five_days_by_the_moon() -> None:
    new_year = date(2026, 2, 17)  # 正月初一
    assert lunar_day(new_year) in (30, 1, 2)
    days = [new_year + timedelta(days=n) for n in range(300)]
    fairs = [day for day in days if is_market_day(day)]
    assert {(after - day).days for day, after in pairwise(fairs)} <= {4, 5, 6}


@pytest.mark.parametrize("item", ["MZ-006", "SB-002", "JS-001", "NJ-001"])
def test_people_are_sound_and_of_an_age_for_what_they_come_for(item: str) -> None:
    draw = Random(item)
    for serial in range(200):
        who = villager(draw, serial, item, TODAY)
        number = check_citizen_number(who.number, TODAY)
        age = TODAY.year - number.birth_date.year
        assert number.birth_date == who.born
        assert not who.phone or who.phone.startswith("1992")
        if item == "MZ-006":
            assert age >= 80
        if item == "JS-001":
            assert number.sex == "female" and 24 <= age <= 41
