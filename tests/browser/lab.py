"""A real JupyterLab on a free port, and its notebooks as a reader works them in Chromium."""
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

SETTINGS = {
    # All cells stand on the page at once, and no news or update is asked for.
    "notebook-extension/tracker.jupyterlab-settings": '{"windowingMode": "none"}',
    "apputils-extension/notification.jupyterlab-settings":
        '{"fetchNews": "false", "checkForUpdates": false}',
}
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-sync", "--disable-background-networking",
                  "--disable-component-update"]
KERNEL_READY = """async () => {
    const session = window.jupyterapp.shell.currentWidget.context.sessionContext;
    await session.ready;
    await session.session.kernel.info;
}"""
RUN_ALL = "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
ALL_RUN = """() => [...document.querySelectorAll('.jp-CodeCell')].every(cell => {
    const prompt = cell.querySelector('.jp-InputPrompt')?.innerText ?? '';
    return /\\[\\d+\\]/.test(prompt) || !cell.querySelector('.cm-content').innerText.trim();
}) && document.querySelector('.jp-Notebook-ExecutionIndicator').dataset.status === 'idle'"""

CELL_RAN = """([number, before]) => {
    const prompt = document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')[number].innerText;
    return /\\[\\d+\\]/.test(prompt) && prompt !== before;
}"""


def chromium():
    """The path of the browser, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Lab:
    """A JupyterLab over `root`, with settings and workspaces of its own in `home`."""

    def __init__(self, root, home):
        self.token, port = secrets.token_hex(16), free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = home / "lab.log"
        for name, text in SETTINGS.items():
            path = home / "settings" / "@jupyterlab" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.process = subprocess.Popen(
            [Path(sys.executable).parent / "jupyter", "lab", "--no-browser", "--allow-root",
             f"--port={port}", "--port-retries=0", f"--IdentityProvider.token={self.token}",
             f"--ServerApp.root_dir={root}", "--expose-app-in-browser",
             f"--LabApp.user_settings_dir={home / 'settings'}",
             f"--LabApp.workspaces_dir={home / 'workspaces'}"],
            stdout=self.log.open("w"), stderr=subprocess.STDOUT, cwd=root,
            env={**os.environ, "JUPYTER_CONFIG_DIR": str(home / "config")})
        self._wait()

    def _wait(self, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{self.url}/api?token={self.token}")
                return
            except OSError:
                time.sleep(0.2)
        self.stop()
        raise RuntimeError(f"JupyterLab did not answer in {seconds} s:\n{self.log.read_text()}")

    def stop(self):
        self.process.terminate()
        self.process.wait(20)

    def open(self, page, notebook):
        """A Notebook on the page; its kernel is ready, nothing has run."""
        return Notebook(page, f"{self.url}/lab/tree/{notebook}?token={self.token}&reset")


class Notebook:
    """One notebook open in JupyterLab. `problems`: errors on the browser's console."""

    def __init__(self, page, address):
        self.page, self.problems = page, []
        page.on("console", lambda message: message.type == "error"
                and self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(address)
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
        page.wait_for_function(
            "() => window.jupyterapp.shell.currentWidget?.context?.sessionContext")
        page.evaluate(KERNEL_READY)

    def run_all(self, seconds=120):
        self.page.evaluate(RUN_ALL)
        self.page.wait_for_function(ALL_RUN, timeout=1000 * seconds)

    def start_cell(self, number):
        """Starts a code cell, counted from 0, and waits for nothing."""
        self.page.locator(".jp-CodeCell").nth(number).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")

    def run_cell(self, number):
        """Runs one code cell, counted from 0, perhaps again."""
        prompt = self.page.locator(".jp-CodeCell").nth(number).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self.start_cell(number)
        self.page.wait_for_function(CELL_RAN, arg=[number, before])

    def output(self, number):
        """The text that a code cell printed or returned last."""
        return self.page.locator(".jp-CodeCell").nth(number).locator("pre").last.inner_text()

    def error_outputs(self):
        return self.page.locator(
            ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error'], "
            ".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").all_inner_texts()

    def explorers(self, count):
        """Every explorer on the page, as soon as there are so many: a view comes after its cell."""
        views = self.page.locator(".course-explorer")
        views.nth(count - 1).wait_for()
        return [Explorer(node) for node in views.all()]


class Explorer:
    """One explorer as it stands on the page."""

    def __init__(self, node):
        self.node = node
        self.sliders = node.locator(".noUi-handle")
        self.svg = node.locator(".course-picture > svg")
        self.error = node.locator(".course-error")

    @property
    def caption(self):
        return self.node.locator(".course-caption").inner_text()

    def wait_for_caption(self, condition, seconds=5):
        """The caption as soon as it satisfies the condition; after the time, as it is."""
        end = time.monotonic() + seconds
        while not condition(caption := self.caption) and time.monotonic() < end:
            self.node.page.wait_for_timeout(20)
        return caption
