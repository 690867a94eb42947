"""Photographs of codes give a PC's result, whoever takes them apart."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import segno
from PIL import Image

from kakekomi.check.codes import MAX_PIXELS, is_picture, pages_in
from kakekomi.check.judging import PackChoice
from kakekomi.check.upload import Upload, UploadSetup
from kakekomi.check.uploads import Uploads
from kakekomi.drill.pc_root import make_pc_root
from kakekomi.facts import snapshot
from kakekomi.facts.errors import ParseError
from kakekomi.facts.paper import pages_of
from kakekomi.host.root import collect_root

NOW = datetime(2022, 3, 7, tzinfo=UTC)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    root = tmp_path_factory.mktemp("pc") / "root"
    make_pc_root(root, infection="2022-03")
    return pages_of(snapshot.write((collect_root(root, now=NOW),)))


def photograph(text: str, *, turned: float = 0, form: str = "PNG") -> bytes:
    """A picture of a code, turned a little, with grey paper round it."""
    drawn = io.BytesIO()
    segno.make_qr(text, error="l", boost_error=False).save(drawn, kind="png", scale=4, border=6)
    with Image.open(drawn) as code:
        picture = code.convert("L").rotate(turned, expand=True, fillcolor=230)
    out = io.BytesIO()
    picture.save(out, format=form, quality=70)
    return out.getvalue()


Checked = Callable[[str, bytes], list[str]]


@pytest.fixture(scope="module")
def checked() -> Iterator[Checked]:
    """Hands a file in; gives the verdicts, or the problems."""
    with Uploads(UploadSetup(choice=PackChoice())) as uploads:

        def check(name: str, data: bytes) -> list[str]:
            upload = Upload(name=name, data=data, now_s=int(NOW.timestamp()))
            result = uploads.check(upload)
            return [one.verdict for one in result.subjects] or [one.key for one in result.problems]

        yield check


@pytest.mark.parametrize(("turned", "form"), [(0, "PNG"), (8, "JPEG"), (91, "JPEG")])
def test_a_code_is_read_from_a_photograph(turned: float, form: str, pages: tuple[str, ...]) -> None:
    assert pages_in(photograph(pages[0], turned=turned, form=form)) == (pages[0],)


def test_all_photographs_in_a_folder_give_the_verdict(
    pages: tuple[str, ...], checked: Checked
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, page in enumerate(pages):
            archive.writestr(f"IMG_{number}.jpg", photograph(page, form="JPEG"))

    assert checked("photos.zip", packed.getvalue()) == ["detected"]


def test_a_missing_photograph_is_told(pages: tuple[str, ...], checked: Checked) -> None:
    assert checked("IMG_1.png", photograph(pages[0])) == ["problem.pages"]


def test_the_texts_of_the_codes_are_taken_too(pages: tuple[str, ...], checked: Checked) -> None:
    assert checked("codes.txt", "\n".join(pages).encode()) == ["detected"]


def test_a_picture_without_a_code_is_told(checked: Checked) -> None:
    out = io.BytesIO()
    Image.new("L", (200, 200), 255).save(out, format="PNG")

    assert checked("cat.png", out.getvalue()) == ["problem.not_known"]


def test_a_code_of_something_else_is_no_page() -> None:
    assert pages_in(photograph("https://a.example/")) == ()


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0 damaged"])
def test_a_damaged_picture_is_an_error(data: bytes, checked: Checked) -> None:
    assert is_picture(data)
    with pytest.raises(ParseError):
        pages_in(data)
    assert checked("x.png", data) == ["problem.not_known"]


def test_a_picture_over_the_cap_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kakekomi.check.codes.MAX_PIXELS", 100)
    out = io.BytesIO()
    Image.new("L", (20, 20)).save(out, format="PNG")

    assert MAX_PIXELS > 100
    with pytest.raises(ParseError, match="more than"):
        pages_in(out.getvalue())
