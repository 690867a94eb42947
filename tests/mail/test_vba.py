from hypothesis import example, given, settings
from hypothesis import strategies as st

from kakekomi.drill.compound import make_compound
from kakekomi.drill.vba_project import compress, make_vba_streams
from kakekomi.mail import ole, vba
from kakekomi.mail.document import MacroModule

MODULES = {"ThisDocument": "", "標準1": 'Sub AutoOpen()\n    MsgBox "見本"\nEnd Sub\n'}
SOURCE = (
    'Attribute VB_Name = "標準1"\r\nSub AutoOpen()\r\n    MsgBox "見本"\r\nEnd Sub\r\n'
).encode("cp932")


def read(streams: dict[str, bytes]) -> vba.VbaProject:
    project = vba.read(ole.parse(make_compound(streams)))
    assert project is not None
    return project


def test_modules_are_read_with_name_source_code_page_and_raw_stream() -> None:
    project = read(make_vba_streams(MODULES, root="Macros/"))

    assert project.modules[1] == MacroModule(
        name="標準1",
        stream="Macros/VBA/標準1",
        source=SOURCE,
        code_page=932,
        raw=compress(SOURCE),
    )
    assert ([module.name for module in project.modules], project.defects) == (list(MODULES), ())


def test_a_file_without_a_project_has_none() -> None:
    assert vba.read(ole.parse(make_compound({"WordDocument": b"dir"}))) is None


def test_modules_of_attributes_alone_are_no_code() -> None:
    assert not read(make_vba_streams({"ThisDocument": "", "M": "Option Explicit\n"})).has_code
    assert read(make_vba_streams(MODULES)).has_code


def test_a_module_whose_source_was_taken_out_counts_as_code() -> None:
    streams = make_vba_streams({"M": ""})
    streams["VBA/M"] = b"\x01\x16\x03" + bytes(60)

    assert read(streams).has_code


def test_p_code_in_front_of_the_source_is_passed_over() -> None:
    streams = make_vba_streams(MODULES)
    streams["VBA/標準1"] = b"\x16" * 777 + streams["VBA/標準1"]

    assert read(streams).modules[1].source == SOURCE


def test_a_wrecked_list_of_modules_leaves_the_sources_and_a_defect() -> None:
    streams = make_vba_streams(MODULES)
    streams["VBA/dir"] = b"\x00wreck"

    project = read(streams)

    assert {module.source for module in project.modules} >= {SOURCE}
    assert [defect.where for defect in project.defects] == ["VBA/dir"]


def test_a_listed_module_without_a_stream_is_a_defect() -> None:
    streams = make_vba_streams(MODULES)
    del streams["VBA/標準1"]

    assert [defect.what for defect in read(streams).defects] == ["module without a stream"]


def test_sources_are_carved_from_raw_bytes() -> None:
    raw = b"junk" * 9 + compress(b'Attribute VB_Name = "Evil"\r\nSub AutoOpen()\r\n') + b"\0" * 9

    assert [(module.name, module.source) for module in vba.carve(raw)] == [
        ("Evil", b'Attribute VB_Name = "Evil"\r\nSub AutoOpen()\r\n')
    ]


def test_an_unknown_code_page_is_read_as_western() -> None:
    assert (vba.codec_of(932), vba.codec_of(65001), vba.codec_of(1181)) == (
        "cp932",
        "utf-8",
        "cp1252",
    )


def test_too_many_modules_are_cut_with_a_defect() -> None:
    project = read(make_vba_streams({f"M{number}": "" for number in range(vba.MAX_MODULES + 1)}))

    assert (len(project.modules), len(project.defects)) == (vba.MAX_MODULES, 1)


ENDLESS_CODE_PAGE = b"\x03\0\x00\x20\0\0" + b"\xff" * 0x2000


@settings(max_examples=100)
@given(st.binary(max_size=512), st.binary(max_size=512))
@example(ENDLESS_CODE_PAGE, b"")
def test_any_bytes_as_the_streams_of_a_project_are_read(listing: bytes, module: bytes) -> None:
    streams = make_vba_streams({"M": ""})
    streams["VBA/dir"] = compress(listing)
    streams["VBA/M"] = module

    assert isinstance(read(streams), vba.VbaProject)


def test_modules_beyond_the_caps_in_bytes_are_told_to_be_too_many() -> None:
    def make(source: int, raw: int) -> MacroModule:
        return MacroModule(name="", stream="", source=bytes(source), code_page=932, raw=bytes(raw))

    assert not vba.is_full([make(1, 1)])
    assert vba.is_full([make(vba.MAX_PROJECT_BYTES, 0)])
    assert vba.is_full([make(0, vba.MAX_RAW_BYTES - 1), make(0, 1)])
