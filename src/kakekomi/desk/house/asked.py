"""What somebody typed into the search box of a page."""

from typing import Final

from django.http import HttpRequest

MAX_SEARCH_CHARS: Final = 100
"""Of what is looked for in a list; names and addresses worth looking for are shorter."""

NUL: Final = "\0"
"""PostgreSQL takes it in no text, not even to compare."""


def words_asked(request: HttpRequest, most: int = MAX_SEARCH_CHARS) -> str:
    """The words after ``?q=``, at most so many characters; empty if nothing is looked for."""
    return request.GET.get("q", "").replace(NUL, "").strip()[:most]
