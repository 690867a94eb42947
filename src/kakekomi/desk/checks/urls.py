"""Handing something in, and what came of it."""

from django.urls import path

from kakekomi.desk.checks import views

app_name = "checks"
urlpatterns = [
    path("", views.drop, name="drop"),
    path("all/<str:batch>/", views.batch, name="batch"),
    path("<str:token>/", views.verdict, name="verdict"),
    path("<str:token>/verdict.json", views.verdict_json, name="json"),
    path("<str:token>/original/", views.original, name="original"),
]
