"""A notice to send in measurements."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kakekomi.notice.checker import Suspects
from kakekomi.notice.correspondence import Person
from kakekomi.notice.folder import NoticeFolder
from kakekomi.notice.statement import Statement, write_statement
from kakekomi.notice.template import NoticeText
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind

NOW: Final = datetime(2022, 3, 8, 9, tzinfo=UTC)


def make_folder(place: Path, count: int) -> NoticeFolder:
    """To so many partners; its words do not matter here."""
    folder = NoticeFolder(place)
    statement = Statement(organization="株式会社サンプル", sender_address="soumu@company.example")
    folder.write_statement(write_statement(statement, {}))
    text = NoticeText(subject_line="不審なメールについて", text="お取引先の皆さま\n" * 40)
    folder.write_text(text, NoticeKind.PARTNERS, Language.JA, Suspects())
    people = (Person(address=f"p{number:06}@partner.example") for number in range(count))
    folder.write_people(tuple(people), ())
    return folder
