import pytest

from guide.cases import (
    DAY,
    NOW,
    emotet,
    make_answer,
    make_check,
    make_declaration,
    make_organization,
    make_pc,
    make_person,
    make_subject,
    open_case,
)
from kakekomi.facts.case_tables import Action
from kakekomi.facts.row import Row
from kakekomi.guide.stage import BY_URGENCY, Stage, case_stage, subject_stages

OPENED = make_answer("opened", "yes")
QUARANTINED = Action(kind="quarantine_file", status="verified", at=NOW + DAY)


@pytest.mark.parametrize(
    ("rows", "stage"),
    [
        pytest.param((), Stage.PREVENTION, id="nothing known"),
        pytest.param((make_check("nothing_found"),), Stage.PREVENTION, id="nothing found"),
        pytest.param((make_check("detected", kind="mail"),), Stage.PREVENTION, id="mail arrived"),
        pytest.param((OPENED,), Stage.SUSPECTED, id="opened"),
        pytest.param((make_check("suspicious"),), Stage.SUSPECTED, id="PC suspicious"),
        pytest.param((make_answer("our_name", "yes"),), Stage.SUSPECTED, id="our name"),
        pytest.param((OPENED, make_answer("kind", "viewed_only")), Stage.SUSPECTED, id="viewed"),
        pytest.param((OPENED, make_answer("kind", "editing_only")), Stage.SUSPECTED, id="editing"),
        pytest.param(
            (OPENED, make_answer("kind", "content_enabled"), make_check("nothing_found")),
            Stage.INFECTED,
            id="content enabled outweighs a check that found nothing",
        ),
        pytest.param((OPENED, make_answer("kind", "script")), Stage.INFECTED, id="script run"),
        pytest.param((OPENED, make_answer("kind", "not_sure")), Stage.INFECTED, id="not sure"),
        pytest.param((make_check("detected"),), Stage.INFECTED, id="PC detected"),
        pytest.param((make_check("detected"), QUARANTINED), Stage.RECOVERY, id="quarantined"),
        pytest.param(
            (make_check("detected"), make_declaration("reinstall", days=1)),
            Stage.RECOVERY,
            id="reinstalled",
        ),
        pytest.param(
            (make_declaration("reinstall"), make_check("detected", days=1)),
            Stage.INFECTED,
            id="infected again after the reinstall",
        ),
        pytest.param(
            (QUARANTINED, make_check("detected", days=2)),
            Stage.INFECTED,
            id="infected again after the quarantine",
        ),
    ],
)
def test_the_stage_of_one_pc_follows_its_facts(rows: tuple[Row, ...], stage: Stage) -> None:
    assert case_stage(open_case(make_subject("it", *rows))) is stage


def test_one_infected_pc_makes_the_case_infected() -> None:
    case = open_case(
        make_pc("PC-1", make_check("nothing_found")),
        make_pc("PC-2", make_check("detected")),
        make_pc("PC-3", make_check("detected"), QUARANTINED),
    )

    assert subject_stages(case) == {
        "PC-1": Stage.PREVENTION,
        "PC-2": Stage.INFECTED,
        "PC-3": Stage.RECOVERY,
    }
    assert case_stage(case) is Stage.INFECTED


def test_what_a_person_did_counts_for_their_pc() -> None:
    person = make_person("sato", OPENED, make_answer("kind", "script"))

    stages = subject_stages(open_case(person, make_pc("PC-1", person="sato")))

    assert stages["PC-1"] is Stage.INFECTED


@pytest.mark.parametrize(
    ("later", "stage"),
    [
        pytest.param(make_check("nothing_found", days=9), Stage.CLOSED, id="nothing new"),
        pytest.param(make_check("detected", days=9), Stage.INFECTED, id="detected again"),
        pytest.param(make_answer("opened", "yes", days=9), Stage.INFECTED, id="opened again"),
    ],
)
def test_a_closed_case_stays_closed_until_something_new_comes_up(later: Row, stage: Stage) -> None:
    case = open_case(
        make_organization(make_declaration("close-case", days=8)),
        make_pc("PC-1", make_check("detected"), later),
    )

    assert case_stage(case) is stage


def test_the_pack_has_exactly_the_stages_of_the_product_in_their_order() -> None:
    assert [query.id for query in emotet().stages] == list(Stage)
    assert set(BY_URGENCY) == set(Stage)
