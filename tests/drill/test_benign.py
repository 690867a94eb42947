from kakekomi.drill.benign import office_pc, windows
from kakekomi.drill.infection import INFECTIONS


def test_no_benign_file_or_command_is_one_of_an_infection() -> None:
    benign = windows() + office_pc()
    planted = {file.path for plan in INFECTIONS.values() for file in plan.files}
    commands = {run.command for plan in INFECTIONS.values() for run in plan.runs}

    assert not planted & {file.path for file in benign.files}
    assert not commands & {run.command for run in benign.runs}


def test_the_office_pc_runs_drivers_through_rundll32_and_controls_through_regsvr32() -> None:
    commands = " ".join(run.command for run in office_pc().runs).casefold()

    assert "rundll32" in commands
    assert "regsvr32" in commands
