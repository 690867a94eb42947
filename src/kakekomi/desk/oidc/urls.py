"""The way to the provider and back; the library finds them by the name of this module."""

from django.urls import path

from kakekomi.desk.oidc import views

urlpatterns = [
    path("oidc/<slug:provider_id>/login/", views.login, name="oidc_login"),
    path("oidc/<slug:provider_id>/login/callback/", views.callback, name="oidc_callback"),
]
