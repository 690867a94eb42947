"""The interface for PCs and programs, and the pages of its tokens."""

from django.urls import path

from kakekomi.desk.intake import api, pages

app_name = "intake"
urlpatterns = [
    path("openapi.json", api.document, name="openapi"),
    path("enrol", api.enrol, name="enrol"),
    path("results", api.results, name="results"),
    path("results/<int:pk>", api.result, name="result"),
    path("checks", api.checks, name="checks"),
    path("cases", api.cases, name="cases"),
    path("cases/<int:pk>", api.case, name="case"),
    path("tokens/", pages.index, name="index"),
    path("tokens/<int:pk>/", pages.tokens, name="tokens"),
    path("tokens/<int:pk>/enrolments/", pages.enrolment, name="enrolment"),
    path("tokens/<int:pk>/programs/", pages.program, name="program"),
    path("tokens/<int:pk>/revoke/", pages.revoke, name="revoke"),
]
