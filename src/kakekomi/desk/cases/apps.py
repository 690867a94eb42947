"""The app as Django knows it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases and their pages."""

    name = "kakekomi.desk.cases"
    label = "cases"

    def ready(self) -> None:
        """Say what is old, and which uploads are in use."""
        from kakekomi.desk.cases.forgetting import (  # noqa: PLC0415  models must be there
            forget_old,
            is_needed,
        )
        from kakekomi.desk.checks.service import users_of_originals  # noqa: PLC0415
        from kakekomi.desk.house.retention import forgetters  # noqa: PLC0415

        forgetters.append(forget_old)
        users_of_originals.append(is_needed)
