"""The mails of an exercise: mailboxes of a company, and spoofs made from one of them."""

from dataclasses import dataclass

from kakekomi.drill.exercise_company import OWN_DOMAIN, make_company
from kakekomi.drill.exercise_mail import make_letters, make_spoofs
from kakekomi.drill.mailbox import make_mbox

SEED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailboxes:
    """Files by name."""

    spoofs: dict[str, bytes]
    archives: dict[str, bytes]
    leaked: str


def make_mailboxes(seed: int = SEED) -> Mailboxes:
    """As the exercise of that seed has them."""
    company = make_company(seed)
    letters = make_letters(company)
    archives = {
        f"{one.address}.mbox": make_mbox(
            [letter.bytes() for letter in letters if one in (letter.sender, letter.recipient)]
        )
        for one in company.people
    }
    spoofs = {f"{number}.eml": one.data for number, one in enumerate(make_spoofs(company, letters))}
    return Mailboxes(spoofs=spoofs, archives=archives, leaked=company.leaked.address)


__all__ = ["OWN_DOMAIN", "Mailboxes", "make_mailboxes"]
