"""The app as Django knows it."""

from django.apps import AppConfig


class CounterConfig(AppConfig):
    """The desk's own side."""

    name = "kakekomi.desk.counter"
    label = "counter"

    def ready(self) -> None:
        """Put what the desk has written where readers look."""
        from kakekomi.desk.counter import shown, sorting  # noqa: PLC0415  apps must be there first
        from kakekomi.desk.counter.forgetting import forget_old  # noqa: PLC0415
        from kakekomi.desk.house import announcements  # noqa: PLC0415
        from kakekomi.desk.house.retention import forgetters  # noqa: PLC0415
        from kakekomi.desk.portal import shelf  # noqa: PLC0415
        from kakekomi.desk.work import tasks  # noqa: PLC0415

        announcements.sources.append(shown.newest_urgent)
        shelf.announcement_sources.append(shown.announcements)
        shelf.faq_editions.append(shown.edited_faqs)
        shelf.step_editions.append(shown.edited_step)
        tasks.routines.append(sorting.sort_new)
        forgetters.append(forget_old)
