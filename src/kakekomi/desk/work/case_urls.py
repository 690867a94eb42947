"""Pages of a case that start work in the background; they lie beside its other pages."""

from django.urls import path

from kakekomi.desk.work import trace_pages

app_name = "case_work"
urlpatterns = [
    path("<int:pk>/leaked/mails/", trace_pages.trace, name="trace"),
    path("<int:pk>/leaked/mails/new/", trace_pages.add_files, name="add_files"),
    path("<int:pk>/leaked/mails/checked/", trace_pages.take_files, name="take_files"),
    path("<int:pk>/leaked/mails/<int:file>/drop/", trace_pages.drop, name="drop_file"),
    path("<int:pk>/leaked/start/", trace_pages.start, name="start_trace"),
]
