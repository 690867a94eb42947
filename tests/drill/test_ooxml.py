import io
import zipfile
from xml.etree import ElementTree as ET

from kakekomi.drill.ooxml import make_excel, make_package, make_word


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_xml_part_is_well_formed() -> None:
    made = [
        make_word(
            text="<&> 見本", macros={"M": ""}, template="http://a.invalid/?a&b", field='D "x"'
        ),
        make_excel(text="<&>", macros={"M": ""}, formulas=['EXEC("<&>")']),
        make_excel(text="x"),
    ]

    for document in made:
        for name, content in parts(document).items():
            if not name.endswith(".bin"):
                ET.fromstring(content)  # noqa: S314 - our own bytes


def test_the_same_parts_give_the_same_bytes() -> None:
    assert make_package({"a": b"1"}) == make_package({"a": b"1"})


def test_only_macros_make_the_document_macro_enabled() -> None:
    assert b"macroEnabled" in parts(make_word(text="", macros={}))["[Content_Types].xml"]
    assert b"macroEnabled" not in parts(make_word(text=""))["[Content_Types].xml"]
    assert b"macroEnabled" not in parts(make_excel(text=""))["[Content_Types].xml"]
