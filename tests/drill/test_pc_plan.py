from kakekomi.drill.pc_plan import USED_AT, PcPlan, Run, Trust, seven_days_before


def test_plans_add_up_in_order() -> None:
    one, other = Run(name="a", command="b"), Run(name="c", command="d")
    trust = Trust(path="x")

    assert PcPlan(runs=(one,)) + PcPlan(runs=(other,), trusts=(trust,)) == PcPlan(
        runs=(one, other), trusts=(trust,)
    )


def test_seven_days_are_exactly_that() -> None:
    assert (USED_AT - seven_days_before(USED_AT)).total_seconds() == 604_800
