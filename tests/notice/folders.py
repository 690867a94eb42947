"""Made folders of notices."""

from pathlib import Path

from kakekomi.notice.checker import Suspects
from kakekomi.notice.correspondence import Person
from kakekomi.notice.folder import NoticeFolder
from kakekomi.notice.statement import Statement, write_statement
from kakekomi.notice.template import compose
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind, notice_template
from notice.notices import NOTICES, PACK, make_statement


def make_folder(
    place: Path,
    *,
    count: int = 2,
    statement: Statement | None = None,
    kind: NoticeKind = NoticeKind.PARTNERS,
    suspects: Suspects | None = None,
) -> NoticeFolder:
    """One as ``notice draft`` leaves it."""
    folder, stated = NoticeFolder(place), statement or make_statement()
    language = Language.JA
    template = notice_template(PACK, kind, language)
    folder.write_statement(write_statement(stated, NOTICES.remarks(language)))
    text = compose(template, stated, language, NOTICES.titles(language))
    folder.write_text(text, kind, language, suspects or Suspects())
    folder.write_people(
        tuple(Person(address=f"p{number:05}@partner.example") for number in range(count)), ()
    )
    return folder
