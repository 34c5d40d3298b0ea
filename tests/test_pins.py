"""The four lists of what is installed: pyproject.toml, requirements*.txt, environment.yml.

`disagreements` reads the texts, so that the tests can also show it spoilt ones.
"""

import re
import tomllib
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = re.compile(r"://|\bfile:|--(?:extra-)?index-url|--find-links| @ |(?:^|[\s=\"'])[/\\]\w")
PYTHONS = ("3.11.0", "3.11.14", "3.12.12", "3.13.9", "3.14.0")
SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))


class Lists(NamedTuple):
    """The texts of the four files."""

    pyproject: str
    runtime: str
    dev: str
    environment: str


class Pin(NamedTuple):
    """One entry of a requirements file."""

    requirement: Requirement
    hashes: list


@pytest.fixture
def lists():
    names = ("pyproject.toml", "requirements.txt", "requirements-dev.txt", "environment.yml")
    return Lists(*((ROOT / name).read_text() for name in names))


@lru_cache
def pins(text):
    """The entries of a requirements file without its options, list of Pin."""
    lines = re.sub(r"\\\n", " ", re.sub(r"(?m)^\s*#.*\n", "", text)).splitlines()
    entries = (line.partition("--hash") for line in lines if re.match(r"\w", line))
    return [
        Pin(Requirement(entry.strip()), re.findall(r"sha256:[0-9a-f]{64}\b", rest))
        for entry, _, rest in entries
    ]


def exact(requirement):
    """The version of an `==` requirement, or None."""
    versions = [s.version for s in requirement.specifier if s.operator == "=="]
    return versions[0] if len(requirement.specifier) == len(versions) == 1 else None


def installed(text, python, system=SYSTEMS[0]):
    """What a requirements file installs on one machine: canonical name -> version."""
    machine = dict(zip(("sys_platform", "platform_system", "os_name"), system, strict=True))
    machine |= {"python_version": python.rpartition(".")[0], "python_full_version": python}
    requirements = [pin.requirement for pin in pins(text)]
    here = [r for r in requirements if r.marker is None or r.marker.evaluate(machine)]
    return {canonicalize_name(r.name): exact(r) for r in here}


def unsafe(name, text):
    """Complaints about entries that are not exact, have no hash, or name a place."""
    for number, line in enumerate(text.splitlines(), start=1):
        if ADDRESS.search(line):
            yield f"{name}:{number} holds an address or a path: {line.strip()}"
    for pin in pins(text):
        if not exact(pin.requirement):
            yield f"{name}: {pin.requirement} is not pinned with =="
        if not pin.hashes:
            yield f"{name}: {pin.requirement.name} has no hash"


def unpinned(name, text, direct):
    """Complaints about direct dependencies that a requirements file lacks or contradicts."""
    for python, system in product(PYTHONS, SYSTEMS):
        found = installed(text, python, system)
        for requirement in map(Requirement, direct):
            version = found.get(canonicalize_name(requirement.name))
            if version is None or version not in requirement.specifier:
                yield f"{name}: {requirement} of pyproject.toml is pinned as {version}"


def changed_by_dev(runtime, dev):
    """Complaints about run-time pins that the development file would change."""
    for python, system in product(PYTHONS, SYSTEMS):
        ours, theirs = installed(runtime, python, system), installed(dev, python, system)
        for name, version in ours.items():
            if theirs.get(name) != version:
                yield f"requirements-dev.txt: {name} is {theirs.get(name)}, not {version}"


def environment_differs(text, runtime, project):
    """Complaints about environment.yml: its Python, its direct dependencies, its last entry."""
    dependencies = yaml.safe_load(text)["dependencies"]
    pip = next(entry["pip"] for entry in dependencies if isinstance(entry, dict))
    python = next(d for d in dependencies if str(d).startswith("python=")).partition("=")[2]
    if python not in SpecifierSet(project["requires-python"]):
        yield f"environment.yml: Python {python} is not {project['requires-python']}"
    found = installed(runtime, f"{python}.14")
    names = [canonicalize_name(Requirement(d).name) for d in project["dependencies"]]
    wanted = [f"{name}=={found.get(name)}" for name in names] + ["-e ."]
    for entry in sorted(set(wanted) ^ set(pip)):
        yield f"environment.yml: {entry} is {'missing' if entry in wanted else 'not wanted'}"


def disagreements(lists):
    """Everything that is wrong between the four texts, list of sentences."""
    project = tomllib.loads(lists.pyproject)["project"]
    extras = project["optional-dependencies"]
    direct = project["dependencies"] + extras["build"]
    return [
        *unsafe("requirements.txt", lists.runtime),
        *unsafe("requirements-dev.txt", lists.dev),
        *unpinned("requirements.txt", lists.runtime, direct),
        *unpinned("requirements-dev.txt", lists.dev, direct + extras["dev"]),
        *changed_by_dev(lists.runtime, lists.dev),
        *environment_differs(lists.environment, lists.runtime, project),
    ]


def test_the_files_agree(lists):
    assert disagreements(lists) == []


SPOILT = [
    ("pyproject", '"tqdm",', '"tqdm",\n"absent-package",', "absent-package"),
    ("pyproject", '"ipywidgets==8.1.8"', '"ipywidgets==8.1.7"', "ipywidgets==8.1.7"),
    ("pyproject", '"nbval",', '"nbval",\n"absent-tool",', "absent-tool"),
    ("pyproject", '    "tqdm",\n', "", "tqdm==.* is not wanted"),
    ("runtime", r"(?m)^tqdm==\S+", "tqdm==1.0.0", "tqdm"),
    ("runtime", r"(?m)^tqdm==\S+", "tqdm>=4", "not pinned"),
    ("runtime", r"(?m)^(tqdm==\S+).*\n(?:    --hash.*\n)+", r"\1\n", "tqdm has no hash"),
    ("runtime", r"\A", "--index-url https://example.org/simple\n", "address"),
    ("runtime", r"\A", "# made in /home/somebody\n", "path"),
    ("dev", r"(?m)^numpy==\S+", "numpy==1.0.0", "numpy is 1.0.0"),
    ("dev", r"(?m)^zipp==|^tornado==", "renamed==", "tornado is None"),
    ("environment", r"tqdm==\S+", "tqdm==1.0.0", "tqdm==1.0.0 is not wanted"),
    ("environment", r"      - tqdm==.*\n", "", "tqdm==.* is missing"),
    ("environment", r"python=3\.11", "python=3.10", "Python 3.10"),
    ("environment", r"      - -e \.\n", "", "-e . is missing"),
]


@pytest.mark.parametrize(("file", "pattern", "replacement", "complaint"), SPOILT)
def test_a_spoilt_file_is_noticed(lists, file, pattern, replacement, complaint):
    spoilt = re.sub(pattern, replacement, getattr(lists, file))
    assert spoilt != getattr(lists, file)
    found = disagreements(lists._replace(**{file: spoilt}))
    assert any(re.search(complaint, sentence) for sentence in found)
