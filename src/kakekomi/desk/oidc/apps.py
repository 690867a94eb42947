"""The app as Django knows it."""

from django.apps import AppConfig


class OidcConfig(AppConfig):
    """Sign-in with another organization's accounts."""

    name = "kakekomi.desk.oidc"
    label = "oidc"
