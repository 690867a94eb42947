from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.exercise_company import PcState, make_company

SEEDS = st.integers(0, 2**31 - 1)


@given(SEEDS)
def test_one_pc_is_infected_one_exposed_and_its_user_s_mailbox_leaked(seed: int) -> None:
    company = make_company(seed)

    states = [pc.state for pc in company.pcs]
    assert (states.count(PcState.INFECTED), states.count(PcState.EXPOSED)) == (1, 1)
    assert company.leaked.role == "employee"
    assert len(set(company.hostnames(*PcState))) == len(company.people)


@given(SEEDS)
def test_equal_seeds_give_equal_companies(seed: int) -> None:
    assert make_company(seed) == make_company(seed)
