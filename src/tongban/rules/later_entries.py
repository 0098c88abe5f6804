"""What may rest on a time that one person alone stated (补录), before a second one has confirmed it.

Nothing that a date brings about, and no decision: 行政许可法 art. 32 (4) and art. 42 count from the day on which the materials
were received, and that day is proven by the paper of that time, which two people have seen.  The house's own rule, for
the law does not know later entries.
"""

from datetime import date

from tongban.rules.lifecycle import Act

# what would keep an application alive that only the unconfirmed word keeps from counting as withdrawn
GO_ON = frozenset({Act.ACCEPT, Act.FINISH_ON_THE_SPOT, Act.REQUEST_CORRECTIONS, Act.DECLINE})


def why_not_before_confirmed(act: Act, *, receipt: bool, alive_by_it: bool) -> str:
    """A code that says why an act waits for the second person's word; empty where it does not.

    Args:
        receipt: the day of receipt from which the matter counts is not confirmed: then nobody decides on it, for whether
            the office was in time depends on it.
        alive_by_it: without that word the application counts as withdrawn: then it does not go on either.
    """
    if not receipt:
        return ""
    if act == Act.DECIDE or (alive_by_it and act in GO_ON):
        return "receipt_unconfirmed"
    return ""


def takes_no_days_back(last: date | None, today: date) -> bool:
    """Whether a time of service that is confirmed today begins the applicant's period.

    Confirmed after the period that it begins had ended, it would end at once what was alive that morning: then the
    period goes on counting from the entry, as it was told till then.

    Args:
        last: the last day of the period from the time stated; None: no period begins.
    """
    return last is None or last >= today
