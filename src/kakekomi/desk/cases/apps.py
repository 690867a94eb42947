"""The app as Django knows it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases and their pages."""

    name = "kakekomi.desk.cases"
    label = "cases"
