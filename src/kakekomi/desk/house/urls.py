"""Pages of the house itself."""

from django.urls import path

from kakekomi.desk.house import views

app_name = "house"
urlpatterns = [
    path("language/", views.choose_language, name="language"),
    path("health/", views.health, name="health"),
]
