"""Signing in with another organization's accounts, on a desk that runs, at a provider that lies."""

import http.client
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from desk.house.test_backup import manage
from desk.oidc_server import CLIENT, SECRET, Lies, Person, Provider
from desk.test_serve import Desk, wait_for
from kakekomi.desk.oidc.known_provider import KnownProvider, read_provider
from kakekomi.facts.errors import ConfigurationError

pytest.importorskip("jwt", reason="django-allauth[socialaccount] is not installed")
pytest.importorskip("requests", reason="django-allauth[socialaccount] is not installed")

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
]

PEOPLE = """
from kakekomi.desk.house.models import Membership, Organization, User
hanako = User.objects.create_user("hanako", "Hanako@aoba.example", "a long enough secret")
one = Organization.objects.create(name="aoba")
Membership.objects.create(user=hanako, organization=one, role="employee")
User.objects.create_user("gone", "gone@aoba.example", is_active=False)
User.objects.create_user("two", "same@aoba.example")
User.objects.create_user("three", "SAME@aoba.example")
"""

LOG = """
from kakekomi.desk.house.models import AuditEntry, Membership, User
print(User.objects.count(), Membership.objects.count())
print([(one.actor, one.action) for one in AuditEntry.objects.order_by("number")])
"""


@dataclass
class Browser:
    """Keeps cookies and follows nothing by itself."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Status, and where it leads or what the page says."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": kept, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(form or {}), headers)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition(";")[0].partition("=")
                self.cookies[cookie] = rest
        page = answer.read().decode()
        connection.close()
        return answer.status, answer.getheader("Location") or page

    def go(self) -> str:
        """Press the button; the address at the provider."""
        _, page = self.ask("GET", "/accounts/login/")
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1]
        form = {"csrfmiddlewaretoken": token}
        status, address = self.ask("POST", "/accounts/oidc/own/login/", form)
        assert status == 302
        return address

    @property
    def is_signed_in(self) -> bool:
        """Whether the menu shows an account."""
        return 'class="top__user"' in self.ask("GET", "/faq/")[1]


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def desk(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    data = tmp_path_factory.mktemp("desk")
    settings = data / "oidc.json"
    known = {"name": "青葉", "server_url": provider.url, "client_id": CLIENT}
    settings.write_text(json.dumps({**known, "client_secret": SECRET}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAKEKOMI_DESK_OIDC", str(settings))
        running = Desk(data, passed=("KAKEKOMI_DESK_OIDC",))
    try:
        wait_for(lambda: running.status() == 200)
        assert manage(data, "shell", "--no-imports", code=PEOPLE).returncode == 0
        yield running
    finally:
        running.close()


@pytest.fixture(autouse=True)
def _honest(provider: Provider) -> None:
    provider.person, provider.lies = Person(), Lies()


def test_the_button_leads_to_the_provider_with_all_that_binds_the_answer(
    desk: Desk, provider: Provider
) -> None:
    browser = Browser(desk.port)
    _, page = browser.ask("GET", "/accounts/login/")
    address = browser.go()
    provider.ask(address)

    assert "青葉" in page
    assert address.startswith(f"{provider.url}/authorize?")
    assert {"state", "nonce", "code_challenge"} <= set(provider.asked)
    assert (provider.asked["client_id"], provider.asked["response_type"]) == (CLIENT, "code")
    assert provider.asked["code_challenge_method"] == "S256"


def test_an_address_changes_nothing_of_what_is_asked(desk: Desk, provider: Provider) -> None:
    browser = Browser(desk.port)
    _, page = browser.ask("GET", "/accounts/login/")
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1]
    odd = urlencode({"auth_params": "nonce=mine&prompt=none", "scope": "all", "process": "connect"})
    _, address = browser.ask(
        "POST", f"/accounts/oidc/own/login/?{odd}", {"csrfmiddlewaretoken": token}
    )
    provider.ask(address)

    assert provider.asked["nonce"] != "mine"
    assert set(provider.asked["scope"].split()) == {"openid", "profile", "email"}
    assert "prompt" not in provider.asked


def test_who_has_an_account_signs_in_and_gets_no_role_by_it(desk: Desk, provider: Provider) -> None:
    browser = Browser(desk.port)
    status, address = browser.ask("GET", provider.ask(browser.go()))

    assert (status, address) == (302, "/cases/")
    assert browser.is_signed_in
    assert browser.ask("GET", "/counter/")[0] == 403
    told = manage(desk.data, "shell", "--no-imports", code=LOG).stdout
    assert told.startswith("4 1\n")
    assert "('hanako', 'sign_in.linked'), ('hanako', 'sign_in')" in told

    provider.person = Person(email="new@aoba.example")
    again = Browser(desk.port)
    again.ask("GET", provider.ask(again.go()))
    assert again.is_signed_in, "from then on the provider's own name counts"


@pytest.mark.parametrize(
    "person",
    [
        Person(sub="1", email="nobody@aoba.example"),
        Person(sub="2", email="hanako@aoba.example", email_verified=False),
        Person(sub="3", email="gone@aoba.example"),
        Person(sub="4", email="same@aoba.example"),
        Person(sub="5", email=""),
        Person(sub="6", email="hanako@aoba.example", email_verified="false"),
    ],
    ids=["unknown", "unverified", "inactive", "two accounts", "no address", "a text"],
)
def test_who_has_no_account_gets_none(person: Person, desk: Desk, provider: Provider) -> None:
    provider.person = person
    browser = Browser(desk.port)
    browser.ask("GET", provider.ask(browser.go()))

    assert not browser.is_signed_in
    assert manage(desk.data, "shell", "--no-imports", code=LOG).stdout.startswith("4 1\n")


@pytest.mark.parametrize(
    "lies",
    [
        Lies(claims={"nonce": "another"}),
        Lies(claims={"nonce": None}),
        Lies(claims={"iss": "https://elsewhere.example"}),
        Lies(claims={"aud": "another program"}),
        Lies(claims={"exp": 1_600_000_000}),
        Lies(claims={"sub": ""}),
        Lies(info={"sub": "somebody else"}),
        Lies(has_other_key=True),
        Lies(is_unsigned=True),
        Lies(by_secret=True),
        Lies(no_token=True),
    ],
    ids=(
        "nonce,no nonce,issuer,audience,old,nobody,two people,key,unsigned,by secret,none".split(
            ","
        )
    ),
)
def test_an_answer_that_does_not_fit_is_refused(lies: Lies, desk: Desk, provider: Provider) -> None:
    provider.lies = lies
    browser = Browser(desk.port)
    status, _ = browser.ask("GET", provider.ask(browser.go()))

    assert status != 302
    assert not browser.is_signed_in


def test_an_answer_to_another_session_is_refused(desk: Desk, provider: Provider) -> None:
    """Somebody sends a victim the address by which they would sign in as the sender."""
    back = provider.ask(Browser(desk.port).go())
    victim = Browser(desk.port)
    victim.go()
    provider.asked["state"] = "x"
    status, _ = victim.ask("GET", back)

    assert status != 302
    assert not victim.is_signed_in


@pytest.mark.parametrize("config", [{"issuer": "https://elsewhere.example"}, {"jwks_uri": None}])
def test_a_provider_that_is_not_what_it_was_taken_for_is_told(
    config: dict[str, str], desk: Desk, provider: Provider
) -> None:
    browser = Browser(desk.port)
    _, page = browser.ask("GET", "/accounts/login/")
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1]
    provider.lies = Lies(config=config)
    form = {"csrfmiddlewaretoken": token}
    told = browser.ask("POST", "/accounts/oidc/own/login/", form)

    assert told == (302, "/accounts/3rdparty/login/error/")
    assert browser.ask("GET", told[1])[0] == 401


def test_an_answer_counts_once(desk: Desk, provider: Provider) -> None:
    browser = Browser(desk.port)
    back = provider.ask(browser.go())
    browser.ask("GET", back)
    browser.cookies.pop("sessionid")

    assert browser.ask("GET", back)[0] != 302
    assert not browser.is_signed_in


def test_it_begins_by_pressing_a_button_only(desk: Desk) -> None:
    status, _ = Browser(desk.port).ask("GET", "/accounts/oidc/own/login/")
    forged, _ = Browser(desk.port).ask("POST", "/accounts/oidc/own/login/")

    assert (status, forged) == (200, 403)


@pytest.mark.parametrize("path", ["/accounts/3rdparty/", "/accounts/3rdparty/signup/"])
def test_nobody_joins_accounts_or_signs_up(path: str, desk: Desk) -> None:
    assert Browser(desk.port).ask("GET", path)[0] == 404


def test_the_page_may_send_its_form_to_the_provider(desk: Desk, provider: Provider) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=60)
    connection.request("GET", "/accounts/login/")
    policy = connection.getresponse().getheader("Content-Security-Policy") or ""
    connection.close()

    assert f"form-action 'self' {provider.url};" in policy
    assert urlsplit(provider.url).scheme == "http"


GOOD = {
    "name": "x",
    "server_url": "https://login.example/a",
    "client_id": "k",
    "client_secret": "s",
}


def test_the_setting_is_read(tmp_path: Path) -> None:
    (tmp_path / "o.json").write_text(json.dumps(GOOD))

    assert read_provider(tmp_path / "o.json") == KnownProvider(**GOOD)
    assert read_provider(tmp_path / "o.json").origin == "https://login.example"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        json.dumps({**GOOD, "more": 1}),
        json.dumps({**GOOD, "server_url": "http://login.example/"}),
        json.dumps({**GOOD, "server_url": "https:///x"}),
        '{"name": "\udcff"}',
    ],
    ids=["empty", "nothing", "more", "no TLS", "no host", "no UTF-8"],
)
def test_a_setting_that_says_something_else_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "o.json").write_text(text, "utf-8", "surrogateescape")

    with pytest.raises(ConfigurationError, match=r"o\.json"):
        read_provider(tmp_path / "o.json")
