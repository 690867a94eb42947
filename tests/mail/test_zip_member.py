import io
import zipfile
import zlib

import pytest
import pyzipper  # type: ignore[import-untyped]

from kakekomi.drill.archive import ZipCipher, ZipMember, make_zip
from kakekomi.mail import zip_directory, zip_member
from kakekomi.mail.zip_member import Member, Problem

TEXT = bytes(range(256)) * 40


def read(data: bytes, *passwords: str, room: int = zip_member.MAX_MEMBER_BYTES) -> Member:
    entry = zip_directory.parse(data).entries[0]
    return zip_member.read(data, entry, passwords=passwords, room=room)


def make_stdlib(content: bytes, method: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("a.bin", content)
    return stream.getvalue()


def make_pyzipper(password: bytes, strength: int) -> bytes:
    stream = io.BytesIO()
    with pyzipper.AESZipFile(stream, "w", pyzipper.ZIP_DEFLATED) as archive:
        archive.setencryption(pyzipper.WZ_AES, nbits=strength)
        archive.setpassword(password)
        archive.writestr("a.bin", TEXT)
    return stream.getvalue()


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_each_method_is_unpacked_whole(method: int) -> None:
    assert read(make_stdlib(TEXT, method)) == Member(content=TEXT, inflated_bytes=len(TEXT))


@pytest.mark.parametrize("strength", [128, 192, 256])
def test_an_aes_member_of_another_packer_opens(strength: int) -> None:
    assert read(make_pyzipper(b"secret1", strength), "no", "secret1") == Member(
        content=TEXT, inflated_bytes=len(TEXT), opened_with="secret1"
    )


@pytest.mark.parametrize("cipher", ZipCipher)
def test_the_password_that_opened_it_is_named_exactly(cipher: ZipCipher) -> None:
    data = make_zip([ZipMember(name="a", content=TEXT)], password="Ab 1!", cipher=cipher)

    assert read(data, "ab 1!", "Ab 1!").opened_with == "Ab 1!"


def test_a_japanese_password_is_tried_as_windows_writes_it() -> None:
    data = make_pyzipper("合言葉".encode("cp932"), 256)

    assert read(data, "合言葉").opened_with == "合言葉"


@pytest.mark.parametrize("cipher", ZipCipher)
def test_without_the_right_password_nothing_is_read(cipher: ZipCipher) -> None:
    data = make_zip([ZipMember(name="a", content=TEXT)], password="right", cipher=cipher)

    assert read(data, *(f"wrong{i}" for i in range(300))) == Member(
        inflated_bytes=len(TEXT), problem=Problem.ENCRYPTED
    )


def test_a_padded_member_is_read_to_a_prefix_and_reported_with_its_size() -> None:
    content = b"head" + bytes(30_000_000)
    member = read(make_zip([ZipMember(name="a.doc", content=content)]))

    assert len(member.content) == zip_member.PREFIX_BYTES
    assert member.content.startswith(b"head")
    assert (member.inflated_bytes, member.problem) == (len(content), Problem.LIMIT)


def test_a_member_that_unpacks_to_more_than_declared_stops_at_the_room() -> None:
    data = bytearray(make_zip([ZipMember(name="a", content=bytes(500_000))]))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    member = read(bytes(data), room=100_000)

    assert (len(member.content), member.inflated_bytes) == (100_000, 100_001)
    assert member.problem is Problem.LIMIT


def test_a_wrong_checksum_is_damage_and_keeps_what_was_read() -> None:
    data = make_zip([ZipMember(name="a", content=TEXT, deflate=False)])
    crc = zlib.crc32(TEXT).to_bytes(4, "little")
    member = read(data.replace(crc, b"\0\0\0\0"))

    assert member == Member(content=TEXT, inflated_bytes=len(TEXT), problem=Problem.DAMAGED)


def test_a_broken_stream_is_damage() -> None:
    data = bytearray(make_zip([ZipMember(name="a", content=TEXT)]))
    data[40] ^= 0xFF

    assert read(bytes(data)).problem is Problem.DAMAGED


def test_an_unknown_method_is_unsupported() -> None:
    data = bytearray(make_zip([ZipMember(name="a", content=b"x")]))
    data[data.find(b"PK\x01\x02") + 10] = 98

    assert read(bytes(data)) == Member(inflated_bytes=1, problem=Problem.UNSUPPORTED)


def test_strong_encryption_is_unsupported() -> None:
    data = bytearray(make_zip([ZipMember(name="a", content=b"x")], password="p"))
    data[data.find(b"PK\x01\x02") + 8] |= 0x40

    assert read(bytes(data), "p").problem is Problem.UNSUPPORTED


@pytest.mark.parametrize("cipher", ZipCipher)
def test_an_encrypted_member_cut_short_is_opened_as_far_as_it_goes(cipher: ZipCipher) -> None:
    text = "".join(f"{i * i}" for i in range(9_000)).encode()
    data = make_zip([ZipMember(name="a", content=text)], password="p", cipher=cipher)
    member = read(data[: data.find(b"PK\x01\x02") - 500], "p")

    assert text.startswith(member.content[:1000])
    assert len(member.content) > len(text) // 2
    assert (member.problem, member.opened_with) == (Problem.DAMAGED, "p")
