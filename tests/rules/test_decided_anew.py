"""An order is carried out once, and what it set aside does not come again in the same words."""

from tongban.rules.decided_anew import may_redo, may_reopen, order_executed, same_again

WHY = "申请人在本村二组已经有一处宅基地，不符合一户一宅。"
ORDER = ("永宁县人民政府", "永政复决〔2026〕7号")


def test_an_order_is_carried_out_once() -> None:
    assert order_executed("永宁县人民政府 ", "永政复决[2026]7号", [ORDER])
    assert not order_executed("永宁县人民政府", "永政复决〔2026〕8号", [ORDER])
    assert not order_executed("永宁县人民法院", "永政复决〔2026〕7号", [ORDER])
    assert not order_executed("", "", [("", "")])


def test_an_end_by_mistake_has_a_way_back() -> None:
    assert may_redo("terminated", accepted=True) and not may_redo("terminated", accepted=False)
    assert may_reopen("terminated", accepted=False, asked=False)
    assert not may_reopen("terminated", accepted=True, asked=False)
    assert not may_reopen("terminated", accepted=False, asked=True)
    assert not may_redo("withdrawn", accepted=True) and not may_reopen("granted", accepted=True, asked=False)


def test_a_reason_that_was_set_aside_is_none_the_second_time() -> None:
    assert same_again(WHY, [WHY])
    assert same_again("申请人在本村二组 已经有一处宅基地;不符合一户一宅", [WHY])
    assert not same_again("补查登记簿，申请人名下另有一处2019年取得的宅基地，已听取其申辩。", [WHY])
    assert not same_again("", [""])
