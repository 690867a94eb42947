"""The installed command from outside: statuses, forms, streams, hostile names."""

# ruff: noqa: S603  it runs our own command
import json
import os
import pty
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import kakekomi
from cli.command import COMMAND, PLAIN_MAIL, environment, run
from kakekomi import __version__
from kakekomi.drill.demo_cases import make_demo_mail
from kakekomi.drill.pc_root import make_pc_root
from kakekomi.drill.reports import EMOTET, ReportedProcess, make_emocheck_txt
from kakekomi.guide.document import decode
from kakekomi.packs.load import EMBEDDED


def _write(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return str(path)


@pytest.fixture
def plain(tmp_path: Path) -> str:
    return _write(tmp_path / "plain.eml", PLAIN_MAIL)


@pytest.fixture
def attack(tmp_path: Path) -> str:
    return _write(tmp_path / "attack.eml", make_demo_mail())


@pytest.fixture
def no_mail(tmp_path: Path) -> str:
    return _write(tmp_path / "picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100))


def _verdicts(out: bytes) -> list[tuple[str, str]]:
    documents = [decode(line) for line in out.splitlines()]
    return [(document.subject, document.verdict) for document in documents]


def test_the_version_is_printed() -> None:
    assert run("--version").text == f"kakekomi {__version__}\n"


def test_a_mail_without_signs_is_status_0_and_not_called_safe(plain: str) -> None:
    ran = run("check", "mail", plain)

    assert (ran.status, ran.complaint) == (0, "")
    assert ran.text.startswith(f"Mail: {plain}\nNOTHING FOUND: ")
    assert "What was not checked\n  - " in ran.text
    assert "What to do next\n  1. " in ran.text


def test_an_attack_mail_is_status_20_and_shows_what_was_found(attack: str) -> None:
    ran = run("check", "mail", attack)

    assert (ran.status, ran.complaint) == (20, "")
    assert "DETECTED: " in ran.text
    assert "evidence: 請求書_20220303.zip (attachment.name)" in ran.text


def test_a_file_that_is_no_mail_is_status_2_and_named(no_mail: str) -> None:
    ran = run("check", "mail", no_mail)

    assert (ran.status, ran.text) == (2, "")
    assert ran.complaint.startswith(f"{no_mail}: can't be read as a mail; ")


def test_bad_inputs_are_named_and_all_others_are_done(
    plain: str, attack: str, no_mail: str
) -> None:
    ran = run("check", "mail", "/no/such.eml", attack, no_mail, plain, "--format", "jsonl")

    assert ran.status == 20
    assert _verdicts(ran.out) == [(attack, "detected"), (plain, "nothing_found")]
    assert [line.split(": ")[0] for line in ran.complaint.splitlines()] == [
        "/no/such.eml",
        no_mail,
    ]


def test_unreadable_input_outranks_nothing_found(plain: str, no_mail: str) -> None:
    assert run("check", "mail", plain, no_mail).status == 2


FAULTY = """
import sys
sys.path.append({source!r})
if "kakekomi.check.worker" in sys.orig_argv:
    from kakekomi.mail import mime
    sound = mime.parse
    def parse(data):
        if b"BOOM" in data:
            raise KeyError("a fault of ours")
        while b"HANG" in data:
            pass
        if b"DIE" in data:
            import os
            os.kill(os.getpid(), 6)
        return sound(data)
    mime.parse = parse
"""
"""Runs in each process before anything else; faults for the process that reads mails."""


@pytest.fixture
def faulty(tmp_path: Path) -> dict[str, str]:
    folder = tmp_path / "faulty"
    source = str(Path(kakekomi.__file__).parents[1])
    _write(folder / "sitecustomize.py", FAULTY.format(source=source).encode())
    return {"PYTHONPATH": str(folder)}


def test_a_fault_of_ours_in_one_mail_is_status_1_and_the_others_are_done(
    attack: str, tmp_path: Path, faulty: dict[str, str]
) -> None:
    boom = _write(tmp_path / "boom.eml", PLAIN_MAIL + b"BOOM")

    ran = run("check", "mail", boom, attack, "--format", "jsonl", env=faulty)

    assert ran.status == 1
    assert _verdicts(ran.out) == [(boom, "not_checked"), (attack, "detected")]
    assert ran.complaint.startswith(f"{boom}: not checked because of a fault in Kakekomi")
    assert ran.err.count(b"\n") == 1


def test_a_mail_that_kills_its_process_is_named_and_the_others_are_done(
    plain: str, attack: str, tmp_path: Path, faulty: dict[str, str]
) -> None:
    deadly = _write(tmp_path / "deadly.eml", PLAIN_MAIL + b"DIE")

    ran = run("check", "mail", plain, deadly, attack, "--format", "jsonl", env=faulty)

    assert ran.status == 1
    assert _verdicts(ran.out) == [
        (plain, "nothing_found"),
        (deadly, "not_checked"),
        (attack, "detected"),
    ]
    assert ran.complaint.startswith(f"{deadly}: the process that read it was ended by force")
    assert ran.err.count(b"\n") == 1


def test_a_mail_that_takes_for_ever_is_given_up_and_the_others_are_done(
    attack: str, tmp_path: Path, faulty: dict[str, str]
) -> None:
    endless = _write(tmp_path / "endless.eml", PLAIN_MAIL + b"HANG")

    ran = run("check", "mail", endless, attack, "--format", "jsonl", env=faulty)

    assert (ran.status, ran.complaint) == (20, "")
    assert _verdicts(ran.out) == [(endless, "not_checked"), (attack, "detected")]
    assert ("mail", "limit") in {
        (gap.what, gap.why) for gap in decode(ran.out.splitlines()[0]).gaps
    }


def test_wrong_use_is_status_2_and_says_where_help_is() -> None:
    for arguments in (["check", "mail"], ["check", "mail", "x", "--no-such"], ["no-such"]):
        ran = run(*arguments)

        assert (ran.status, ran.text) == (2, "")
        assert ran.complaint.startswith("wrong use: ")
        assert "--help" in ran.complaint


def test_jsonl_is_one_line_a_subject_in_input_order_also_twice(plain: str, attack: str) -> None:
    ran = run("check", "mail", plain, attack, plain, "--format", "jsonl")

    assert [subject for subject, _ in _verdicts(ran.out)] == [plain, attack, plain]


def test_json_is_an_array_of_the_same_objects(plain: str, attack: str) -> None:
    lines = run("check", "mail", plain, attack, "--format", "jsonl")
    array = run("check", "mail", plain, attack, "--format", "json")

    assert _without_time(json.loads(array.text)) == _without_time(
        [json.loads(line) for line in lines.text.splitlines()]
    )


def _without_time(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [document | {"checked_at": ""} for document in documents]


def test_json_without_a_subject_is_an_empty_array(no_mail: str) -> None:
    assert run("check", "mail", no_mail, "--format", "json").text == "[]\n"


def test_html_is_one_page_that_loads_nothing(attack: str, no_mail: str) -> None:
    ran = run("check", "mail", attack, no_mail, "--format", "html", "--lang", "ja")

    assert ran.status == 20
    assert ran.text.startswith('<!doctype html>\n<html lang="ja">')
    assert ran.text.count("<article>") == 1
    assert no_mail in ran.text
    for active in ("<script", "http://", "https://", "src=", "@import", "url("):
        assert active not in ran.text


def test_several_mails_end_with_a_summary(plain: str, attack: str, no_mail: str) -> None:
    ran = run("check", "mail", plain, attack, no_mail)

    assert (
        "\nIn short\n  3 in all: 1 detected, 1 nothing found, 1 unreadable\n"
        f"  detected: {attack}\n\nMore\n"
    ) in ran.text
    assert ran.text.count("More\n") == 1


def test_a_mail_can_come_by_standard_input() -> None:
    ran = run("check", "mail", "-", "--format", "jsonl", stdin=make_demo_mail())

    assert (ran.status, _verdicts(ran.out)) == (20, [("-", "detected")])


def test_an_empty_standard_input_is_unreadable() -> None:
    assert run("check", "mail", "-").status == 2


def test_a_folder_gives_every_mail_and_names_what_it_skipped(tmp_path: Path) -> None:
    for name in ("b.eml", "a", "sub/c.EML"):
        _write(tmp_path / name, PLAIN_MAIL)
    _write(tmp_path / "logo.png", b"\x89PNG\r\n\x1a\n")

    ran = run("check", "mail", str(tmp_path), "--format", "jsonl")

    assert ran.status == 0
    assert [subject for subject, _ in _verdicts(ran.out)] == [
        f"{tmp_path}/a",
        f"{tmp_path}/b.eml",
        f"{tmp_path}/sub/c.EML",
    ]
    assert ran.complaint == f"skipped because they are no mails (1): {tmp_path}/logo.png\n"


def test_a_folder_without_mail_is_not_checked(tmp_path: Path) -> None:
    ran = run("check", "mail", str(tmp_path))

    assert (ran.status, ran.complaint) == (30, "there was no mail to check\n")


def test_several_processes_give_the_same_in_the_same_order(tmp_path: Path) -> None:
    for number in range(150):
        _write(tmp_path / f"{number:03}.eml", PLAIN_MAIL)

    one = run("check", "mail", str(tmp_path), "--format", "jsonl")
    two = run("check", "mail", str(tmp_path), "--format", "jsonl", "--jobs", "2")

    assert _verdicts(two.out) == _verdicts(one.out)
    assert len(_verdicts(two.out)) == 150


HOSTILE_NAMES = [
    b"new\nline.eml",
    b"esc\x1b[31m.eml",
    "rtl\u202efdp.eml".encode(),
    b"bytes\xff\xfe.eml",
    b"<script>alert(1)<script>.eml",
]


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "html"])
def test_hostile_file_names_are_inert_in_every_form(tmp_path: Path, form: str) -> None:
    folder = os.fsencode(tmp_path)
    names = [folder + b"/" + name for name in HOSTILE_NAMES]
    for name in names:
        Path(os.fsdecode(name)).write_bytes(PLAIN_MAIL)

    ran = run("check", "mail", *names, "--format", form)

    assert (ran.status, ran.complaint) == (0, "")
    assert b"\x1b" not in ran.out
    if form in {"text", "html"}:
        assert "\u202e" not in ran.text
        assert "rtl[U+202E]fdp.eml" in ran.text
        assert "<script>" not in ran.text or form == "text"
    if form == "jsonl":
        assert len(ran.out.splitlines()) == len(names)
        assert ran.text.count("\\\\xff\\\\xfe.eml") == 1


def test_a_hostile_name_is_inert_in_a_complaint_too() -> None:
    ran = run("check", "mail", "no\x1b[2Jsuch\u202e")

    assert ran.complaint.startswith("no[U+001B][2Jsuch[U+202E]: ")


def test_a_reader_who_goes_away_gets_no_traceback(tmp_path: Path) -> None:
    for number in range(400):
        _write(tmp_path / f"{number}.eml", PLAIN_MAIL)
    with subprocess.Popen(
        [COMMAND, "check", "mail", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()

    assert complaint == b""
    assert process.returncode == 30


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_console_without_japanese_gets_english_and_a_notice(attack: str, encoding: str) -> None:
    ran = run("check", "mail", attack, "--lang", "ja", env={"PYTHONIOENCODING": encoding})

    assert ran.status == 20
    assert b"DETECTED: " in ran.out
    assert "???_20220303.zip" in ran.out.decode(encoding)
    assert ran.err.startswith(b"This console cannot show Japanese")


def test_a_japanese_console_gets_japanese_in_its_own_encoding(attack: str) -> None:
    ran = run("check", "mail", attack, "--lang", "ja", env={"PYTHONIOENCODING": "cp932"})

    assert "【検知】" in ran.out.decode("cp932")
    assert ran.err == b""


def test_a_letter_that_the_console_lacks_becomes_a_question_mark_and_is_said(
    tmp_path: Path,
) -> None:
    path = _write(tmp_path / "caf\u00e9\U0001f600.eml", PLAIN_MAIL)

    ran = run("check", "mail", path, "--lang", "ja", env={"PYTHONIOENCODING": "cp932"})

    assert "caf??.eml" in ran.out.decode("cp932")
    assert "?" in ran.err.decode("cp932")


def test_machine_forms_are_utf8_whatever_the_console(attack: str) -> None:
    ran = run(
        "check", "mail", attack, "--lang", "ja", "--format", "jsonl",
        env={"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip

    assert "請求書_20220303.zip" in ran.text
    assert ran.err == b""


def test_the_locale_chooses_the_language_and_the_option_outranks_it(plain: str) -> None:
    japanese = {"LC_ALL": "ja_JP.UTF-8", "PYTHONUTF8": "1"}

    assert "【該当なし】" in run("check", "mail", plain, env=japanese).text
    assert "NOTHING FOUND" in run("check", "mail", plain, "--lang", "en", env=japanese).text
    assert "使い方が違います" in run("check", "mail", env=japanese).complaint


def _on_a_terminal(*arguments: str, **env: str) -> bytes:
    """Output and errors of the command on a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [COMMAND, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(TERM="xterm", **env),
    ) as process:
        os.close(theirs)
        out = b""
        try:
            while chunk := os.read(ours, 65536):
                out += chunk
        except OSError:  # how Linux says that the other end is closed
            pass
        process.wait(timeout=60)
    os.close(ours)
    return out


def test_colours_are_for_terminals_only_and_can_be_refused(attack: str) -> None:
    assert b"\x1b[1;97;41m" in _on_a_terminal("check", "mail", attack)
    assert b"\x1b[1" not in _on_a_terminal("check", "mail", attack, NO_COLOR="1")
    assert b"\x1b" not in run("check", "mail", attack).out


def test_progress_is_shown_on_a_terminal_only(plain: str, attack: str) -> None:
    assert b"2 done" in _on_a_terminal("check", "mail", plain, attack)
    assert run("check", "mail", plain, attack).err == b""


def test_facts_are_printed_one_row_a_line_with_gaps_and_no_verdict(attack: str) -> None:
    ran = run("facts", "mail", attack)
    rows = [json.loads(line) for line in ran.text.splitlines()]

    assert ran.status == 0
    assert {tuple(row) for row in rows} == {("subject", "table", "row")}
    assert {row["subject"] for row in rows} == {attack}
    attachments = [row["row"] for row in rows if row["table"] == "attachment"]
    assert [(row["name"], row["opened_with"]) for row in attachments if row["encrypted"]] == [
        ("請求書_20220303.zip", "N3kH7s")
    ]


def test_facts_of_what_is_no_mail_are_status_2(no_mail: str, plain: str) -> None:
    ran = run("facts", "mail", no_mail, plain)

    assert ran.status == 2
    assert f'"subject":"{plain}"' in ran.text


def test_an_own_domain_given_by_the_user_is_a_fact(attack: str) -> None:
    ran = run("facts", "mail", attack, "--own-domain", "@Company.example")

    assert '"row":{"domain":"company.example"}' in ran.text


@pytest.mark.parametrize(
    ("processes", "status", "verdict"), [((), 0, "nothing_found"), (EMOTET, 20, "detected")]
)
def test_emocheck_results_are_read(
    tmp_path: Path, processes: Sequence[ReportedProcess], status: int, verdict: str
) -> None:
    path = _write(
        tmp_path / "PC-07_20220314101500_emocheck.txt", make_emocheck_txt(processes=processes)
    )

    ran = run("read-report", path, "--format", "jsonl")

    assert (ran.status, _verdicts(ran.out)) == (status, [("PC-07", verdict)])


def test_a_foreign_or_empty_report_is_unreadable_and_never_clean(tmp_path: Path) -> None:
    for data in (b"", b"hello", make_emocheck_txt()[:40]):
        assert run("read-report", _write(tmp_path / "x_emocheck.txt", data)).status in {2, 30}


def test_a_folder_in_place_of_a_file_is_said(tmp_path: Path) -> None:
    ran = run("read-report", str(tmp_path))

    assert (ran.status, ran.complaint) == (2, f"{tmp_path}: this is a folder; name a file\n")


def test_what_is_no_snapshot_is_unreadable(plain: str) -> None:
    assert run("judge", plain).status == 2


def test_the_guide_asks_and_ends_with_steps_also_without_any_answer() -> None:
    answered = run("guide", stdin=b"1\n1\n2\n")
    silent = run("guide")

    for ran in (answered, silent):
        assert (ran.status, ran.complaint) == (0, "")
        assert "Do this now, and only this" in ran.text
        assert "Your next steps\n  1. " in ran.text


def test_the_guide_is_patient_with_answers_that_are_none() -> None:
    ran = run("guide", "--lang", "ja", stdin="9\nはい\n３\n\xff\n".encode("latin-1", "replace"))

    assert ran.status == 0
    assert "1 から 3 の番号で答えてください。" in ran.text


def test_this_pc_is_not_checked_where_it_runs_no_windows() -> None:
    ran = run("check", "pc", "--format", "jsonl")

    assert ran.status == 30
    document = decode(ran.out)
    assert (document.kind, document.verdict) == ("pc", "not_checked")
    assert ("pc", "not_applicable") in {(gap.what, gap.why) for gap in document.gaps}
    assert document.next_steps


def test_help_of_every_command_is_in_the_language_asked_for() -> None:
    assert "メールボックス(mbox" in run("check", "mail", "--help", "--lang", "ja").text
    assert "mailboxes (mbox" in run("check", "mail", "--help", "--lang", "en").text


@pytest.fixture(scope="module")
def infected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_pc_root(tmp_path_factory.mktemp("pc"), infection="2022-03")


def _state(root: Path) -> dict[str, tuple[int, int, int]]:
    """Size and times of everything below the folder."""
    states = {str(path): path.stat() for path in (root, *root.rglob("*"))}
    return {name: (s.st_size, s.st_mtime_ns, s.st_atime_ns) for name, s in states.items()}


def test_a_disk_of_an_infected_pc_is_detected_and_nothing_on_it_changes(infected: Path) -> None:
    before = _state(infected)

    ran = run("check", "pc", "--root", str(infected), "--volume-serial", "6C1F-A312")

    assert ran.status == 20
    assert ran.text.startswith("PC: KEIRI-PC\nDETECTED: ")
    assert _state(infected) == before


@pytest.mark.parametrize("is_used", [False, True])
def test_a_healthy_pc_has_nothing_found_and_says_what_was_not_checked(
    tmp_path: Path, *, is_used: bool
) -> None:
    root = make_pc_root(tmp_path, infection=None, is_used=is_used)

    document = decode(run("check", "pc", "--root", str(root), "--format", "jsonl").out)

    assert document.verdict == "nothing_found"
    assert document.gaps


def test_saved_facts_are_judged_to_the_same(infected: Path, tmp_path: Path) -> None:
    saved = tmp_path / "pc.snapshot"

    checked = run("check", "pc", "--root", str(infected), "--save", str(saved), "--format", "json")
    judged = run("judge", str(saved), "--format", "json")

    assert checked.complaint == f"facts saved: {saved}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["pc.snapshot"]
    assert judged.status == checked.status == 20
    assert _without_time(json.loads(judged.text)) == _without_time(json.loads(checked.text))


def test_nothing_is_ever_saved_inside_the_disk_that_is_checked(infected: Path) -> None:
    before = _state(infected)

    ran = run("check", "pc", "--root", str(infected), "--save", str(infected / "Users" / "x"))

    assert (ran.status, ran.text) == (2, "")
    assert "can't save inside the folder" in ran.complaint
    assert _state(infected) == before


def test_facts_that_cannot_be_saved_are_still_judged(infected: Path) -> None:
    ran = run("check", "pc", "--root", str(infected), "--save", "/no/such/folder/x")

    assert ran.status == 20
    assert ran.complaint.startswith("/no/such/folder/x: ")


def test_a_folder_that_is_no_disk_is_unreadable(tmp_path: Path) -> None:
    assert run("check", "pc", "--root", str(tmp_path)).status == 2
    assert run("check", "pc", "--root", "/no/such").complaint.startswith("/no/such: there is no")


def test_facts_of_a_disk_are_printed_and_those_of_others_are_named(infected: Path) -> None:
    ran = run("facts", "pc", "/no/such", str(infected))

    assert ran.status == 2
    assert '"table":"startup_items"' in ran.text
    assert ran.complaint.startswith("/no/such: ")


def test_a_cut_snapshot_is_unreadable_and_the_others_are_judged(
    infected: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "pc.snapshot"
    run("check", "pc", "--root", str(infected), "--save", str(saved))
    cut = _write(tmp_path / "cut.snapshot", saved.read_bytes()[:-20])

    ran = run("judge", cut, str(saved), "--format", "jsonl")

    assert ran.status == 20
    assert len(_verdicts(ran.out)) == 1
    assert ran.complaint.startswith(f"{cut}: can't be read as saved facts; ")


def test_a_pack_of_others_is_refused_unless_signed_by_a_trusted_key(
    plain: str, tmp_path: Path
) -> None:
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    key, built = tmp_path / "maker", str(tmp_path / "emotet.kkpack")
    assert run("pack", "keygen", "--out", str(key)).status == 0
    assert run("pack", "build", str(EMBEDDED / "emotet"), "--out", built).status == 0

    assert run("check", "mail", plain, "--pack", built, env=home).status == 2
    assert run("check", "mail", plain, "--pack", built, "--unsafe-unsigned", env=home).status == 0

    assert run("pack", "sign", built, "--key", f"{key}.key.pem").status == 0
    refused = run("check", "mail", plain, "--pack", built, env=home)
    assert (refused.status, refused.text) == (2, "")
    assert "not a trusted one" in refused.complaint

    trusted = ["--key", f"{key}.pub.pem"]
    assert run("pack", "verify", built, *trusted, env=home).status == 0
    assert run("check", "mail", plain, "--pack", built, *trusted, env=home).status == 0


def test_a_key_in_the_users_folder_is_trusted(plain: str, tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    folder = tmp_path / "config" / "kakekomi" / "trusted-keys"
    folder.mkdir(parents=True)
    built = str(tmp_path / "emotet.kkpack")
    run("pack", "keygen", "--out", str(folder / "maker"))
    run("pack", "build", str(EMBEDDED / "emotet"), "--out", built)
    run("pack", "sign", built, "--key", str(folder / "maker.key.pem"))

    assert run("check", "mail", plain, "--pack", built, env=home).status == 0


def test_lint_lists_every_problem_of_a_pack_and_is_status_2(tmp_path: Path) -> None:
    _write(tmp_path / "pack.toml", b"id = 1\n")

    ran = run("pack", "lint", str(tmp_path))

    assert ran.status == 2
    assert "\npack.toml:" in ran.text


def test_the_card_is_written_to_exactly_the_named_file(tmp_path: Path) -> None:
    card = tmp_path / "card.html"

    ran = run("guide", "--card", str(card), "--lang", "ja")

    assert (ran.status, ran.complaint) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["card.html"]
    assert card.read_text("utf-8").lower().startswith("<!doctype html>")
    assert run("guide", "--card", "/no/such/card.html").status == 2
