"""Pages of a case."""

from django.urls import path, re_path

from kakekomi.desk.cases import additions, decisions, leaked, papers, texts, views
from kakekomi.packs.notices import NoticeKind

app_name = "cases"

NOTICE = rf"^(?P<pk>[0-9]+)/notices/(?P<kind>{'|'.join(NoticeKind)})"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/manager/", views.manager, name="manager"),
    path("<int:pk>/mine/", views.mine, name="mine"),
    path("<int:pk>/checks/<int:checked>/", views.check, name="check"),
    path("<int:pk>/organization/", additions.set_organization, name="set_organization"),
    path("<int:pk>/pcs/", additions.add_pc, name="add_pc"),
    path("<int:pk>/pcs/list/", additions.add_pcs, name="add_pcs"),
    path("<int:pk>/checks/", additions.add_check, name="add_check"),
    path("<int:pk>/journals/", additions.add_journal, name="add_journal"),
    path("<int:pk>/people/", additions.add_person, name="add_person"),
    path("<int:pk>/people/login/", additions.link_login, name="link_login"),
    path("<int:pk>/receipts/", additions.add_receipt, name="add_receipt"),
    path("<int:pk>/accounts/", additions.add_account, name="add_account"),
    path("<int:pk>/partners/", additions.add_partner, name="add_partner"),
    path("<int:pk>/partners/list/", additions.add_partners, name="add_partners"),
    path("<int:pk>/partners/not-told.csv", texts.not_told, name="not_told"),
    path("<int:pk>/timeline/", additions.add_event, name="add_event"),
    path("<int:pk>/evidence/", additions.add_evidence, name="add_evidence"),
    path("<int:pk>/notices/", additions.add_notice, name="add_notice"),
    re_path(rf"{NOTICE}/$", texts.notice, name="notice"),
    re_path(rf"{NOTICE}/facts/$", texts.state_facts, name="state_facts"),
    re_path(rf"{NOTICE}/text/$", texts.write_notice, name="write_notice"),
    re_path(rf"{NOTICE}/approval/$", texts.approve_notice, name="approve_notice"),
    path("<int:pk>/leaked/", leaked.leaked, name="leaked"),
    path("<int:pk>/leaked.json", leaked.leaked_json, name="leaked_json"),
    path("<int:pk>/report/items/", texts.report_items, name="report_items"),
    path("<int:pk>/steps/", decisions.declare, name="declare"),
    path("<int:pk>/clock/", decisions.start_clock, name="start_clock"),
    path("<int:pk>/clock/<slug:kind>/", decisions.meet, name="meet"),
    path("<int:pk>/close/", decisions.close, name="close"),
    path("<int:pk>/reopen/", decisions.reopen, name="reopen"),
    path("<int:pk>/facts.jsonl", papers.export, name="export"),
    path("<int:pk>/state.json", papers.state, name="state"),
    re_path(r"^(?P<pk>[0-9]+)/(?P<name>handover|report)/$", papers.paper, name="paper"),
    re_path(r"^(?P<pk>[0-9]+)/(?P<name>handover|report)\.pdf$", papers.pdf, name="pdf"),
]
