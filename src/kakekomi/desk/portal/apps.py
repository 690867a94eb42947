"""The app as Django knows it."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """What anybody sees without an account."""

    name = "kakekomi.desk.portal"
    label = "portal"

    def ready(self) -> None:
        """Tell the frame where urgent announcements come from, and what is old."""
        from kakekomi.desk.house import announcements  # noqa: PLC0415  apps must be there first
        from kakekomi.desk.house.retention import forgetters  # noqa: PLC0415
        from kakekomi.desk.portal.forgetting import forget_old  # noqa: PLC0415
        from kakekomi.desk.portal.shelf import newest_of_pack  # noqa: PLC0415

        announcements.sources.append(newest_of_pack)
        forgetters.append(forget_old)
