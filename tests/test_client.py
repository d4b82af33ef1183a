"""The inspector finds what a page must not have, and leaves a good page alone."""

import pytest
from flask import Flask

from tests.client import InspectingClient, inspect_html, page_text

GOOD = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Danh sách – borderreg</title></head>
<body><h1>Danh sách</h1>
<form method="post" action="/x"><input type="hidden" name="csrf_token" value="abc">
<label for="name">Họ và tên</label><input id="name" name="name"><button type="submit">Lưu</button></form>
<a href="/lists">Về danh sách</a><img src="/static/mark.svg" alt="">
<p>Nông Thị Mùi</p></body></html>"""


def test_a_good_page_passes() -> None:
    assert inspect_html(GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ("<!DOCTYPE html>\n", "", "expected-doctype"),
        ("</p>", "</div>", "end-tag-too-early"),
        (' lang="vi"', "", "no lang"),
        ("<p>Nông", "<h1>Nông</h1><p>Nông", "2 h1"),
        ("<title>Danh", "<title>Bảng danh", "does not begin with the h1"),
        ("<p>Nông", '<p id="name">Nông', "is used 2 times"),
        ('<label for="name">', '<label for="nobody">', "points nowhere"),
        ('<label for="name">Họ và tên</label>', "", "has no label"),
        (">Về danh sách<", "><", "has no words"),
        (' alt=""', "", "has no alt"),
        ("<p>Nông", "<script>go()</script><p>Nông", "inline script"),
        ("<p>Nông", "<p style='color:red'>Nông", "inline attribute style"),
        ("<p>Nông", "<p onclick='go()'>Nông", "inline attribute onclick"),
        ("Nông Thị Mùi", "sinh None", "leftover text"),
        ("Nông Thị Mùi", "{{ worker.name }}", "leftover text"),
        ("Nông Thị Mùi", "%(count)s người", "leftover text"),
        ('href="/lists"', 'href="/lists/None"', "href='/lists/None'"),
        ('value="abc"', 'value=""', "without csrf_token"),
        ('src="/static/mark.svg"', 'src="https://cdn.example/mark.svg"', "leaves this host"),
        ('href="/lists"', 'href="javascript:go()"', "leaves this host"),
        ('href="/lists"', 'href="//elsewhere.example/"', "leaves this host"),
    ],
)
def test_each_fault_is_named(before: str, after: str, finding: str) -> None:
    assert before in GOOD
    assert any(finding in found for found in inspect_html(GOOD.replace(before, after, 1)))


def test_words_inside_code_and_text_areas_are_not_leftovers() -> None:
    page = GOOD.replace("Nông Thị Mùi", "<code>None</code>")
    assert inspect_html(page) == []


@pytest.fixture
def client() -> InspectingClient:
    app = Flask(__name__)
    app.test_client_class = InspectingClient
    app.add_url_rule("/good", "good", lambda: GOOD)
    app.add_url_rule("/bad", "bad", lambda: GOOD.replace("<h1>", "<h2>").replace("</h1>", "</h2>"))
    app.add_url_rule("/moved", "moved", lambda: ("<p>moved", 302, {"Location": "/bad"}))
    client = app.test_client()
    assert isinstance(client, InspectingClient)
    return client


def test_a_good_page_is_fetched_as_ever(client: InspectingClient) -> None:
    assert page_text(client.get("/good")).startswith("Danh sách Họ và tên")


def test_a_bad_page_fails_the_test_that_fetches_it(client: InspectingClient) -> None:
    with pytest.raises(AssertionError, match="0 h1"):
        client.get("/bad")


def test_the_page_behind_a_redirect_is_inspected_too(client: InspectingClient) -> None:
    client.get("/moved")
    with pytest.raises(AssertionError, match="GET /bad"):
        client.get("/moved", follow_redirects=True)


def test_the_inspection_can_be_switched_off(client: InspectingClient) -> None:
    client.inspecting = False
    assert client.get("/bad").status_code == 200
