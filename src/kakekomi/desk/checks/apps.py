"""The app as Django knows it."""

from django.apps import AppConfig


class ChecksConfig(AppConfig):
    """What was checked, and the verdicts on it."""

    name = "kakekomi.desk.checks"
    label = "checks"
