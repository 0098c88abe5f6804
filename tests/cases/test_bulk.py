"""Copies of cases in bulk: each is a case of its own, and the ledger holds for all of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tongban.cases.models import Case
from tongban.kernel import ledger
from tongban.kernel.errors import Erased
from tongban.kernel.secrets import open_vault
from tongban.kernel.verify import verify
from tongban.parties.models import Party
from tongban.site import demo
from tongban.site.demo.bulk import running, writing
from tongban.site.demo.bulk.opened import Opened, open_all
from tongban.site.scenario import Scenario

pytestmark = pytest.mark.django_db
SIZE = 60


@pytest.fixture
def patterns() -> list[Opened]:
    """One that was handed in on a phone, one that was asked for more, one that went all the way."""
    demo.load(items=["SB-001"])
    Scenario(serial=1, channel="portal").submitted()
    Scenario(serial=2).told_what_is_missing()
    Scenario(serial=3).delivered()
    return open_all(list(Case.objects.values_list("id", flat=True)))


def test_the_ledger_holds_for_copies_and_says_that_they_are(patterns: list[Opened]) -> None:
    before = Case.objects.count()
    entries = writing.write_portion(patterns, 0, 1, SIZE)
    assert Case.objects.count() == before + SIZE
    report = verify()
    assert report.holds, report.faults[:3]
    assert entries > SIZE
    [said] = ledger.read(writing.KIND, writing.stream_of(0))
    assert (said.type, said.data["cases"]) == ("made_in_bulk", SIZE)


def test_a_copy_has_its_own_person_number_and_key(patterns: list[Opened]) -> None:
    made_before = set(Case.objects.values_list("id", flat=True))
    writing.write_portion(patterns, 0, 1, SIZE)
    copies = list(Case.objects.exclude(id__in=made_before).select_related("key", "applicant__key"))
    assert {case.status for case in copies} >= {"submitted", "delivered"}
    for case in copies:
        content = json.loads(open_vault(case.key).open(case.content, "case.content"))
        known = json.loads(open_vault(case.applicant.key).open(case.applicant.content, "party"))
        assert content["applicant"]["number"] == known["number"]
        if case.handover:
            assert known["name"].encode() in open_vault(case.key).open(case.handover, "case.handover")
    assert len({case.key_id for case in copies}) == SIZE
    destroyed, kept = copies[:2]
    destroyed.key.wrapped = None
    destroyed.key.save()
    with pytest.raises(Erased):
        open_vault(Case.objects.select_related("key").get(id=destroyed.id).key)
    assert open_vault(kept.key).open(kept.content, "case.content")
    assert verify().holds


def test_a_broken_run_goes_on_and_a_whole_one_adds_nothing(
    patterns: list[Opened], monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_FOLDER = tmp_path  # the roots are published there
    monkeypatch.setattr(writing, "PORTION", 10)
    monkeypatch.setattr(running, "PORTION", 10)
    ids = list(Case.objects.values_list("id", flat=True))
    monkeypatch.setattr(running, "make_patterns", lambda count, said: ids)
    persons = Party.objects.count()

    def killed(progress: running.Progress) -> None:
        if progress.done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.make_in_bulk(45, processes=1, said=killed)
    assert Case.objects.count() == len(ids) + 20
    assert running.make_in_bulk(45, processes=1).done == 25
    assert running.make_in_bulk(45, processes=1).done == 0
    assert Case.objects.count() == len(ids) + 45
    assert Party.objects.count() > persons
    assert verify().holds
