"""Facts and judgements of PCs that were never made."""

from kakekomi.facts.pc_tables import File, Launch
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.judge.verdict import Evidence, Finding, Judgement, Verdict
from kakekomi.packs.model import Language
from kakekomi.respond.action import Plan
from kakekomi.respond.plan import make_plan
from kakekomi.respond.wording import Wording
from respond.pcs import pack

DLL = "C:\\Users\\tanaka\\AppData\\Local\\Phxnzljad\\wcgzvziqg.ljk"
RULE = "host/autostart-regsvr32-in-appdata"


def make_finding(path: str, weight: float = 30.0, rule: str = RULE) -> Finding:
    evidence = (Evidence("launch", "target", path),)
    return Finding(rule=rule, weight_db=weight, attack=(), evidence=evidence, values={})


def make_judgement(*findings: Finding, verdict: Verdict = Verdict.DETECTED) -> Judgement:
    return Judgement(
        subject="PC",
        kind=Kind.PC,
        verdict=verdict,
        weight_db=99,
        findings=findings,
        gaps=(),
        pack_id="emotet",
        pack_version="1",
    )


def make_facts(*rows: Row) -> SubjectFacts:
    return SubjectFacts(subject="PC", kind=Kind.PC, rows=rows)


def make_file(path: str = DLL) -> File:
    return File(path=path, directory=path.rpartition("\\")[0], filename=path.rpartition("\\")[2])


def make_launch(origin: str, name: str, command: str, **more: object) -> Launch:
    return Launch(origin=origin, name=name, command=command, target=DLL, **more)  # type: ignore[arg-type]


def planned(facts: SubjectFacts, judgement: Judgement) -> Plan:
    return make_plan(facts, judgement, pack(), Wording(Language.EN))
