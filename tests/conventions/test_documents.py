"""The documentation holds together: links lead somewhere, decisions are listed, packages have a reason."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)")
RECORDS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
DEPENDENCIES = (ROOT / "docs" / "adr" / "0010-dependencies.md").read_text(encoding="utf-8")
CODE = sorted([*(ROOT / "borderreg").rglob("*.py"), *(ROOT / "borderreg" / "templates").rglob("*.html")])
IMPORTED_AS = {
    "argon2-cffi": "argon2",
    "pillow": "PIL",
    "python-docx": "docx",
    "psycopg": "postgresql+psycopg",  # named in the address of a database
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def asked_for(file: str) -> list[str]:
    """Return the names of the packages in a requirements/*.in, without versions, extras and markers."""
    lines = (ROOT / "requirements" / file).read_text(encoding="utf-8").splitlines()
    found = [re.match(r"[a-z][a-z0-9-]*", line) for line in lines]
    return [match.group() for match in found if match]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (document.parent / target).exists(), target


def test_every_decision_record_has_its_own_number_and_is_listed() -> None:
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    assert len({path.name[:4] for path in RECORDS}) == len(RECORDS)
    for path in RECORDS:
        assert f"({path.name})" in index, path.name
        assert path.read_text(encoding="utf-8").startswith(f"# {int(path.name[:4])}. "), path.name


@pytest.mark.parametrize("package", [*asked_for("runtime.in"), *asked_for("dev.in")])
def test_every_dependency_has_a_reason(package: str) -> None:
    assert re.search(rf"^\|.*\b{re.escape(package)}\b.*\|.+\|$", DEPENDENCIES, re.MULTILINE), package


def test_every_package_of_the_running_program_is_used_by_it() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    for package in asked_for("runtime.in"):
        word = IMPORTED_AS.get(package, package.replace("-", "_"))
        used = re.search(rf"^\s*(from|import) {word}\b", text, re.MULTILINE)
        assert used or word in IMPORTED_AS.values() or f'"{word}/' in text, package
