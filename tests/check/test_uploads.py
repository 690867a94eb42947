"""Files handed in, checked by processes in earnest: the same verdict as at the command line."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

import kakekomi
from cli.command import PLAIN_MAIL, run
from kakekomi.check import upload_work
from kakekomi.check import uploads as uploads_module
from kakekomi.check.judging import PackChoice
from kakekomi.check.upload import CheckedSubject, Upload, UploadSetup
from kakekomi.check.uploads import Uploads
from kakekomi.check.worker_process import WorkerDiedError
from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.drill.demo_cases import make_demo_mail
from kakekomi.drill.mailbox import make_mbox
from kakekomi.drill.outlook import OutlookMail, make_msg
from kakekomi.drill.pc_root import make_pc_root
from kakekomi.drill.reports import EMOTET, make_emocheck_json, make_emocheck_txt
from kakekomi.facts import snapshot
from kakekomi.facts.errors import UnavailableError
from kakekomi.facts.paper import pages_of
from kakekomi.facts.pc_tables import Users
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.host.root import collect_root

PICTURE: Final = ZipMember(name="a.png", content=b"\x89PNG")

NOW: Final = datetime(2022, 3, 14, tzinfo=UTC)

DEADLY: Final = """
import os, sys
sys.path.append({source!r})
if "kakekomi.check.worker" in sys.orig_argv:
    from kakekomi.mail import mime
    sound = mime.parse
    def parse(data):
        if b"DIE9" in data:
            os.kill(os.getpid(), 9)
        return sound(data)
    mime.parse = parse
