"""Each page says who may open it, and no page shows another organization's things."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

OF_LIBRARIES = ("allauth.", "django.")
"""Views that are not ours; signing in and the second factor."""


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one, path)
        else:
            yield path, one


OURS = [
    (path, one)
    for path, one in _patterns(get_resolver())
    if not one.callback.__module__.startswith(OF_LIBRARIES)
]


@pytest.mark.parametrize(("path", "pattern"), OURS, ids=[path or "/" for path, _ in OURS])
def test_a_view_says_who_may_open_it(path: str, pattern: URLPattern) -> None:
    assert getattr(pattern.callback, "scope_mark", None), f"{path}: neither public nor allowed()"


def test_there_are_views_to_look_at() -> None:
    assert len(OURS) >= 2
