"""Who may do what in a case."""

from typing import Final

from kakekomi.desk.house.models import Role

READERS: Final = (
    Role.ADMINISTRATOR,
    Role.MANAGER,
    Role.VENDOR,
    Role.OPERATOR,
    Role.LEAD,
)
"""See all of a case."""

EDITORS: Final = (Role.ADMINISTRATOR, Role.VENDOR, Role.OPERATOR, Role.LEAD)
"""Add PCs, checks, what was done."""

DECIDERS: Final = (Role.MANAGER, Role.LEAD)
"""Decide on reports and on closing."""

TRAINERS: Final = (Role.ADMINISTRATOR, Role.LEAD)
"""May hold a drill."""

EVERYBODY: Final = (Role.EMPLOYEE, *READERS)
