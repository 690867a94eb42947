import pytest

from kakekomi.drill.business import Ordinary, make_business
from kakekomi.facts.mail_tables import Attachment
from kakekomi.judge.engine import judge
from kakekomi.judge.verdict import Verdict
from kakekomi.mail.collect import collect
from kakekomi.packs.content import content_scanner
from kakekomi.packs.load import load_embedded

PACK = load_embedded()
SCANNER = content_scanner(PACK)
MAILS = tuple(make_business())


@pytest.mark.parametrize("mail", MAILS, ids=[f"{n} {mail.kind}" for n, mail in enumerate(MAILS)])
def test_ordinary_business_is_not_even_suspicious(mail: Ordinary) -> None:
    facts = collect(mail.data, subject="mail.eml", scanner=SCANNER)

    (judgement,) = judge([facts], PACK)

    assert judgement.verdict is Verdict.NOTHING_FOUND, [
        (finding.rule, finding.weight_db) for finding in judgement.findings
    ]


def test_the_locked_pdf_was_opened_with_the_password_in_the_table() -> None:
    mail = next(mail for mail in MAILS if mail.kind.startswith("locked PDF"))

    facts = collect(mail.data, subject="mail.eml", scanner=SCANNER)

    assert [(row.encrypted, row.opened_with) for row in facts.of(Attachment)] == [
        (True, "さくら2022")
    ]


def test_ppap_was_really_opened_and_weighed() -> None:
    ppap = next(mail for mail in MAILS if mail.kind == "PPAP")

    (judgement,) = judge([collect(ppap.data, subject="ppap.eml", scanner=SCANNER)], PACK)

    assert {finding.rule for finding in judgement.findings} == {
        "mail/encrypted-zip-password-in-body"
    }
