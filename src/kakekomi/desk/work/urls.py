"""Pages of background work."""

from django.urls import path

from kakekomi.desk.work import views

app_name = "work"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("jobs/<int:pk>/again/", views.again, name="again"),
    path("packs/", views.packs, name="packs"),
    path("changes/", views.changes, name="changes"),
    path("mails/", views.mails, name="mails"),
    path("mails/<int:pk>/again/", views.send_again, name="send_again"),
    path("links/", views.links, name="links"),
]
