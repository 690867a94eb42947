import pytest

from kakekomi.respond.windows.tasks import logon_of


@pytest.mark.parametrize(
    ("principal", "number"),
    [
        ("<UserId>S-1-5-18</UserId>", 5),
        ("<UserId>NT AUTHORITY\\Local Service</UserId><LogonType>Password</LogonType>", 5),
        ("<GroupId>S-1-5-32-545</GroupId>", 4),
        ("<UserId>S-1-5-21-1-2-3-1001</UserId><LogonType>S4U</LogonType>", 2),
        ("<UserId>S-1-5-21-1-2-3-1001</UserId><LogonType>InteractiveToken</LogonType>", 3),
        ("<UserId>PC\\SYSTEMATIC</UserId><LogonType>Nonsense</LogonType>", 3),
        ("", 3),
    ],
)
def test_a_task_is_registered_with_the_logon_that_its_definition_says(
    principal: str, number: int
) -> None:
    assert logon_of(f"<Task><Principals>{principal}</Principals></Task>") == number
