"""What holds for every file of the project: sizes, words that must not appear, docstrings, versions."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 400
WRITTEN_ELSEWHERE = (
    "vendor/",
    "migrations/versions/",
    "translations/",
    "css/main.css",
    "fonts/",
)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
REGISTRY = re.compile(r"pypi\.org|pythonhosted|index-url|registry\.npmjs|files\.python", re.IGNORECASE)
OUTSIDE = re.compile(r"\.\./shared|/work/")
NUMBERED = re.compile(r"(\d{3})_[a-z0-9_]+\.py")


def tracked(*patterns: str) -> list[Path]:
    """Return the project's own files of some patterns."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / name for name in done.stdout.splitlines()]
    return [
        path for path in paths if path.is_file() and not any(part in str(path) for part in WRITTEN_ELSEWHERE)
    ]


CODE = tracked("*.py")
TEXT = tracked(
    "*.py", "*.html", "*.mjs", "*.md", "*.scss", "*.toml", "*.sh", "Makefile", ".ci/*", "scripts/*"
)
HERE = Path(__file__)


def name_of(path: Path) -> str:
    """Return how a file is named in a report."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", tracked("*.py", "*.html", "*.mjs"), ids=name_of)
def test_a_file_can_be_read_at_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", TEXT, ids=name_of)
def test_nothing_is_left_unfinished_or_points_outside(path):
    if path == HERE:
        return
    text = path.read_text(encoding="utf-8")
    for pattern in (UNFINISHED, OUTSIDE, REGISTRY):
        found = pattern.search(text)
        allowed = found is not None and "--no-emit-index-url" in text and pattern is REGISTRY
        assert found is None or allowed, found


@pytest.mark.parametrize("path", tracked("requirements/*"), ids=name_of)
def test_locks_name_no_host(path):
    assert "://" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [p for p in CODE if "borderreg/" in name_of(p)], ids=name_of)
def test_public_things_say_what_they_do(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if tree.body:
        assert ast.get_docstring(tree), "a module says in one sentence what it is for"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_migrations_are_numbered_without_gaps():
    names = sorted(path.name for path in (ROOT / "borderreg/migrations/versions").glob("*.py"))
    numbers = [int(NUMBERED.fullmatch(name)[1]) for name in names]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_changelog_tells_the_present_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert re.search(rf"^## {re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_decision_records_are_numbered_and_titled():
    records = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        assert path.read_text(encoding="utf-8").startswith(f"# {int(path.name[:4])}. "), path.name


def test_every_command_of_make_explains_itself():
    text = (ROOT / "Makefile").read_text()
    phony = next(line for line in text.splitlines() if line.startswith(".PHONY:")).split()[1:]
    explained = set(re.findall(r"^([a-z]+):.*## ", text, re.MULTILINE))
    assert set(phony) - {"translations"} <= explained


@pytest.mark.parametrize("path", tracked("borderreg/templates/*.html"), ids=name_of)
def test_templates_hold_no_script_and_no_style(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag, tag
