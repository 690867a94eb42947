import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.mail import html
from kakekomi.mail.html import HtmlPage, Link


def test_blocks_become_lines_and_entities_letters() -> None:
    page = html.parse(
        "<html><body><p>株式会社&nbsp;A&amp;B</p><div>2&lt;3<br>next</div></body></html>"
    )

    assert page == HtmlPage(text="株式会社\xa0A&B\n2<3\nnext")


def test_style_script_comments_and_title_are_not_read() -> None:
    page = html.parse("<title>t</title><style>p{}</style>a<!-- b --><script>var c='<p>'</script>d")

    assert (page.text, page.has_script) == ("a d", True)


def test_links_carry_target_and_visible_text() -> None:
    page = html.parse(
        '<a class=x href="http://a.example/?q=1&amp;r=2">見る <b>here</b></a>'
        "<A HREF='b.html'>\n two\n lines </A><a name=top>no link</a><a href=c>three"
    )

    assert page.links == (
        Link("http://a.example/?q=1&r=2", "見る here"),
        Link("b.html", "two lines"),
        Link("c", "three"),
    )


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="http://a.example/?a=1&amp;b=2">',
        '<A\nHREF=" http://a.example/?a=1&b=2" target=_blank class="x>y" id=\'z>\' >',
        '<a class=x href="http://a.example/?a=1&b=2">',
        '<a href="" href="http://a.example/?a=1&b=2">',
        "<a href=http://a.example/?a=1&b=2>",
        '<a href="http://a.example/?a=1&b=2" title=>',
    ],
)
def test_a_target_is_found_however_its_tag_is_written(tag: str) -> None:
    assert html.parse(f"{tag}x</a>").links == (Link("http://a.example/?a=1&b=2", "x"),)


def test_an_angle_bracket_inside_a_quoted_attribute_ends_no_tag() -> None:
    assert html.parse('<a title="a>b" href="http://a.example/">x</a>').links == (
        Link("http://a.example/", "x"),
    )


def test_a_target_longer_than_a_tag_may_be_is_cut_and_the_text_behind_it_found() -> None:
    (link,) = html.parse(f'<a href="data:text/html;base64,{"A" * 20_000}">open</a>').links

    assert link.href.startswith("data:text/html;base64,AAAA")
    assert (len(link.href) <= html.MAX_TAG_CHARS, link.text) == (True, "open")


def test_form_targets_and_frames_are_links_without_text() -> None:
    page = html.parse('<form action="http://a.example/p"></form><iframe src="http://b.example/">')

    assert page.links == (Link("http://a.example/p", ""), Link("http://b.example/", ""))
    assert page.has_form


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "display : none",
        "font-size:0px",
        "visibility:hidden",
        "opacity:0",
        "mso-hide:all",
    ],
)
def test_hidden_text_is_kept_apart(style: str) -> None:
    page = html.parse(f'a <div style="{style}">se<div>cr</div>et</div> b')

    assert (page.text, page.hidden_text) == ("a\nb", "se\ncr\net")


@pytest.mark.parametrize("style", ["font-size:0.9em", "opacity:0.5", "display:block", "color:red"])
def test_small_or_pale_text_is_not_hidden(style: str) -> None:
    assert html.parse(f'<p style="{style}">seen</p>') == HtmlPage(text="seen")


def test_a_hidden_element_that_is_never_closed_hides_nothing() -> None:
    assert html.parse('a<p style="display:none">b').text == "ab"


def test_remote_pictures_are_told_from_enclosed_ones() -> None:
    page = html.parse('<img src="https://a.example/1.png"><img alt=x src=cid:1><img>')

    assert (page.images, page.remote_images) == (2, 1)


def test_removing_a_tag_never_makes_a_new_one() -> None:
    assert html.parse("a<i<p>mg src=x>b").text == "a\nmg src=x>b"


def test_a_bracket_that_opens_no_tag_is_text() -> None:
    assert html.parse("1 < 2 and <b>x</b>").text == "1 < 2 and x"


@pytest.mark.parametrize(
    ("entity", "letter"),
    [
        ("&#65;", "A"),
        ("&#x3042;", "あ"),
        ("&#" + "0" * 4_400 + "65;", "A"),
        ("&#" + "9" * 4_400 + ";", "\ufffd"),
        ("&#" + "0" * 4_400 + ";", "\ufffd"),
        ("&#xD800;", "\ufffd"),
    ],
)
def test_a_numbered_letter_of_any_length_is_undone(entity: str, letter: str) -> None:
    assert html.parse(f"<b>{entity}</b>").text == letter
    assert html.parse(f"<a href='{entity}'>x</a>").links[0].href == letter


def test_a_page_over_the_cap_is_cut_and_says_so() -> None:
    page = html.parse("x" * (html.MAX_HTML_CHARS + 1))

    assert page.is_cut
    assert len(page.text) == html.MAX_HTML_CHARS


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        '<a href="',
        "<a href=x>",
        "<script",
        "<!--",
        "&",
        "<p ",
        "< ",
        "\n ",
        "<",
        "<p style=display:none ",
        "<i style='display:none'>",
        "display:none ",
    ],
)
def test_repeated_pieces_of_markup_are_read_to_the_end(piece: str) -> None:
    assert len(html.parse(piece * 20_000).links) <= html.MAX_LINKS


@given(st.text(alphabet=st.sampled_from("<>/\"'= ahrefdiv:none!-scpty&;\n"), max_size=300))
@example('<a href="')
@example("<div style=display:none")
def test_any_markup_gives_a_page(page: str) -> None:
    assert isinstance(html.parse(page), HtmlPage)


@given(st.text(max_size=300))
def test_any_text_gives_a_page(page: str) -> None:
    assert isinstance(html.parse(page), HtmlPage)


def test_cells_of_a_table_are_divided_by_tabs() -> None:
    page = (
        "<table><tr><th>PW</th> <td>ab12</td></tr><TR><TD>a</TD>\n<TD></TD><TD>b</TD></TR></table>"
    )

    assert html.parse(page).text == "PW\tab12\na\tb"
