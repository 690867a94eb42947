"""Put an exercise into an organization of its own: people, PCs, and the files to take in hand.

One that was handed in is read in a process apart; one that is made here comes the same way. What
people would enter by hand in earnest is there from the start; what they have to find out is not.
"""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from kakekomi.desk import originals
from kakekomi.desk.cases.models import Account, Case, Pc, Person
from kakekomi.desk.cases.service import log, note, open_case
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.models import Organization
from kakekomi.desk.house.words import word
from kakekomi.desk.work.apart import ask
from kakekomi.desk.work.case_models import CaseRun, Drill, DrillMaterial
from kakekomi.desk.work.exercise_reading import Refused, Taken, exercise_in
from kakekomi.desk.work.heartbeat import beating
from kakekomi.desk.work.ledger import Lease
from kakekomi.drill.exercise import write_exercise
from kakekomi.drill.exercise_reading import Exercise
from kakekomi.facts.errors import ParseError
from kakekomi.packs.content import content_scanner
from kakekomi.packs.model import Language

MAX_READING_S: Final = 60.0
"""A large exercise takes a second."""

ACCOUNT_KINDS: Final = ("mail", "browser_saved")
"""That everybody has."""

MAX_REASON_CHARS: Final = 300
"""Of what is wrong with an exercise; a page shows it."""


def load(lease: Lease) -> None:
    """Do the whole job. Raises: LeaseLostError."""
    run = CaseRun.objects.select_related("case__organization").get(job=lease.job_id)
    if run.outcome:
        return
    with beating(lease):
        try:
            exercise = _exercise(run)
        except ParseError as error:
            with lease.batch(done=0):
                run.outcome = {"refused": str(error)[:MAX_REASON_CHARS]}
                run.save(update_fields=["outcome"])
            _forget_packed(run)
            return
        kept = [(one.kind, one.name, originals.keep(one.data)) for one in exercise.materials]
    with lease.batch(done=1):
        drill = _fill(run.case, exercise, run.asked_by)
        DrillMaterial.objects.bulk_create(
            DrillMaterial(drill=drill, kind=kind, name=name[:255], original=original)
            for kind, name, original in kept
        )
        run.outcome = {"drill": exercise.head.id}
        run.save(update_fields=["outcome"])
    _forget_packed(run)


def _forget_packed(run: CaseRun) -> None:
    """What was handed in is taken apart, or no exercise: nobody needs it any more."""
    if reference := run.options.get("original"):
        originals.forget(reference)


def _exercise(run: CaseRun) -> Exercise:
    """As handed in, or made now. Raises: ParseError."""
    reference = run.options.get("original")
    data = originals.read(reference) if reference else made(run.options)
    answer = ask(exercise_in, data, most_s=MAX_READING_S)
    read = msgspec.msgpack.decode(answer, type=Refused | Taken)
    if isinstance(read, Refused):
        raise ParseError(read.reason)
    return msgspec.msgpack.decode(read.exercise, type=Exercise)


def made(options: dict[str, object]) -> bytes:
    """A new exercise, packed; by its seed always the same."""
    scanner = content_scanner(current_pack())
    with TemporaryDirectory() as place:
        folder = Path(place) / "drill"
        seed, language = int(str(options["seed"])), Language(str(options["language"]))
        write_exercise(folder, seed, language, scanner)
        return packed(folder)


def packed(folder: Path) -> bytes:
    """The folder as a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return out.getvalue()


def _fill(case: Case, exercise: Exercise, actor: str) -> Drill:
    organization = case.organization
    head = exercise.head
    organization.own_domains = [head.own_domain]
    organization.name = name_of(head.organization)
    organization.pcs_total = len(exercise.roll)
    organization.save(update_fields=["own_domains", "name", "pcs_total"])
    for line in exercise.roll:
        person = Person.objects.create(
            case=case, name=line.name, role=line.role, address=line.address
        )
        pc = Pc.objects.create(case=case, hostname=line.pc, person=person)
        for kind in ACCOUNT_KINDS:
            Account.objects.create(case=case, pc=pc, kind=kind, identifier=line.address)
    drill = Drill.objects.create(
        case=case, drill_id=head.id, answers=exercise.answers.decode("ascii"), loaded_by=actor
    )
    note(case, word("work.drill.timeline_loaded"), actor)
    log(actor, "drill.loaded", case, after={"drill": head.id, "pcs": len(exercise.roll)})
    return drill


def name_of(organization: str) -> str:
    """How the organization of an exercise is called: nobody takes it for a real one."""
    return word("work.drill.organization", name=organization[:150])


def new_case(name: str, actor: str) -> Case:
    """An empty case of an organization that is marked as an exercise from its first moment."""
    organization = Organization.objects.create(name=name_of(name), is_demo=True)
    case = open_case(organization, word("work.drill.case_title"), actor)
    case.is_drill = True
    case.save(update_fields=["is_drill"])
    return case
