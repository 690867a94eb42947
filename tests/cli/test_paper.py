"""A PC without network and stick: its result as codes, photographed, and judged elsewhere."""

import re
from pathlib import Path

import pytest

from cli.command import run
from kakekomi.drill.pc_root import make_pc_root
from kakekomi.facts.paper import join
from kakekomi.guide.document import decode


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pc") / "root"
    make_pc_root(folder, infection="2022-03")
    return folder


def test_the_page_holds_a_code_for_each_part(root: Path, tmp_path: Path) -> None:
    page = tmp_path / "pc.html"
    ran = run("check", "pc", "--root", str(root), "--qr", str(page), "--lang", "en")
    text = page.read_text("utf-8")
    numbers = re.findall(r"Code (\d+) of (\d+)", text)

    assert ran.status == 20
    assert [int(number) for number, _ in numbers] == list(range(1, len(numbers) + 1))
    assert text.count("<svg") == len(numbers) == int(numbers[0][1])
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", text)


def test_the_texts_of_the_codes_are_judged_like_the_disk(root: Path, tmp_path: Path) -> None:
    from kakekomi.facts import paper  # noqa: PLC0415

    saved, texts = tmp_path / "pc.snapshot", tmp_path / "pc.txt"
    first = run(
        *("check", "pc", "--root", str(root), "--save", str(saved), "--format", "jsonl"),
    )
    pages = paper.pages_of(saved.read_bytes())
    texts.write_text("\r\n".join(reversed(pages)))
    second = run("judge", str(texts), "--format", "jsonl")

    assert len(join(pages)) == 1
    told = [decode(ran.out.strip()) for ran in (first, second)]
    assert (told[0].subject, told[0].verdict) == (told[1].subject, told[1].verdict)
    assert told[0].findings == told[1].findings
    assert second.status == first.status == 20


def test_missing_codes_are_named(root: Path, tmp_path: Path) -> None:
    from kakekomi.facts import paper  # noqa: PLC0415

    saved, texts = tmp_path / "pc.snapshot", tmp_path / "pc.txt"
    run("check", "pc", "--root", str(root), "--save", str(saved))
    pages = paper.pages_of(saved.read_bytes())
    texts.write_text("\n".join(pages[1:]))
    ran = run("judge", str(texts), "--lang", "en")

    assert ran.status == 2
    assert f"pages 1 of {len(pages)} are missing" in ran.complaint


def test_the_page_is_never_written_into_the_evidence(root: Path) -> None:
    ran = run("check", "pc", "--root", str(root), "--qr", str(root / "x.html"))

    assert ran.status == 2
    assert not (root / "x.html").exists()
