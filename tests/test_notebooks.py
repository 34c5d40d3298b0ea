"""The stored notebooks: each rule on each notebook."""

from pathlib import Path

import nbformat
import pytest

from tests import notebook_rules as rules
from tests.notebook_numbers import numbers_are_computed

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
README = FOLDER.parent / "README.md"
PATHS = sorted(FOLDER.glob("*.ipynb"))
RULES = [
    rules.run_in_order,
    rules.no_widget_state,
    rules.no_failures,
    rules.headings_in_order,
    rules.alternative_text,
    rules.links_resolve,
    rules.neighbours_linked,
    rules.slide_types,
    rules.lecturer_minutes,
    rules.cell_sizes,
    rules.function_sizes,
    rules.imports_first,
    rules.nothing_forbidden,
    rules.narrow_markers,
    rules.tasks_before_explorers,
    rules.exercises_have_solutions,
    rules.small_file,
    numbers_are_computed,
]
MOST_EXERCISES = 8
FEWEST_EXERCISES = {"00_start_here": 0}  # it teaches the controls; the others have 3
COURSE = ("00_start_here", "01_definition", "02_plots", "03_gradients")
FEWEST_IN_ALL = 14  # explorers, and exercises

each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def read(path):
    """The notebook at `path`."""
    return nbformat.read(path, as_version=4)


@each_notebook
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_notebook_keeps_to_the_rule(rule, path):
    complaints = rule(read(path), path)
    assert not complaints, "\n".join(complaints)


@each_notebook
def test_the_readme_lists_the_notebook_with_its_minutes(path):
    minutes = rules.teaching_time(read(path))
    rows = [line for line in README.read_text().splitlines() if f"notebooks/{path.name})" in line]
    assert [f"| {minutes} min |" in row for row in rows] == [True]


@each_notebook
def test_a_notebook_has_explorers_and_exercises(path):
    notebook = read(path)
    fewest = FEWEST_EXERCISES.get(path.stem, 3)
    assert len(rules.explorers(notebook)) >= 1
    assert fewest <= len(rules.exercises(notebook)) <= MOST_EXERCISES


def test_the_course_is_complete():
    notebooks = [read(path) for path in PATHS]
    assert set(COURSE) <= {path.stem for path in PATHS}
    assert sum(len(rules.explorers(notebook)) for notebook in notebooks) >= FEWEST_IN_ALL
    assert sum(len(rules.exercises(notebook)) for notebook in notebooks) >= FEWEST_IN_ALL
