import io

import olefile

from kakekomi.drill.outlook import (
    OutlookFile,
    OutlookMail,
    compress_rtf,
    make_msg,
    make_rtf_of_html,
    make_tnef,
)

MAIL = OutlookMail(subject="件名", files=[OutlookFile(name="in", message=OutlookMail())])


def test_a_message_file_has_its_streams_where_outlook_has_them() -> None:
    with olefile.OleFileIO(io.BytesIO(make_msg(MAIL))) as file:
        subject = file.openstream("__substg1.0_0037001F").read()
        inside = "__attach_version1.0_#00000000/__substg1.0_3701000D/__substg1.0_0037001F"
        inner = file.openstream(inside).read()

    assert (subject.decode("utf-16-le"), inner.decode("utf-16-le")) == ("件名", "Hello")


def test_equal_messages_give_equal_bytes() -> None:
    assert make_msg(MAIL) == make_msg(MAIL)
    assert make_tnef(MAIL) == make_tnef(MAIL)
    assert make_tnef(MAIL).startswith(b"\x78\x9f\x3e\x22")


def test_rich_text_states_its_sizes() -> None:
    rtf = make_rtf_of_html("<b>表</b>")

    assert rb"{\*\htmltag64 <b>}" in rtf
    assert compress_rtf(rtf)[4:12] == len(rtf).to_bytes(4, "little") + b"LZFu"
