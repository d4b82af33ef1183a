"""A test client that inspects every page it fetches: valid HTML, labels, nothing inline or external."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Node = Element
LEFTOVERS = re.compile(r"\bNone\b|\bundefined\b|\bNaN\b|\{\{|\}\}|\{%|%\}|%\(\w+\)s|<\w+ object at 0x")
HIDDEN_TEXT = frozenset({"script", "style", "textarea", "code", "pre"})
UNLABELLED = frozenset({"hidden", "submit", "button", "image", "reset"})
URL_ATTRIBUTES = ("src", "href", "action", "formaction", "poster", "data")
ONE_TIME = re.compile(r'(?<=name="csrf_token" value=")[^"]+')
"""What differs each time a page is fetched: without it, the same page is inspected once a run."""
LOCAL_SCHEMES = frozenset({"", "tel", "mailto", "data"})
LABEL_ATTRIBUTES = ("aria-label", "aria-labelledby", "title")


def inspect_html(text: str) -> list[str]:
    """Return what is wrong with a page, one sentence for each finding; empty when nothing is."""
    return _inspect(ONE_TIME.sub("token", text))


@lru_cache(maxsize=512)
def _inspect(text: str) -> list[str]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(text)
    syntax = [f"line {place[0]}: {code} {values or ''}".rstrip() for place, code, values in parser.errors]
    return syntax + [finding for check in CHECKS for finding in check(page)]


def check_language(page: Node) -> Iterator[str]:
    """Ask for the language of the page."""
    if not page.get("lang"):
        yield "html has no lang"


def check_heading(page: Node) -> Iterator[str]:
    """Ask for one h1, and for a title that begins with it."""
    headings = list(page.iter("h1"))
    if len(headings) != 1:
        yield f"the page has {len(headings)} h1, not one"
        return
    title, heading = words(page.find("head/title")), words(headings[0])
    if not heading or not title.startswith(heading):
        yield f"the title {title!r} does not begin with the h1 {heading!r}"


def check_ids(page: Node) -> Iterator[str]:
    """Ask that ids are unique and that every reference to one leads somewhere."""
    ids = [node.get("id") for node in elements(page) if node.get("id") is not None]
    yield from (
        f"the id {one!r} is used {ids.count(one)} times" for one in sorted(set(ids)) if ids.count(one) > 1
    )
    for node in elements(page):
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for one in (node.get(name) or "").split():
                if one not in ids:
                    yield f"{name}={one!r} on {node.tag} points nowhere"


def check_labels(page: Node) -> Iterator[str]:
    """Ask for a name on every control a person uses."""
    labelled = {label.get("for") for label in page.iter("label")}
    inside = {child for label in page.iter("label") for child in label.iter()}
    for node in elements(page):
        if node.tag not in ("input", "select", "textarea") or node.get("type") in UNLABELLED:
            continue
        if node.get("id") in labelled or node in inside or any(node.get(name) for name in LABEL_ATTRIBUTES):
            continue
        yield f"the {node.tag} {node.get('name')!r} has no label"


def check_names(page: Node) -> Iterator[str]:
    """Ask for words on links and buttons, for alt on pictures and for a name on drawings that stand alone."""
    for node in elements(page):
        if node.tag == "img" and node.get("alt") is None:
            yield f"the picture {node.get('src')!r} has no alt"
        named = words(node) or any(node.get(name) for name in LABEL_ATTRIBUTES)
        acts = node.tag in ("button", "summary") or (node.tag == "a" and node.get("href") is not None)
        if acts and not named:
            yield f"a {node.tag} has no words: {node.attrib}"


def check_inline(page: Node) -> Iterator[str]:
    """Refuse inline scripts, styles and event handlers: the content security policy would."""
    for node in elements(page):
        if node.tag == "style" or (node.tag == "script" and not node.get("src")):
            yield f"inline {node.tag}"
        for name in node.attrib:
            if name == "style" or name.startswith("on"):
                yield f"inline attribute {name} on {node.tag}"


def check_leftovers(page: Node) -> Iterator[str]:
    """Refuse what a template or a program left behind: None, undefined, braces."""
    for node in elements(page):
        for name, value in node.attrib.items():
            if LEFTOVERS.search(value) and not name.startswith("data-"):
                yield f"{name}={value!r} on {node.tag}"
        pieces = [] if node.tag in HIDDEN_TEXT else [node.text, *(child.tail for child in node)]
        yield from (
            f"leftover text {piece.strip()!r}" for piece in pieces if piece and LEFTOVERS.search(piece)
        )


def check_forms(page: Node) -> Iterator[str]:
    """Ask for the page's token in every form that posts."""
    for form in page.iter("form"):
        if (form.get("method") or "").lower() != "post":
            continue
        if form.get("data-without-cookie") is not None:
            continue  # a public page has no cookie that a token could protect
        if not any(field.get("name") == "csrf_token" and field.get("value") for field in form.iter("input")):
            yield f"the form to {form.get('action')!r} posts without csrf_token"


def check_hosts(page: Node) -> Iterator[str]:
    """Refuse addresses on other hosts: nothing is requested from elsewhere."""
    for node in elements(page):
        for name in URL_ATTRIBUTES:
            address = urlsplit(node.get(name) or "")
            if address.netloc or address.scheme not in LOCAL_SCHEMES:
                yield f"{name}={node.get(name)!r} on {node.tag} leaves this host"


CHECKS: tuple[Callable[[Node], Iterator[str]], ...] = (
    check_language,
    check_heading,
    check_ids,
    check_labels,
    check_names,
    check_inline,
    check_leftovers,
    check_forms,
    check_hosts,
)


def elements(page: Node) -> Iterator[Node]:
    """Yield the elements of a page without its comments."""
    return (node for node in page.iter() if isinstance(node.tag, str))


def words(node: Node | None) -> str:
    """Return the text of an element, spaces joined."""
    return "" if node is None else " ".join("".join(node.itertext()).split())


def page_text(response: TestResponse) -> str:
    """Return what a person reads on a fetched page, spaces joined, scripts left out."""
    page = html5lib.parse(response.text, namespaceHTMLElements=False)
    return words(page.find("body"))


class InspectingClient(FlaskClient):
    """Fetch pages as FlaskClient does, and fail when an HTML page is not as every page must be.

    `inspecting = False` switches the inspection off, for a test of thousands of pages' status.
    """

    inspecting = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request and inspect what comes back, each page of a followed redirect included."""
        response = super().open(*args, **kwargs)
        for page in (*response.history, response):
            if (
                self.inspecting
                and page.mimetype == "text/html"
                and page.status_code not in (301, 302, 303, 307, 308)
            ):
                findings = inspect_html(page.text)
                assert not findings, f"{page.request.method} {page.request.path}:\n  " + "\n  ".join(findings)
        return response
