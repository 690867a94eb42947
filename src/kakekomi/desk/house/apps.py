"""The app as Django knows it."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """People, organizations, audit log."""

    name = "kakekomi.desk.house"
    label = "house"
