"""``pack calibrate`` from outside, on made mail."""

import json
from pathlib import Path

import pytest

from cli.command import PLAIN_MAIL, Ran, run
from kakekomi.cli.calibration import FITS
from kakekomi.drill.demo_cases import make_demo_mail
from kakekomi.judge.calibrate import Fit
from kakekomi.packs.load import load_embedded


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders ``bad`` and ``good``; tests do not change them."""
    path = tmp_path_factory.mktemp("labelled")
    _folder(path / "bad", make_demo_mail(), make_demo_mail())
    _folder(path / "good", *[PLAIN_MAIL] * 5)
    return path


@pytest.fixture
def bad(labelled: Path) -> str:
    return str(labelled / "bad")


@pytest.fixture
def good(labelled: Path) -> str:
    return str(labelled / "good")


@pytest.fixture(scope="module")
def measured(labelled: Path) -> Ran:
    """As JSON, with a plot in ``sums.svg``."""
    sides = ("--bad", str(labelled / "bad"), "--good", str(labelled / "good"))
    plot = str(labelled / "sums.svg")
    return run("pack", "calibrate", *sides, "--format", "json", "--plot", plot)


def _folder(path: Path, *mails: bytes) -> None:
    path.mkdir()
    for number, mail in enumerate(mails):
        (path / f"{number}.eml").write_bytes(mail)


def test_mails_of_both_kinds_are_counted_by_rule_sum_and_verdict(measured: Ran) -> None:
    found = json.loads(measured.out)

    assert (measured.status, measured.complaint) == (0, "")
    assert found["schema"] == "kakekomi.calibration/1"
    assert (found["bad"], found["good"], found["smoothing"]) == (2, 5, 0.5)
    assert {(row["verdict"], row["bad"], row["good"]) for row in found["verdicts"]} == {
        ("detected", 2, 0),
        ("suspicious", 0, 0),
        ("nothing_found", 0, 5),
        ("not_checked", 0, 0),
    }
    fired = {row["rule"] for row in found["rules"] if row["bad"] == 2}
    assert "mail/encrypted-zip-password-in-body" in fired
    assert all(row["good"] == 0 for row in found["rules"])
    assert found["scores"][0] == {"sum_db": 0.0, "bad": 0, "good": 5}


def test_every_mail_rule_of_the_pack_has_a_line(bad: str, good: str) -> None:
    ran = run("pack", "calibrate", "--bad", bad, "--good", good)

    first_words = [line.partition(" ")[0] for line in ran.text.splitlines()]
    rules = [rule.id for rule in load_embedded().rules if rule.id.startswith("mail/")]
    assert sorted(word for word in first_words if word.startswith("mail/")) == sorted(rules)
    assert "0.5 added to hits and to mails" in ran.text
    assert "2 = 100.00 % (34.24 … 100.00)  0 = 0.00 % (0.00 … 43.45)" in ran.text


def test_in_japanese_the_tables_are_in_japanese(bad: str, good: str) -> None:
    ran = run("pack", "calibrate", "--bad", bad, "--good", good, "--lang", "ja")

    assert "判定できた悪いメール 2 通、良いメール 5 通" in ran.text


def test_every_fit_has_words() -> None:
    assert set(FITS) == set(Fit)


def test_paths_may_be_given_several_times_and_stand_for_mails_of_one_kind(
    bad: str, good: str, measured: Ran
) -> None:
    both = ("--bad", f"{bad}/0.eml", "--bad", f"{bad}/1.eml")
    ran = run("pack", "calibrate", *both, "--good", good, "--format", "json", "--jobs", "2")

    assert json.loads(ran.out) == json.loads(measured.out)


def test_the_plot_is_written_where_it_is_wanted(labelled: Path, measured: Ran) -> None:
    plot = (labelled / "sums.svg").read_text("utf-8")

    assert measured.status == 0
    assert plot.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "bad mail (2)" in plot


def test_a_plot_that_cant_be_written_is_told_after_the_tables(
    bad: str, good: str, tmp_path: Path
) -> None:
    plot = tmp_path / "nowhere" / "sums.svg"

    ran = run("pack", "calibrate", "--bad", bad, "--good", good, "--plot", str(plot))

    assert ran.status == 2
    assert "mail/shortcut-runs-command" in ran.text
    assert ran.complaint == f"{plot}: there is no such file; check its name and place\n"


def test_a_mail_that_is_missing_is_told_and_the_others_count(bad: str, good: str) -> None:
    missing = f"{bad}/missing.eml"
    ran = run(
        *("pack", "calibrate", "--bad", bad, "--bad", missing, "--good", good, "--format", "json")
    )

    assert (ran.status, json.loads(ran.out)["bad"]) == (0, 2)
    assert ran.complaint.startswith(f"{missing}: ")


def test_files_in_a_folder_that_are_no_mail_are_counted_out(bad: str, tmp_path: Path) -> None:
    _folder(tmp_path / "mixed", PLAIN_MAIL)
    (tmp_path / "mixed" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))

    ran = run(
        *("pack", "calibrate", "--bad", bad, "--good", str(tmp_path / "mixed"), "--format", "json")
    )

    assert json.loads(ran.out)["good"] == 1
    assert "picture.png" in ran.complaint


def test_without_good_mail_there_is_a_sentence_and_status_2(bad: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    ran = run("pack", "calibrate", "--bad", bad, "--good", str(tmp_path / "empty"))

    assert (ran.status, ran.out) == (2, b"")
    assert "no good mail that could be judged" in ran.complaint
