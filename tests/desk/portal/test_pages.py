"""Every page anybody can open, in both languages, without an account."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from django.test import Client

from kakekomi.desk.portal.urls import urlpatterns
from kakekomi.desk.portal.views.reading import PICTURES

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/now/",
    "/now/?door=opened",
    "/now/?door=opened&shown=isolate-pc",
    "/now/?a=opened:no&a=our_name:no",
    "/card/",
    "/about/",
    "/receipt/",
    "/faq/",
    "/faq/?q=zip",
    "/faq/encrypted-zip/",
    "/steps/",
    "/steps/?pattern=our_name_abused",
    "/steps/isolate-pc/",
    "/prevention/",
    "/overview/",
    "/sources/",
    "/contacts/",
    "/pictures/",
    "/announcements/",
    "/announcements/2026-11-24/",
    "/ask/",
    "/ask/?q=zip&faq=emocheck",
    "/ask/form/",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_page_opens_in_its_language(client: Client, address: str, language: str) -> None:
    answer = client.get(address, headers={"accept-language": language})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in page
    assert len(re.findall("<h1[ >]", page)) == 1
    assert not re.search(r"\sstyle=|<script>|\son[a-z]+=", page)
    assert not re.search(r'(?:href|src|action)="(?:https?:)?//', page)
    if language == "en":
        body = re.sub(r"<button[^>]*>日本語</button>", "", page)
        assert not re.search("[ぁ-ん]{3}", body), re.findall(".{0,40}[ぁ-ん]{3}.{0,40}", body)[:3]


@pytest.mark.parametrize("address", [page for page in PAGES if page != "/card/"])
def test_headings_come_in_order(client: Client, address: str) -> None:
    page = client.get(address).content.decode()

    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]

    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("address", PAGES)
def test_each_link_of_a_page_leads_somewhere(client: Client, address: str) -> None:
    page = client.get(address).content.decode()

    for link in set(re.findall(r'href="(/[^"#]*)', page)) - {"/accounts/login/"}:
        if not link.startswith("/static/"):
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link


@pytest.mark.parametrize(
    "address",
    [
        "/faq/nothing/",
        "/steps/nothing/",
        "/announcements/nothing/",
        "/pictures/nothing.ja.svg",
        "/pictures/shortcut.fr.svg",
        "/receipt/12345678901234/",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("picture", PICTURES)
def test_each_drawing_is_a_picture_in_its_own_language(client: Client, picture: str) -> None:
    answer = client.get(f"/pictures/{picture}.en.svg", headers={"accept-language": "ja"})

    assert answer["Content-Type"].startswith("image/svg+xml")
    assert ET.fromstring(answer.content).tag.endswith("svg")  # noqa: S314  ours
    assert not re.search("[ぁ-ん]", answer.content.decode())


def test_the_feed_tells_the_announcements(client: Client) -> None:
    answer = client.get("/feed.xml")

    root = ET.fromstring(answer.content)  # noqa: S314  ours
    names = {"a": "http://www.w3.org/2005/Atom"}
    links = [entry.attrib["href"] for entry in root.findall("a:entry/a:link", names)]
    assert links[0] == "http://testserver/announcements/2026-11-24/"
    assert len(links) == 2


def test_the_card_may_show_its_own_style_and_nothing_else(client: Client) -> None:
    policy = client.get("/card/")["Content-Security-Policy"]

    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; "
        r"form-action 'none'; frame-ancestors 'none'",
        policy,
    )


def test_no_page_is_forgotten_here() -> None:
    named = {str(pattern.name) for pattern in urlpatterns}

    posted = {"new_receipt", "done", "receipt"}
    elsewhere = {"feed", "picture", "announcement", "answer", "step", "find_receipt", "ask_form"}
    opened = {address.strip("/").split("/")[0].split("?")[0] or "home" for address in PAGES}
    assert named - posted - elsewhere <= opened | {"home"}
