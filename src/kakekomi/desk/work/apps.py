"""The app as Django knows it."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Background work and its ledger."""

    name = "kakekomi.desk.work"
    label = "work"

    def ready(self) -> None:
        """Let the house know where newer packs are; have what is old forgotten."""
        from kakekomi.desk.checks.service import users_of_originals  # noqa: PLC0415
        from kakekomi.desk.house import knowledge  # noqa: PLC0415  apps are loaded now
        from kakekomi.desk.house.retention import Daily, forgetters  # noqa: PLC0415
        from kakekomi.desk.work import case_files, drills, tasks  # noqa: PLC0415
        from kakekomi.desk.work.loaded import newest_pack  # noqa: PLC0415

        if newest_pack not in knowledge.sources:
            knowledge.sources.append(newest_pack)
        forgetters.append(drills.forget_old)
        users_of_originals.append(drills.is_needed)
        tasks.routines.extend([Daily(), case_files.sweep])
