"""Where each page lies; the pages are named in the apps."""

from django.urls import include, path

from kakekomi.desk.house import views

PREFIXES = {
    "house": "",
    "checks": "check/",
    "portal": "",
    "cases": "cases/",
    "counter": "counter/",
    "work": "jobs/",
    "intake": "api/v1/",
}

urlpatterns = [
    path("accounts/email/", views.closed),
    path("accounts/3rdparty/", views.closed),
    path("accounts/3rdparty/signup/", views.closed),
    path("accounts/", include("allauth.urls")),
    path("cases/", include("kakekomi.desk.work.case_urls")),
    *(path(prefix, include(f"kakekomi.desk.{app}.urls")) for app, prefix in PREFIXES.items()),
]
