"""One desk and one browser for all ways."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_socket import enable_socket

from desk.browser import launched
from desk.ways.running import Running, running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser."""
    enable_socket()
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The desk."""
    enable_socket()
    with running(tmp_path_factory.mktemp("ways")) as desk:
        yield desk
