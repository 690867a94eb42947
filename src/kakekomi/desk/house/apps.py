"""The app as Django knows it."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """People, organizations, audit log."""

    name = "kakekomi.desk.house"
    label = "house"

    def ready(self) -> None:
        """Have sign-ins written down, and ended sessions forgotten."""
        from kakekomi.desk.house import retention, sign_ins  # noqa: PLC0415  models must be there

        sign_ins.listen()
        retention.forgetters.append(sign_ins.forget_ended)
