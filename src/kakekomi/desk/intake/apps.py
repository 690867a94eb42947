"""The app as Django knows it."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Results of PCs, and the interface for programs."""

    name = "kakekomi.desk.intake"
    label = "intake"

    def ready(self) -> None:
        """Have the background look for results that nobody takes in."""
        from kakekomi.desk.intake.taking import sweep  # noqa: PLC0415  models must be there
        from kakekomi.desk.work.tasks import SWEEPERS  # noqa: PLC0415

        SWEEPERS.append(sweep)
