"""Where each page lies; the pages are named in the apps."""

from django.urls import include, path

PREFIXES = {
    "house": "",
    "checks": "check/",
    "portal": "",
    "cases": "cases/",
    "counter": "counter/",
    "work": "work/",
    "intake": "api/v1/",
}

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    *(path(prefix, include(f"kakekomi.desk.{app}.urls")) for app, prefix in PREFIXES.items()),
]
