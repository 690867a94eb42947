"""Pages of a case."""

from django.urls import path, re_path

from kakekomi.desk.cases import papers, views

app_name = "cases"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/manager/", views.manager, name="manager"),
    path("<int:pk>/mine/", views.mine, name="mine"),
    path("<int:pk>/pcs/", views.add_pc, name="add_pc"),
    path("<int:pk>/pcs/list/", views.add_pcs, name="add_pcs"),
    path("<int:pk>/checks/", views.add_check, name="add_check"),
    path("<int:pk>/accounts/", views.add_account, name="add_account"),
    path("<int:pk>/notices/", views.add_notice, name="add_notice"),
    path("<int:pk>/steps/", views.declare, name="declare"),
    path("<int:pk>/clock/", views.start_clock, name="start_clock"),
    path("<int:pk>/clock/<slug:kind>/", views.meet, name="meet"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/facts.jsonl", papers.export, name="export"),
    path("<int:pk>/state.json", papers.state, name="state"),
    re_path(r"^(?P<pk>[0-9]+)/(?P<name>handover|report)/$", papers.paper, name="paper"),
    re_path(r"^(?P<pk>[0-9]+)/(?P<name>handover|report)\.pdf$", papers.pdf, name="pdf"),
]
