import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.notice.address_form import LeftOut, canonical, domain_form, left_out

OWN = frozenset({"company.example"})


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("Taro.Yamada@Partner.EXAMPLE", "taro.yamada@partner.example"),
        (" <taro@partner.example> ", "taro@partner.example"),
        ("taro@日本語.example", "taro@xn--wgv71a119e.example"),
        ("taro@XN--WGV71A119E.example.", "taro@xn--wgv71a119e.example"),
        ("ｔａｒｏ＠partner.example", "taro@partner.example"),
        ("taro+shop@partner.example", "taro+shop@partner.example"),
        ("nobody", "nobody"),
    ],
)
def test_an_address_has_one_form(address: str, form: str) -> None:
    assert canonical(address) == form


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("taro@partner.example", None),
        ("a..b.@telephone.example", None),
        ("noreen@partner.example", None),
        ("reply@partner.example", None),
        ("hanako@company.example", LeftOut.OWN),
        ("hanako@sales.company.example", LeftOut.OWN),
        ("hanako@notcompany.example", None),
        ("no-reply@shop.example", LeftOut.NO_REPLY),
        ("donotreply2@shop.example", LeftOut.NO_REPLY),
        ("info.noreply@shop.example", LeftOut.NO_REPLY),
        ("mailer-daemon@mx.example", LeftOut.AUTOMATIC),
        ("bounce+7-a=b@mail.example", LeftOut.AUTOMATIC),
        ("dev-request@lists.example", LeftOut.MAILING_LIST),
        ("owner-dev@lists.example", LeftOut.MAILING_LIST),
        ("taro@localhost", LeftOut.NOT_AN_ADDRESS),
        ("a b@partner.example", LeftOut.NOT_AN_ADDRESS),
        ("@partner.example", LeftOut.NOT_AN_ADDRESS),
        ("x" * 65 + "@partner.example", LeftOut.NOT_AN_ADDRESS),
        ("山田@partner.example", LeftOut.NEEDS_OTHER_WAY),
    ],
)
def test_who_is_left_out_and_why(address: str, reason: LeftOut | None) -> None:
    assert left_out(address, OWN) is reason


@given(st.text())
def test_any_text_has_a_form_that_is_its_own_form(text: str) -> None:
    form = canonical(text)

    assert left_out(form, OWN) in {None, *LeftOut}
    assert canonical(form) == form or not form.isascii()
    domain_form(text)
