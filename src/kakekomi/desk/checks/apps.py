"""The app as Django knows it."""

from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """What was checked, and the verdicts on it."""

    name = "kakekomi.desk.checks"
    label = "checks"

    def ready(self) -> None:
        """Say what is old."""
        from kakekomi.desk.checks.service import forget_old  # noqa: PLC0415  models must be there
        from kakekomi.desk.house.retention import forgetters  # noqa: PLC0415

        forgetters.append(forget_old)
