"""A made-up company for an exercise: people, PCs, partners, and what befalls them.

Everything is of ``.example`` and harmless. Equal seeds give equal companies, so that an exercise
can be held again and a score be checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

OWN_DOMAIN: Final = "midori-shokai.example"
ORGANIZATION: Final = "株式会社みどり商会(架空)"

PEOPLE: Final = (
    ("田中 一郎", "tanaka", "manager"),
    ("鈴木 花子", "suzuki", "administrator"),
    ("佐藤 健", "sato", "employee"),
    ("高橋 美咲", "takahashi", "employee"),
    ("伊藤 誠", "ito", "employee"),
    ("渡辺 由美", "watanabe", "employee"),
    ("山本 大輔", "yamamoto", "employee"),
)
"""Name, account and role; the names are the commonest of Japan and mean nobody."""

PARTNERS: Final = (
    ("小林 明", "kobayashi@aoba-kogyo.example"),
    ("加藤 恵", "kato@sakura-insatsu.example"),
    ("吉田 進", "yoshida@hikari-butsuryu.example"),
    ("山田 京子", "yamada@fuji-zaimu.example"),
    ("佐々木 隆", "sasaki@kita-denki.example"),
    ("松本 直子", "matsumoto@minami-foods.example"),
    ("井上 修", "inoue@asahi-kensetsu.example"),
    ("木村 綾", "kimura@nagisa-design.example"),
)


class PcState(StrEnum):
    """What an exercise's PC has."""

    HEALTHY = "healthy"
    EXPOSED = "exposed"
    """A dangerous document was opened and its content enabled; no trace of more."""
    INFECTED = "infected"


INFECTIONS: Final[dict[PcState, str | None]] = {
    PcState.HEALTHY: None,
    PcState.EXPOSED: "exposed",
    PcState.INFECTED: "2022-03",
}
"""Keys of ``infection.INFECTIONS``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Employee:
    """Somebody of the company."""

    name: str
    account: str
    role: str

    @property
    def address(self) -> str:
        """Mail address."""
        return f"{self.account}@{OWN_DOMAIN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody at a partner."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workstation:
    """A PC and its user."""

    hostname: str
    user: Employee
    state: PcState


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """All of it."""

    seed: int
    people: tuple[Employee, ...]
    partners: tuple[Contact, ...]
    pcs: tuple[Workstation, ...]

    @property
    def leaked(self) -> Employee:
        """Whose mailbox was stolen: the user of the infected PC."""
        return next(pc.user for pc in self.pcs if pc.state is PcState.INFECTED)

    def hostnames(self, *states: PcState) -> tuple[str, ...]:
        """Of the PCs in these states, in order."""
        return tuple(pc.hostname for pc in self.pcs if pc.state in states)


def make_company(seed: int) -> Company:
    """The company of a seed: one PC infected, one exposed, the others healthy."""
    random = Random(seed)  # noqa: S311  not for secrets: an exercise has to be repeatable
    people = tuple(Employee(name=name, account=it, role=role) for name, it, role in PEOPLE)
    employees = [one for one in people if one.role == "employee"]
    infected, exposed = random.sample(employees, 2)
    states = {infected.account: PcState.INFECTED, exposed.account: PcState.EXPOSED}
    pcs = tuple(
        Workstation(
            hostname=f"MIDORI-{number:02}",
            user=one,
            state=states.get(one.account, PcState.HEALTHY),
        )
        for number, one in enumerate(people, 1)
    )
    partners = tuple(Contact(name=name, address=address) for name, address in PARTNERS)
    return Company(seed=seed, people=people, partners=partners, pcs=pcs)


def pick(random: Random, people: Sequence[Employee]) -> Employee:
    """Somebody, the same for equal states of ``random``."""
    return people[random.randrange(len(people))]
