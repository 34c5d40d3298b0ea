"""One JupyterLab and one Chromium for all browser tests, over a copy of the course."""
import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.lab import CHROMIUM_FLAGS, Lab, chromium

COURSE = Path(__file__).parents[2] / "notebooks"


@pytest.fixture(scope="session")
def browser():
    if chromium() is None:
        reason = "Chromium is not installed (Debian, Ubuntu: apt-get install chromium)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def root(tmp_path_factory):
    """The folder that JupyterLab shows: notebooks saved here do not touch the course."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(COURSE, folder / "notebooks",
                    ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return folder


@pytest.fixture(scope="session")
def lab(browser, root, tmp_path_factory):
    server = Lab(root, tmp_path_factory.mktemp("lab"))
    yield server
    server.stop()


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()
