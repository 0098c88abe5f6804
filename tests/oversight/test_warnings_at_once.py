"""The sweep of warnings by two workers at once, killed in the middle, beside an act: one warning each, none lost."""

from collections import Counter
from datetime import datetime

import pytest
from django.db import connection
from tests.cases.open_cases import copies, patterns
from tests.cases.together import together

from tongban.cases.models import Case
from tongban.kernel.time import SHANGHAI, frozen
from tongban.oversight.models import LimitWarning
from tongban.oversight.warnings import sweeping
from tongban.oversight.warnings.sweeping import candidates, groups, write_warnings

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_county")]

CASES = 120
MONDAY = datetime(2026, 11, 2, 10, tzinfo=SHANGHAI)
LATER = datetime(2026, 11, 11, 10, tzinfo=SHANGHAI)  # days away: every threshold was reached


def swept(**more: int) -> int:
    with frozen(LATER):
        return write_warnings(LATER, **more)


def per_case() -> Counter[tuple[str, int]]:
    found = Counter(LimitWarning.objects.values_list("case", "limit"))
    return Counter((limit, count) for (_, limit), count in found.items())


def test_killed_in_the_middle_by_two_workers_at_once_and_beside_an_act(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with frozen(MONDAY):
        made = patterns([MONDAY])
    copies(made, CASES - len(made))

    # ends with the third batch half done: what was committed stays, the batch never was
    real, batches = sweeping.insert_new_rows, iter(range(99))

    def cut(rows: list[LimitWarning]) -> int:
        written = real(rows)
        if next(batches) == 2:
            raise KeyboardInterrupt
        return written

    monkeypatch.setattr(sweeping, "insert_new_rows", cut)
    with pytest.raises(KeyboardInterrupt):
        swept(at_once=10)
    monkeypatch.setattr(sweeping, "insert_new_rows", real)
    before = LimitWarning.objects.count()
    assert before == 2 * 10 * 3

    # two workers at the same moment
    told = together([lambda: swept(at_once=10), lambda: swept(at_once=10)])
    assert all(isinstance(count, int) for count in told), told
    swept()  # what each left to the other because it held it
    assert LimitWarning.objects.count() == CASES * 3
    assert per_case() == {("intake_check", 3): CASES // 3, ("promised", 3): CASES - CASES // 3}
    assert swept() == 0

    # a case that an act holds is left to the next turn
    LimitWarning.objects.all().delete()
    held = Case.objects.order_by("id").first()
    assert held is not None

    def act() -> int:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [held.id])
            (beside,) = together([swept])
            cursor.execute("ROLLBACK")
        return int(beside)

    assert act() == (CASES - 1) * 3
    assert swept() == 3

    # and it looks for them by the index of the limit's last days
    with frozen(LATER), connection.cursor() as cursor:
        LimitWarning.objects.all().delete()
        cursor.execute("SET enable_seqscan = off")
        (group, *_) = groups(LATER.date())
        for limit, index in (("intake_check", "case_intake_due"), ("promised", "case_promised_due")):
            plan = candidates(group, limit, group.thresholds.thresholds[0], LATER.date())[:200].explain()
            assert index in plan, plan
        cursor.execute("RESET enable_seqscan")
