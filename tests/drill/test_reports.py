import json

import pytest

from kakekomi.drill.reports import EMOTET, make_emocheck_json, make_emocheck_txt


def test_a_txt_looks_as_emocheck_writes_it() -> None:
    assert make_emocheck_txt(version="2.0", language="en").decode() == (
        "[EmoCheck v2.0]\r\nScan time: 2022-03-14 10:15:00\r\n"
        "____________________________________________________\r\n"
        "[Result] \r\nEmotet was not detected.\r\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp932"])
def test_a_txt_comes_in_every_encoding(encoding: str) -> None:
    assert "regsvr32.exe" in make_emocheck_txt(encoding=encoding, processes=EMOTET).decode(encoding)


def test_a_json_is_valid_only_with_doubled_backslashes() -> None:
    good = make_emocheck_json(processes=EMOTET)
    bad = make_emocheck_json(processes=EMOTET, has_doubled_backslashes=False)

    assert json.loads(good)["emotet_processes"][0]["image_path"] == EMOTET[0].path
    with pytest.raises(json.JSONDecodeError):
        json.loads(bad)
