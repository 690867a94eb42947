from kakekomi.drill.script import make_encoded_script


def test_the_frame_holds_length_and_checksum() -> None:
    assert make_encoded_script('MsgBox "Hello"') == b"#@~^DgAAAA==\\ko$K6,JC\x7fV^GJqAQAAA==^#~@"
