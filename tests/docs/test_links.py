import re
from pathlib import Path

import pytest

from docs.pages import BLOCK, INLINE, PAGES, ROOT, read

LINK = re.compile(r"\]\(([^)\s]+)\)")
"""Takes ``](how-to/README.md#top)``; refuses a bare address."""

HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
"""Takes ``## Set up``; refuses ``#fragment``."""

NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")
"""Takes ``/``; refuses a letter of any language."""


def anchors(page: Path) -> set[str]:
    """Fragments of a page's headings, as the usual hosts make them."""
    titles = HEADING.findall(BLOCK.sub("", read(page)))
    return {NOT_IN_ANCHOR.sub("", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(INLINE.sub("", BLOCK.sub("", read(page)))):
        if "://" in target:
            continue
        file, _, fragment = target.partition("#")
        place = (page.parent / file).resolve() if file else page
        if not place.exists() or (fragment and fragment not in anchors(place)):
            broken.append(target)

    assert broken == []
