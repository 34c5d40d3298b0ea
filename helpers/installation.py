"""A look at what the course needs on this machine, with advice where something is missing."""
from dataclasses import dataclass
from importlib import metadata
from itertools import takewhile

COURSE = "relu-course"
ADVICE = "close JupyterLab, run `make clean lab` in the folder of the course"


@dataclass(frozen=True)
class Finding:
    """One thing that the course needs: its name, whether it is there, and in what form."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class Report:
    """All findings; its text is a line each and a last line that says what to do."""

    findings: tuple

    @property
    def ok(self):
        return all(finding.ok for finding in self.findings)

    def __repr__(self):
        width = max(len(finding.name) for finding in self.findings)
        lines = [f"{'ok' if finding.ok else 'MISSING':7}  {finding.name:{width}}  {finding.detail}"
                 for finding in self.findings]
        last = "Everything is here." if self.ok else f"Something is missing: {ADVICE}."
        return "\n".join([*lines, last])


def installation():
    """The Report on packages and their versions, widgets, fonts and data."""
    packages = tuple(package(name) for name in requirements())
    return Report((*packages, widgets(), font("DejaVu Sans"), digits()))


def requirements():
    """The names of the packages that the course asks for, without those of its developers."""
    return ["".join(takewhile(lambda letter: letter.isalnum() or letter in "-_", line))
            for line in metadata.requires(COURSE) or () if "extra ==" not in line]


def package(name):
    """Whether a package is installed, and its version."""
    try:
        return Finding(name, True, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Finding(name, False, "not installed")


def widgets():
    """Whether JupyterLab has the part that draws sliders."""
    found = package("jupyterlab_widgets")
    return Finding("sliders", found.ok, "JupyterLab can show them" if found.ok else
                   "JupyterLab cannot show them: jupyterlab_widgets is not installed")


def font(name):
    """Whether matplotlib has the font of the house style."""
    from matplotlib.font_manager import findfont

    try:
        findfont(name, fallback_to_default=False)
    except ValueError:
        return Finding("font", False, f"{name} not found, it should come with matplotlib")
    return Finding("font", True, name)


def digits():
    """Whether the real data of the course can be read."""
    from helpers import datasets

    try:
        count = len(datasets.digits().labels)
    except (OSError, ImportError, ValueError) as error:
        return Finding("data", False, str(error))
    return Finding("data", True, f"{count} handwritten digits")
