import io
import zipfile

import pytest
import pyzipper  # type: ignore[import-untyped]

from kakekomi.drill.archive import ZipCipher, ZipMember, make_zip


def test_other_programs_read_a_plain_archive() -> None:
    data = make_zip([ZipMember(name="見積.doc", content=b"abc"), ZipMember(name="b", content=b"d")])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "見積.doc": b"abc",
            "b": b"d",
        }


@pytest.mark.parametrize("cipher", ZipCipher)
def test_other_programs_open_an_encrypted_archive(cipher: ZipCipher) -> None:
    data = make_zip([ZipMember(name="a", content=b"abc" * 99)], password="pw1", cipher=cipher)
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        archive.setpassword(b"pw1")
        assert archive.read("a") == b"abc" * 99


def test_equal_input_gives_equal_bytes() -> None:
    members = [ZipMember(name="a", content=b"abc")]

    assert make_zip(members, password="x") == make_zip(members, password="x")


def test_names_given_as_bytes_are_written_as_they_are() -> None:
    assert "表.doc".encode("cp932") in make_zip(
        [ZipMember(name="表.doc".encode("cp932"), content=b"")]
    )
