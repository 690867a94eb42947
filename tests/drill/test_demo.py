import os
import subprocess
import sys
from pathlib import Path

import pytest

from kakekomi.drill.demo_cases import make_cases, make_demo_mail
from kakekomi.facts.mail_tables import Attachment
from kakekomi.mail.collect import collect


def _run_demo(folder: Path, locale: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kakekomi.drill.demo"],
        cwd=folder,
        env={**os.environ, "LC_ALL": locale, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("locale", "verdict", "step"),
    [("C.UTF-8", "DETECTED: ", "What to do next"), ("ja_JP.UTF-8", "【検知】", "次にすること")],
)
def test_the_demonstration_checks_three_cases_and_ends_well(
    tmp_path: Path, locale: str, verdict: str, step: str
) -> None:
    ran = _run_demo(tmp_path, locale)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count(verdict) == 3
    assert ran.stdout.count(step) == 3
    pages = {path.name for path in (tmp_path / "kakekomi-demo").glob("*.html")}
    assert pages == {"mail.html", "pc.html", "report.html", "card.html"}
    assert [path.name for path in tmp_path.iterdir()] == ["kakekomi-demo"]


def test_the_samples_can_be_made_again_over_the_old_ones(tmp_path: Path) -> None:
    make_cases(tmp_path)
    (tmp_path / "pc" / "stray.txt").write_text("old")

    commands = [case.command[:2] for case in make_cases(tmp_path)]

    assert [command[0] for command in commands] == ["check", "check", "read-report"]
    assert not (tmp_path / "pc" / "stray.txt").exists()


def test_the_sample_mail_is_the_same_each_time_and_opens_with_its_own_password() -> None:
    facts = collect(make_demo_mail(), subject="demo")

    assert make_demo_mail() == make_demo_mail()
    assert [row.opened_with for row in facts.of(Attachment) if row.encrypted] == ["N3kH7s"]
