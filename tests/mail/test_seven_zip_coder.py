import bz2
import lzma
import zlib

import msgspec
import pytest

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import seven_zip_coder
from kakekomi.mail.seven_zip_bcj2 import METHOD
from kakekomi.mail.seven_zip_coder import AES, BZIP2, COPY, DEFLATE, DELTA, LZMA1
from kakekomi.mail.seven_zip_entry import Coder, Folder

X86 = b"\x03\x03\x01\x03"
TEXT = b"text to pack " * 9_000


def no_key(_coder: Coder) -> bytes:
    raise AssertionError


def unpack(coders: list[tuple[bytes, bytes]], packed: bytes, size: int) -> bytes:
    folder = Folder(
        tuple(Coder(method, properties, 1, 1) for method, properties in coders),
        tuple((index, index + 1) for index in range(len(coders) - 1)),
        (len(coders) - 1,),
        (size,) * len(coders),
    )
    return b"".join(seven_zip_coder.unpack(folder, [memoryview(packed)], no_key))


def lzma1(content: bytes) -> tuple[tuple[bytes, bytes], bytes]:
    packed = lzma.compress(content, lzma.FORMAT_ALONE)
    return (LZMA1, packed[:5]), packed[13:]


def test_each_method_unpacks() -> None:
    coder, packed = lzma1(TEXT)
    deflated = zlib.compress(TEXT)[2:-4]

    assert unpack([(COPY, b"")], TEXT, len(TEXT)) == TEXT
    assert unpack([(DEFLATE, b"")], deflated, len(TEXT)) == TEXT
    assert unpack([(BZIP2, b"")], bz2.compress(TEXT), len(TEXT)) == TEXT
    assert unpack([coder], packed, len(TEXT)) == TEXT


def test_bzip2_streams_behind_one_another_are_one() -> None:
    assert unpack([(BZIP2, b"")], bz2.compress(b"one") + bz2.compress(b"two"), 6) == b"onetwo"


def test_differences_are_summed() -> None:
    assert unpack([(DELTA, b"\x01")], bytes([1, 10, 1, 10]), 4) == bytes([1, 10, 2, 20])


def test_calls_of_a_program_are_relative_again_behind_lzma() -> None:
    program = (b"\x90" * 300 + b"\xe8\x10\x00\x00\x00" + b"\x90" * 9) * 400
    filters = [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]
    changed = lzma.decompress(
        lzma.compress(program, lzma.FORMAT_RAW, filters=filters),
        lzma.FORMAT_RAW,
        filters=filters[1:],
    )
    coder, packed = lzma1(changed)

    assert changed != program
    assert unpack([(X86, b""), coder], packed, len(program)) == program


def test_what_follows_the_declared_size_is_left_out() -> None:
    assert unpack([(COPY, b"")], b"123456", 4) == b"1234"


@pytest.mark.parametrize(
    ("coder", "packed"),
    [
        ((DEFLATE, b""), b"\xff\xff\xff"),
        ((BZIP2, b""), b"not bzip2"),
        ((LZMA1, b"\xff\0\0\0\0"), b""),
        ((LZMA1, b""), b""),
        ((b"\x21", b"\x29"), b""),
        ((b"\x21", b"\x10"), b"\x7f\x7f"),
    ],
)
def test_damage_is_refused(coder: tuple[bytes, bytes], packed: bytes) -> None:
    with pytest.raises(ParseError):
        unpack([coder], packed, 9)


def test_coders_with_several_streams_and_foreign_methods_are_not_read() -> None:
    two_inputs = Folder((Coder(COPY, b"", 2, 1),), (), (0, 1), (9,))
    two_outputs = Folder((Coder(COPY, b"", 1, 2),), (), (0,), (9, 9))
    for folder in (two_inputs, two_outputs):
        with pytest.raises(UnsupportedError):
            seven_zip_coder.unpack(folder, [memoryview(b""), memoryview(b"")], no_key)
    with pytest.raises(UnsupportedError):
        unpack([(b"\x03\x04\x01", b"")], b"", 9)


def test_coders_in_a_ring_are_no_chain() -> None:
    ring = Folder((Coder(COPY, b"", 1, 1),) * 2, ((0, 0),), (0,), (9, 9))
    fed_twice = Folder((Coder(METHOD, b"", 4, 1), Coder(COPY, b"", 1, 1)), ((0, 1), (1, 1)), (2, 3))
    unfed = Folder((Coder(COPY, b"", 1, 1),), (), (), (9,))

    for folder in (ring, msgspec.structs.replace(fed_twice, sizes=(9, 9)), unfed):
        with pytest.raises(ParseError):
            seven_zip_coder.unpack(folder, [memoryview(b"")], no_key)


def test_a_key_of_too_many_rounds_is_not_derived() -> None:
    with pytest.raises(UnsupportedError):
        seven_zip_coder.aes_salt(Coder(AES, b"\x18", 1, 1))


def test_salt_and_rounds_are_told() -> None:
    raw = bytes([0xC0 | 19, 0x1F]) + b"sa" + b"v" * 16

    assert seven_zip_coder.aes_salt(Coder(AES, raw, 1, 1)) == (19, b"sa")
