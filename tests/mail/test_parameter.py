"""Structured fields, by the standard and as Japanese mailers send them."""

from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import parameter
from kakekomi.mail.parameter import Parameter, Structured

NAME = "見積書.doc"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b'a/b; name="x y;z.doc"', "x y;z.doc"),
        (b'a/b; name="say \\"hi\\".doc"', 'say "hi".doc'),
        (b'a/b; name="C:\\dir\\x.doc"', "C:\\dir\\x.doc"),
        (b"a/b; name=my file.doc; charset=x", "my file.doc"),
        (b"a/b; name=x.doc\r\n\tcharset=y", "x.doc"),
        (b'a/b;name="x.doc', "x.doc"),
        (b"a/b; NAME = x.doc ", "x.doc"),
        (b'a/b charset=x name="y.doc"', "y.doc"),
        (b'a/b; name="invoice.pdf          .exe"', "invoice.pdf          .exe"),
        (b'a/b; name="../../x.doc"', "../../x.doc"),
        (b'a/b; name="=?UTF-8?B?6KaL56mN5pu4LmRvYw==?="', NAME),
        (b"a/b; name==?UTF-8?B?6KaL56mN5pu4LmRvYw==?=", NAME),
        (b'a/b; name="=?UTF-8?B?6KaL56mN?=\r\n =?UTF-8?B?5pu4LmRvYw==?="', NAME),
        (b'a/b; name="' + NAME.encode() + b'"', NAME),
        (b'a/b; name="' + NAME.encode("cp932") + b'"', NAME),
        (
            b'a/b; name="' + "表.doc".encode("cp932") + b'"',
            "表.doc",
        ),  # its second byte is a backslash
        (b"a/b; name=" + "予定表.doc".encode("cp932"), "予定表.doc"),
        (b'a/b; name="' + NAME.encode("iso2022_jp") + b'"', NAME),
        (b'a/b; name="' + "資料「ア」.doc".encode("iso2022_jp") + b'"', "資料「ア」.doc"),
        (b"a/b; name*=utf-8'ja'%E8%A6%8B%E7%A9%8D%E6%9B%B8.doc", NAME),
        (b"a/b; name*=iso-2022-jp''%1B%24%428%2B%40Q%3Dq%1B%28B.doc", NAME),
        (b"a/b; name*0*=utf-8''%E8%A6%8B%E7; name*1*=%A9%8D; name*2=\"\xe6\x9b\xb8.doc\"", NAME),
        (b"a/b; name*1*=%A9%8D; name*0*=utf-8''%E8%A6%8B%E7; name*2*=%E6%9B%B8.doc", NAME),
        (b"a/b; name*0*=utf-8''%E8%A6%8B%E7%A9%8; name*1*=D%E6%9B%B8.doc", NAME),
        (b'a/b; name*0="long-"; name*1="name.doc"', "long-name.doc"),
        (b'a/b; name*0="=?UTF-8?B?6KaL56mN"; name*1="5pu4LmRvYw==?="', NAME),
        (b"a/b; name=plain.doc; name*=utf-8''%E8%A6%8B%E7%A9%8D%E6%9B%B8.doc", NAME),
        (b"a/b; name*=it's%20mine.doc", "it's mine.doc"),
    ],
)
def test_a_name_is_read_as_it_is_really_sent(raw: bytes, name: str) -> None:
    assert parameter.parse(raw).get("name") == name


def test_all_values_of_one_name_are_kept_the_extended_one_first() -> None:
    field = parameter.parse(b"attachment; filename=a.txt; filename*=utf-8''b.exe")

    assert field == Structured(
        "attachment",
        (Parameter("filename", "a.txt"), Parameter("filename", "b.exe", extended=True)),
    )
    assert field.all("filename") == ("b.exe", "a.txt")


@pytest.mark.parametrize("raw", [b"", b";;;", b"=", b"a/b; name", b"a/b; =x", b'"'])
def test_what_is_no_parameter_is_none(raw: bytes) -> None:
    assert parameter.parse(raw).parameters == ()


def test_only_so_many_parameters_are_read() -> None:
    raw = b"a/b" + b"".join(b"; p%d=x" % number for number in range(parameter.MAX_PARAMETERS + 1))

    assert len(parameter.parse(raw).parameters) == parameter.MAX_PARAMETERS


@given(st.text('abc;"\\ =.', max_size=30))
def test_quoted_values_are_read_as_the_standard_library_does(value: str) -> None:
    message = Message()
    message.add_header("Content-Disposition", "attachment", x=value)
    raw = message["Content-Disposition"].encode()

    if value:
        assert parameter.parse(raw).get("x") == message.get_param("x", header="content-disposition")


@given(st.binary(max_size=400))
def test_any_bytes_give_a_field(raw: bytes) -> None:
    assert isinstance(parameter.parse(raw), Structured)


@pytest.mark.parametrize("filler", [b" ", b"; ", b";", b"\\", b"=?a?q?", b'"', b"a=", b"\x1b$B"])
def test_long_hostile_fields_are_read_in_one_go(filler: bytes) -> None:
    field = parameter.parse(b"a/b; name=x" + filler * 100_000)

    assert field.value == "a/b"
