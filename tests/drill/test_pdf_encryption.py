from pathlib import Path

import pytest

from drill.yardstick import unpacked
from kakekomi.drill.pdf import make_pdf
from kakekomi.drill.pdf_encryption import PdfPasswords, PdfScheme


def test_equal_arguments_give_equal_bytes() -> None:
    passwords = PdfPasswords(user="ab12")

    assert make_pdf(passwords=passwords) == make_pdf(passwords=passwords)


@pytest.mark.parametrize("scheme", list(PdfScheme))
@pytest.mark.parametrize("option", ["-upw", "-opw"])
def test_poppler_opens_it_with_either_password(
    tmp_path: Path, scheme: PdfScheme, option: str
) -> None:
    passwords = PdfPasswords(user="ab12", owner="cd34", scheme=scheme)
    made = make_pdf(embedded={"a.txt": b"text"}, passwords=passwords)
    word = "ab12" if option == "-upw" else "cd34"

    found = unpacked(tmp_path, made, "pdfdetach", option, word, "-saveall", "{}")

    assert found == {"a.txt": b"text"}
