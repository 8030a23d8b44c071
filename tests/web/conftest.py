"""The workbench over the invented register: in process for most tests, in a real browser for the rest."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from sijill.settings import Settings
from sijill.web.app import make_app
from tests.web.serving import serve
from tests.web.world import fill_register

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]  # fmt: skip


@pytest.fixture(scope="session")
def register_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the invented register."""
    folder = tmp_path_factory.mktemp("world") / "register"
    fill_register(folder)
    return folder


@pytest.fixture(scope="session")
def app(register_folder: Path) -> Iterator[FastAPI]:
    """The workbench over the invented register, without accounts."""
    made = make_app(register_folder, Settings())
    yield made
    made.state.workbench.register.close()


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A reader without cookies."""
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


@pytest.fixture(scope="session")
def address(register_folder: Path) -> Iterator[str]:
    """The address of a real server over the register."""
    with serve(make_app(register_folder, Settings())) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A real Chromium; without one the tests fail on a build machine and are skipped elsewhere, saying so."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM", CHROMIUM)
    if shutil.which(path) is None:
        message = f"{path} is missing: install Debian's package chromium, or set CHROMIUM to the path of one"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()
