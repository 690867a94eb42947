"""Handing something in, and what came of it."""

from django.urls import path

from kakekomi.desk.checks import views

app_name = "checks"
urlpatterns = [
    path("", views.drop, name="drop"),
    path("all/<slug:batch>/", views.batch, name="batch"),
    path("<slug:token>/", views.verdict, name="verdict"),
    path("<slug:token>/verdict.json", views.verdict_json, name="json"),
    path("<slug:token>/original/", views.original, name="original"),
]
