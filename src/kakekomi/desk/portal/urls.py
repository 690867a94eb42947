"""Where the portal's pages lie."""

from django.urls import path

from kakekomi.desk.portal.views import answers, ask, home, reading, receipts, steps, triage

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("now/", triage.now, name="now"),
    path("card/", home.card, name="card"),
    path("about/", home.about, name="about"),
    path("receipt/", receipts.find, name="find_receipt"),
    path("receipt/new/", receipts.new, name="new_receipt"),
    path("receipt/<slug:number>/", receipts.receipt, name="receipt"),
    path("receipt/<slug:number>/done/", receipts.done, name="done"),
    path("faq/", answers.faq, name="faq"),
    path("faq/<slug:faq_id>/", answers.answer, name="answer"),
    path("steps/", steps.steps, name="steps"),
    path("steps/<slug:step_id>/", steps.step, name="step"),
    path("prevention/", steps.prevention, name="prevention"),
    path("overview/", reading.overview, name="overview"),
    path("sources/", reading.sources, name="sources"),
    path("contacts/", reading.contacts, name="contacts"),
    path("pictures/", reading.pictures, name="pictures"),
    path("pictures/<slug:picture>.<slug:lang>.svg", reading.picture, name="picture"),
    path("announcements/", reading.announcements, name="announcements"),
    path("announcements/<slug:announcement_id>/", reading.announcement, name="announcement"),
    path("feed.xml", reading.feed, name="feed"),
    path("ask/", ask.before, name="ask"),
    path("ask/form/", ask.form, name="ask_form"),
]
