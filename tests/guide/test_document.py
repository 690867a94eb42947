import msgspec
import pytest

from guide.cases import NOW
from kakekomi.guide.document import (
    EvidenceDocument,
    FindingDocument,
    GapDocument,
    NextStep,
    PackDocument,
    VerdictDocument,
    decode,
    encode,
)

DOCUMENT = VerdictDocument(
    subject="夏.eml",
    kind="mail",
    verdict="detected",
    weight_db=31.0,
    pattern="opened_attachment",
    stage="suspected",
    findings=(
        FindingDocument(
            rule="mail/x",
            title="題",
            says="文",
            weight_db=8.0,
            attack=("T1566.001",),
            evidence=(
                EvidenceDocument(table="attachment", column="encrypted", value=True),
                EvidenceDocument(table="attachment", column="size_bytes", value=1),
                EvidenceDocument(table="attachment", column="name", value="\u202e\x1b[1m"),
            ),
        ),
    ),
    gaps=(GapDocument(what="macro", why="limit", detail="", says="文"),),
    pack=PackDocument(id="emotet", version="1"),
    checked_at=NOW,
    next_steps=(NextStep(step="isolate-pc", says="文"),),
)


def test_the_json_is_the_one_that_is_documented() -> None:
    assert encode(DOCUMENT).decode() == (
        '{"schema":"kakekomi.verdict/1","subject":"夏.eml","kind":"mail","verdict":"detected",'
        '"weight_db":31.0,"pattern":"opened_attachment","stage":"suspected","findings":[{"rule":'
        '"mail/x","title":"題","says":"文","weight_db":8.0,"attack":["T1566.001"],"evidence":[{'
        '"table":"attachment","column":"encrypted","value":true},{"table":"attachment","column":'
        '"size_bytes","value":1},{"table":"attachment","column":"name","value":"\u202e\\u001b[1m"}'
        ']}],"gaps":[{"what":"macro","why":"limit","detail":"","says":"文"}],"pack":{"id":'
        '"emotet","version":"1"},"checked_at":"2022-03-07T09:00:00Z","next_steps":[{"step":'
        '"isolate-pc","says":"文"}]}'
    )


def test_what_was_written_is_read_back_the_same() -> None:
    assert decode(encode(DOCUMENT)) == DOCUMENT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b'"kind":', b'"sort":', id="unknown field"),
        pytest.param(b"verdict/1", b"verdict/2", id="another version"),
        pytest.param(b'"stage":"suspected",', b"", id="missing field"),
    ],
)
def test_another_shape_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(encode(DOCUMENT).replace(old, new))
