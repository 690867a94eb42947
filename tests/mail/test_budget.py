from kakekomi.mail import budget
from kakekomi.mail.budget import Budget


def test_nodes_run_out_after_the_cap() -> None:
    left = Budget()

    assert all(left.take_node() for _ in range(budget.MAX_NODES))
    assert not left.take_node()
