"""Pages of the desk's own side."""

from django.urls import path

from kakekomi.desk.counter.views import queue, today, waves, writing

app_name = "counter"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("enquiries/<int:pk>/", queue.enquiry, name="enquiry"),
    path("enquiries/<int:pk>/take/", queue.take, name="take"),
    path("enquiries/<int:pk>/hand-over/", queue.hand_over, name="hand_over"),
    path("enquiries/<int:pk>/escalate/", queue.escalate, name="escalate"),
    path("enquiries/<int:pk>/answer/", queue.answer, name="answer"),
    path("enquiries/<int:pk>/close/", queue.close, name="close"),
    path("waves/", waves.waves, name="waves"),
    path("waves/<int:pk>/", waves.wave, name="wave"),
    path("waves/<int:pk>/warn/", waves.warn_partners, name="warn"),
    path("warnings/", waves.warnings, name="warnings"),
    path("announcements/", writing.announcements, name="announcements"),
    path("announcements/new/", writing.new_announcement, name="new_announcement"),
    path("announcements/<int:pk>/", writing.announcement, name="announcement"),
    path("announcements/<int:pk>/stage/", writing.stage, name="stage"),
    path("texts/", writing.all_texts, name="texts"),
    path("texts/<str:kind>/<slug:ref>/<str:lang>/", writing.text, name="text"),
    path("editions/<int:pk>/", writing.edition, name="edition"),
    path("editions/<int:pk>/stage/", writing.edition_stage, name="edition_stage"),
    path("today/", today.today, name="today"),
    path("shift/", today.shift, name="shift"),
]