"""


def make_upload(name: str, data: bytes, *passwords: str) -> Upload:
    return Upload(name=name, data=data, now_s=int(NOW.timestamp()), passwords=passwords)


@pytest.fixture(scope="module")
def uploads() -> Iterator[Uploads]:
    with Uploads(UploadSetup(choice=PackChoice())) as uploads:
        yield uploads


def make_snapshot(folder: Path) -> bytes:
    root = make_pc_root(folder / "pc")
    return snapshot.write([collect_root(root, volume_serial=None, now=NOW)])


FILES: Final[dict[str, tuple[tuple[str, ...], Callable[[Path], bytes]]]] = {
    "mail.eml": (("check", "mail"), lambda _: make_demo_mail()),
    "plain.eml": (("check", "mail"), lambda _: PLAIN_MAIL),
    "outlook.msg": (("check", "mail"), lambda _: make_msg(OutlookMail())),
    "box.mbox": (("check", "mail"), lambda _: make_mbox([PLAIN_MAIL, make_demo_mail()])),
    "folder.zip": (
        ("check", "mail"),
        lambda _: make_zip([ZipMember(name="a/b.eml", content=make_demo_mail())]),
    ),
    "emocheck.txt": (("read-report",), lambda _: make_emocheck_txt(processes=EMOTET)),
    "emocheck.json": (("read-report",), lambda _: make_emocheck_json()),
    "pc.kksnap": (("judge",), make_snapshot),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_file_gets_the_verdict_of_the_command_line(
    uploads: Uploads, tmp_path: Path, name: str, language: str
) -> None:
    command, make = FILES[name]
    data = make(tmp_path)
    path = tmp_path / name
    path.write_bytes(data)

    told = run(*command, str(path), "--format", "json", "--lang", language).out
    result = uploads.check(make_upload(name, data))

    place = ["ja", "en"].index(language)
    handed_in = [msgspec.json.decode(one.documents[place]) for one in result.subjects]
    assert [_timeless(one) for one in handed_in] == [
        _timeless(one, folder=f"{tmp_path}/") for one in msgspec.json.decode(told)
    ]
    assert handed_in
    assert not result.problems


def _timeless(document: dict[str, Any], folder: str = "") -> dict[str, Any]:
    """Without the moment; the command line names files by their path."""
    subject = document["subject"].removeprefix(folder)
    return {**document, "subject": subject, "checked_at": None}


def test_the_facts_come_back_to_be_judged_again(uploads: Uploads) -> None:
    (one,) = uploads.check(make_upload("m.eml", make_demo_mail())).subjects

    (facts,) = snapshot.read(one.facts)

    assert (facts.subject, facts.kind, one.verdict) == ("m.eml", Kind.MAIL, "detected")


def test_passwords_open_what_is_shut(uploads: Uploads) -> None:
    box = make_zip([ZipMember(name="a.eml", content=PLAIN_MAIL)], password="s3cret")

    shut = uploads.check(make_upload("a.zip", box))
    opened = uploads.check(make_upload("a.zip", box, "s3cret"))

    assert [one.subject for one in shut.subjects] == []
    assert [one.subject for one in opened.subjects] == ["a.zip/a.eml"]


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0JFIF", "problem.not_known"),
        ("empty.txt", b"", "problem.not_known"),
        ("damaged.kksnap", b"\x1f\x8bdamaged", "problem.not_snapshot"),
        (
            "pictures.zip",
            make_zip([ZipMember(name="a.png", content=b"\x89PNG")]),
            "problem.no_mail_in_it",
        ),
        ("cut.zip", b"PK\x03\x04cut", "problem.not_mailbox"),
    ],
)
def test_what_is_none_of_these_is_told(uploads: Uploads, name: str, data: bytes, key: str) -> None:
    result = uploads.check(make_upload(name, data))

    assert result.subjects == ()
    assert [problem.key for problem in result.problems] == [key]


def test_more_mails_than_a_page_shows_are_counted(uploads: Uploads) -> None:
    result = uploads.check(make_upload("box.mbox", make_mbox([PLAIN_MAIL] * 101)))

    assert (len(result.subjects), result.left_out) == (100, 1)


def test_reports_and_snapshots_in_a_packed_folder_are_found_among_other_files(
    uploads: Uploads,
) -> None:
    pc = SubjectFacts(subject="PC-2", kind=Kind.PC, rows=())
    folder = make_zip(
        [
            PICTURE,
            ZipMember(name="notes.txt", content=b"call the vendor at ten"),
            ZipMember(name="pc1/emocheck.json", content=make_emocheck_json(hostname="PC-1")),
            ZipMember(name="pc2.kksnap", content=snapshot.write([pc])),
            ZipMember(name="mail.eml", content=PLAIN_MAIL),
        ]
    )

    result = uploads.check(make_upload("stick.zip", folder))

    assert [(one.kind, one.subject) for one in result.subjects] == [
        ("mail", "stick.zip/mail.eml"),
        ("report", "PC-1"),
        ("pc", "PC-2"),
    ]
    assert (result.problems, result.left_out) == ((), 0)


def make_pages() -> tuple[str, ...]:
    """More than one, so the rows must not shrink: names by chance."""
    names = (sha256(str(number).encode()).hexdigest() for number in range(60))
    rows = tuple(Users(username=name) for name in names)
    pc = SubjectFacts(subject="PC-3", kind=Kind.PC, rows=rows)
    pages = pages_of(snapshot.write([pc]))
    assert len(pages) > 1
    return pages


def test_pages_of_codes_are_joined_from_one_file_or_many(uploads: Uploads) -> None:
    pages = make_pages()
    folder = make_zip(
        [
            ZipMember(name=f"{number}.txt", content=page.encode())
            for number, page in enumerate(reversed(pages))
        ]
    )

    for name, data in (("pages.txt", "\r\n".join(pages).encode()), ("pages.zip", folder)):
        result = uploads.check(make_upload(name, data))
        assert ([one.subject for one in result.subjects], result.problems) == (["PC-3"], ())


def test_a_page_that_is_missing_is_named(uploads: Uploads) -> None:
    result = uploads.check(make_upload("pages.txt", make_pages()[0].encode()))

    (problem,) = result.problems
    assert (result.subjects, problem.key) == ((), "problem.pages")
    assert problem.reason.startswith("2")


def test_a_snapshot_of_several_subjects_gives_each_its_verdict(uploads: Uploads) -> None:
    pcs = [SubjectFacts(subject=name, kind=Kind.PC, rows=()) for name in ("PC-1", "PC-2")]

    result = uploads.check(make_upload("pcs", snapshot.write(pcs)))

    assert [(one.subject, one.verdict) for one in result.subjects] == [
        ("PC-1", "not_checked"),
        ("PC-2", "not_checked"),
    ]


def test_a_snapshot_with_more_rows_than_a_pc_has_is_refused_unjudged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(upload_work, "MAX_ROWS", 2)
    pc = SubjectFacts(subject="PC", kind=Kind.PC, rows=(Users(username="a"),) * 3)
    (collected,) = upload_work._snapshot(make_upload("pc", snapshot.write([pc])))

    assert collected.problem is not None
    assert (collected.problem.key, collected.facts) == ("problem.lost_limit", ())


@pytest.mark.skipif(sys.platform == "win32", reason="ends a process by a signal")
def test_a_file_that_ends_its_process_is_told_and_hurts_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = str(Path(kakekomi.__file__).parents[1])
    (tmp_path / "sitecustomize.py").write_text(DEADLY.format(source=source))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Uploads(UploadSetup(choice=PackChoice())) as uploads:
        deadly = uploads.check(make_upload("m.eml", PLAIN_MAIL + b"DIE9"))
        sound = uploads.check(make_upload("n.eml", PLAIN_MAIL))

    assert _short(deadly.subjects) == [("m.eml", "not_checked")]
    assert [problem.key for problem in deadly.problems] == ["problem.lost_limit"]
    assert _short(sound.subjects) == [("n.eml", "nothing_found")]


def _short(subjects: tuple[CheckedSubject, ...]) -> list[tuple[str, str]]:
    return [(one.subject, one.verdict) for one in subjects]


def test_who_finds_no_place_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads_module, "AT_ONCE", 0)
    monkeypatch.setattr(uploads_module, "PATIENCE_S", 0.01)

    with (
        Uploads(UploadSetup(choice=PackChoice())) as uploads,
        pytest.raises(UnavailableError, match="try again"),
    ):
        uploads.check(make_upload("m.eml", PLAIN_MAIL))


def test_who_asks_after_the_end_is_refused() -> None:
    uploads = Uploads(UploadSetup(choice=PackChoice()))
    uploads.get_ready()
    uploads.close()

    with pytest.raises(WorkerDiedError):
        uploads.check(make_upload("m.eml", PLAIN_MAIL))
