"""Write an exercise into a folder: a company, its mails, its PCs, what happened, sealed answers.

::

    README.txt            what happened, what you have, what to do
    drill.json            id and name, so that the desk shows it as a drill
    organization.csv      people and PCs
    received/invoice.eml  the mail that it began with
    archive/…mbox         one mailbox for each person
    reported/…eml         forged mails that partners sent us back
    pcs/…snapshot         facts of each PC, as ``check pc --save`` writes them
    log.json              to write down what is done and when
    answers.sealed        for the score at the end

Nothing in it can run, and nobody in it exists.
"""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from kakekomi.drill.answer_sheet import AnswerSheet, Expected, seal
from kakekomi.drill.drill_log import CASE_WIDE, DrillLog
from kakekomi.drill.exercise_company import (
    INFECTIONS,
    ORGANIZATION,
    OWN_DOMAIN,
    Company,
    Contact,
    PcState,
    Workstation,
    make_company,
)
from kakekomi.drill.exercise_mail import (
    SPOOFED_AT,
    Letter,
    make_invoice,
    make_letters,
    make_spoofs,
)
from kakekomi.drill.mailbox import make_mbox
from kakekomi.drill.pc_root import VOLUME_SERIAL, Owner, make_pc_root
from kakekomi.facts import snapshot
from kakekomi.facts.errors import ConfigurationError
from kakekomi.facts.scanner import ContentScanner
from kakekomi.facts.subject import SubjectFacts
from kakekomi.host.root import collect_root
from kakekomi.packs.model import Language

DRILL_SCHEMA: Final = "kakekomi.drill/1"
ANSWERS: Final = "answers.sealed"
LOG: Final = "log.json"
HEAD: Final = "drill.json"

SEEDS: Final = 2**31
"""Exercises that there are."""


class DrillHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file ``drill.json``."""

    schema: str = DRILL_SCHEMA
    id: str
    organization: str = ORGANIZATION
    own_domain: str = OWN_DOMAIN
    is_drill: bool = True


def drill_id(seed: int) -> str:
    """Name of an exercise; tells nothing of its answers to a person."""
    return f"drill-{seed:08x}"


def write_exercise(
    folder: Path, seed: int, language: Language, scanner: ContentScanner | None = None
) -> DrillHead:
    """Write it into a new or empty folder.

    Raises:
        ConfigurationError: there is something in the folder.
        OSError: it can't be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ConfigurationError(f"{str(folder)!r} is not empty; name a new folder")
    company = make_company(seed)
    letters = make_letters(company)
    head = DrillHead(id=drill_id(seed))
    _put(folder / HEAD, msgspec.json.format(msgspec.json.encode(head)) + b"\n")
    _put(folder / LOG, msgspec.json.format(msgspec.json.encode(DrillLog(drill=head.id))) + b"\n")
    _put(folder / "README.txt", _readme(language).encode())
    _put(folder / "organization.csv", _roll(company))
    _put(folder / "received" / "invoice.eml", make_invoice(company))
    _write_mails(folder, company, letters)
    for facts in _pcs(company, scanner):
        _put(folder / "pcs" / f"{facts.subject}.snapshot", snapshot.write((facts,)))
    _put(folder / ANSWERS, seal(answers(company, letters)))
    return head


def answers(company: Company, letters: tuple[Letter, ...]) -> AnswerSheet:
    """What ought to be found and done."""
    infected = company.hostnames(PcState.INFECTED)
    endangered = company.hostnames(PcState.INFECTED, PcState.EXPOSED)
    met = {
        one.address
        for letter in letters
        if company.leaked in (letter.sender, letter.recipient)
        for one in (letter.sender, letter.recipient)
        if isinstance(one, Contact)
    }
    whole = (CASE_WIDE,)
    return AnswerSheet(
        drill=drill_id(company.seed),
        seed=company.seed,
        leaked=company.leaked.address,
        detected=endangered,
        clean=company.hostnames(PcState.HEALTHY),
        partners=tuple(sorted(met)),
        expected=(
            Expected(step="isolate-pc", subjects=endangered, within_minutes=15, points=5),
            Expected(
                step="save-evidence",
                subjects=infected,
                points=3,
                before=("end-and-quarantine", "reinstall"),
            ),
            Expected(step="end-and-quarantine", subjects=infected, within_minutes=180, points=2),
            Expected(step="change-mail-password", subjects=infected, within_minutes=60, points=3),
            Expected(step="change-other-passwords", subjects=infected, points=2),
            Expected(step="reinstall", subjects=infected, points=2),
            Expected(step="warn-colleagues", subjects=whole, within_minutes=30, points=3),
            Expected(step="tell-the-administrator", subjects=whole, within_minutes=15, points=2),
            Expected(step="public-notice", subjects=whole, within_minutes=240, points=2),
            Expected(step="legal-report", subjects=whole, points=2),
        ),
    )


def _write_mails(folder: Path, company: Company, letters: tuple[Letter, ...]) -> None:
    for one in company.people:
        held = [letter.bytes() for letter in letters if one in (letter.sender, letter.recipient)]
        _put(folder / "archive" / f"{one.address}.mbox", make_mbox(held))
    for number, spoof in enumerate(make_spoofs(company, letters), 1):
        _put(folder / "reported" / f"{number}.eml", spoof.data)


def _pcs(company: Company, scanner: ContentScanner | None) -> Iterator[SubjectFacts]:
    at = SPOOFED_AT.astimezone(UTC)
    with TemporaryDirectory() as place:
        for pc in company.pcs:
            yield _pc(Path(place) / pc.hostname, pc, at, scanner)


def _pc(root: Path, pc: Workstation, at: datetime, scanner: ContentScanner | None) -> SubjectFacts:
    owner = Owner(hostname=pc.hostname, user=pc.user.account)
    make_pc_root(root, infection=INFECTIONS[pc.state], owner=owner)
    return collect_root(root, volume_serial=VOLUME_SERIAL, scanner=scanner, now=at)


def _roll(company: Company) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("name", "address", "role", "pc"))
    for pc in company.pcs:
        writer.writerow((pc.user.name, pc.user.address, pc.user.role, pc.hostname))
    return out.getvalue().encode("utf-8-sig")


def _readme(language: Language) -> str:
    file = resources.files("kakekomi.drill").joinpath("words", f"exercise.{language}.txt")
    return file.read_text("utf-8").format(organization=ORGANIZATION, own_domain=OWN_DOMAIN)


def _put(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
