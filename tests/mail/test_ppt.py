import struct
import zlib

from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.compound import make_compound
from kakekomi.drill.vba_project import make_vba_streams
from kakekomi.mail import ole, ppt
from kakekomi.mail.document import OfficeDocument, OfficeFormat
from kakekomi.mail.draft import Draft


def make_storage(content: bytes, *, deflated: bool) -> bytes:
    data = struct.pack("<I", len(content)) + zlib.compress(content) if deflated else content
    return struct.pack("<HHI", 0x10 if deflated else 0, 0x1011, len(data)) + data


def read(stream: bytes, token: int = 0xE391C05F) -> OfficeDocument:
    user = bytes(12) + struct.pack("<I", token)
    file = ole.parse(make_compound({"PowerPoint Document": stream, "Current User": user}))
    draft = Draft(format=OfficeFormat.PPT)
    ppt.read(file, stream, draft)
    return draft.finish()


PROJECT = make_compound(make_vba_streams({"M": "Sub Auto_Open()\nEnd Sub\n"}))
OTHER_RECORD = struct.pack("<HHI", 15, 1000, 4) + b"abcd"


def test_macros_are_read_deflated_or_not() -> None:
    for deflated in (True, False):
        document = read(OTHER_RECORD + make_storage(PROJECT, deflated=deflated))

        assert (document.macro, document.autoexec) == (True, ("Auto_Open",))


def test_an_object_without_macros_is_kept_as_an_object() -> None:
    content = make_compound({"CONTENTS": b"x"})
    document = read(make_storage(content, deflated=True))

    assert (document.macro, [item.content for item in document.objects]) == (False, [content])


def test_an_encrypted_presentation_is_told_by_its_token() -> None:
    document = read(OTHER_RECORD, token=0xF3D1C4DF)

    assert (document.encrypted, document.encryption) == (True, "rc4_cryptoapi")


def test_a_broken_storage_is_a_defect() -> None:
    assert len(read(make_storage(b"no compound file", deflated=False)).defects) == 1


@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(read(data), OfficeDocument)
    assert isinstance(read(make_storage(data, deflated=True)), OfficeDocument)
