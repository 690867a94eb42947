"""Pages of a case that start work in the background; they lie beside its other pages."""

from django.urls import path, re_path

from kakekomi.desk.work import drill_pages, notice_pages, people_pages, trace_pages
from kakekomi.packs.notices import NoticeKind

app_name = "case_work"

NOTICE = rf"^(?P<pk>[0-9]+)/notices/(?P<kind>{'|'.join(NoticeKind)})"

DISPATCH = "<int:pk>/notices/sent/<int:dispatch>"

urlpatterns = [
    path("<int:pk>/leaked/mails/", trace_pages.trace, name="trace"),
    path("<int:pk>/leaked/mails/new/", trace_pages.add_files, name="add_files"),
    path("<int:pk>/leaked/mails/checked/", trace_pages.take_files, name="take_files"),
    path("<int:pk>/leaked/mails/<int:file>/drop/", trace_pages.drop, name="drop_file"),
    path("<int:pk>/leaked/start/", trace_pages.start, name="start_trace"),
    re_path(rf"{NOTICE}/people/$", people_pages.people, name="people"),
    re_path(rf"{NOTICE}/people/learn/$", people_pages.learn, name="learn_people"),
    re_path(rf"{NOTICE}/people/list/$", people_pages.add_list, name="add_people"),
    re_path(rf"{NOTICE}/people/known/$", people_pages.take_known, name="take_known"),
    re_path(rf"{NOTICE}/people/new/$", people_pages.add_one, name="add_one"),
    re_path(rf"{NOTICE}/people/strike/$", people_pages.strike_people, name="strike_people"),
    re_path(rf"{NOTICE}/sending/$", notice_pages.sending, name="sending"),
    re_path(rf"{NOTICE}/sending/approval/$", notice_pages.approve, name="let_go"),
    re_path(rf"{NOTICE}/sending/settle/$", notice_pages.settle, name="settle"),
    re_path(rf"{NOTICE}/sending/log/$", notice_pages.settle_by_log, name="settle_by_log"),
    re_path(rf"{NOTICE}/sending/told/$", notice_pages.told, name="told"),
    re_path(rf"{NOTICE}/sending/returned/$", notice_pages.bounces, name="bounces"),
    re_path(rf"{NOTICE}/told\.csv$", notice_pages.record_csv, name="record_csv"),
    path("drills/", drill_pages.index, name="drills"),
    path("<int:pk>/drill/", drill_pages.drill, name="drill"),
    path("<int:pk>/drill/begin/", drill_pages.begin, name="begin_drill"),
    path("<int:pk>/drill/end/", drill_pages.end, name="end_drill"),
    path("<int:pk>/drill/named/", drill_pages.name, name="name_mailbox"),
    path("<int:pk>/drill/material/<int:material>/", drill_pages.take, name="take_material"),
    path("<int:pk>/drill/score.json", drill_pages.score_json, name="score_json"),
    path("<int:pk>/drill/log.json", drill_pages.log_json, name="log_json"),
    path(f"{DISPATCH}/stop/", notice_pages.halt, name="halt"),
    path(f"{DISPATCH}/resume/", notice_pages.resume, name="resume"),
]
