"""The components say what they must, in words and shapes, and come out as valid HTML."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import html5lib
import pytest
from flask import Flask, render_template_string

from borderreg.domain.lists import EntryStatus, ListKind, ListStatus
from borderreg.domain.reasons import Flag, Reason, VerdictClass
from borderreg.web.components import Pager, anchor, cell_text, cell_value, local_date, masked
from borderreg.web.words import TAGS
from tests.client import InspectingClient, words
from tests.web.galleries import make_gallery, rendering

Render = Callable[..., str]


@pytest.fixture
def app() -> Flask:
    return make_gallery()


@pytest.fixture
def client(app: Flask) -> InspectingClient:
    client = app.test_client()
    assert isinstance(client, InspectingClient)
    return client


@pytest.fixture
def render(app: Flask) -> Iterator[Render]:
    def render(source: str, **values: object) -> str:
        return render_template_string(source, **values)

    for _app in rendering(app):
        yield render


def test_the_gallery_is_a_good_page(client: InspectingClient) -> None:
    assert client.get("/_components").status_code == 200


@pytest.mark.parametrize("language", ["vi", "en", "zh"])
def test_the_gallery_says_its_language(language: str) -> None:
    assert f'<html lang="{language}"' in make_gallery(language).test_client().get("/_components").text


@pytest.mark.parametrize("code", [400, 403, 404, 409, 410, 413, 415, 429, 500, 503])
def test_each_error_page_says_what_to_do_and_gives_a_reference(client: InspectingClient, code: int) -> None:
    text = client.get(f"/errors/{code}").text
    assert "7K3M-9QXP" in text
    assert "Hãy" in text
    assert "Traceback" not in text


def test_a_page_in_trouble_asks_nothing_of_the_database(client: InspectingClient) -> None:
    assert "<form" not in client.get("/errors/503").text


@pytest.mark.parametrize("class_", list(VerdictClass))
def test_a_verdict_has_colour_word_and_shape(render: Render, class_: VerdictClass) -> None:
    html = render('{% from "components/verdict.html" import verdict %}{{ verdict(class_) }}', class_=class_)
    assert f"br-verdict--{class_}" in html
    assert "<svg" in html
    assert len(words(html5lib.parse(html, namespaceHTMLElements=False))) > 8


def test_a_return_is_never_shown_as_refused(render: Render) -> None:
    source = '{% from "components/verdict.html" import verdict %}{{ verdict("refuse", direction="return") }}'
    assert "br-verdict--check" in render(source)
    assert "br-verdict--refuse" not in render(source)


@pytest.mark.parametrize("code", list(Reason))
def test_each_reason_is_said_in_vietnamese_and_chinese(render: Render, code: Reason) -> None:
    html = render('{% from "components/verdict.html" import reason %}{{ reason(code) }}', code=code)
    assert 'lang="vi"' in html
    assert 'lang="zh"' in html


@pytest.mark.parametrize("code", list(Flag))
def test_each_flag_has_words(render: Render, code: Flag) -> None:
    assert render("{{ flag_of(code) }}", code=code)


@pytest.mark.parametrize(
    ("kind", "codes"), [("list", ListStatus), ("list_kind", ListKind), ("entry", EntryStatus)]
)
def test_each_stored_code_has_a_tag(kind: str, codes: type[ListStatus]) -> None:
    assert {str(code) for code in codes} <= set(TAGS[kind])


def test_tags_of_one_kind_are_told_apart_without_colour() -> None:
    for kind, tags in TAGS.items():
        looks = {str(tag.word): tag.shape for tag in tags.values()}
        assert len(looks) >= len({tag.shape for tag in tags.values()}), kind


def test_overdue_asks_for_help_and_is_never_red() -> None:
    assert TAGS["journey"]["overdue"].tone == "attention"


TABLE = '{% from "components/table.html" import data_table %}'
COLUMNS = [
    {"key": "name", "label": "Họ và tên", "sortable": True},
    {"key": "count", "label": "Lượt", "kind": "number", "sortable": True},
]


def test_a_sorted_column_says_so_and_offers_the_other_way(render: Render) -> None:
    html = render(
        TABLE + '{{ data_table("Người", columns, rows, sort="name") }}',
        columns=COLUMNS,
        rows=[("Vi Văn Páo", 1200)],
    )
    assert 'aria-sort="ascending"' in html
    assert "sort=name&amp;direction=desc" in html
    assert "page=2" not in html
    assert "1.200" in html


def test_a_row_links_from_its_first_cell(render: Render) -> None:
    rows = [{"name": "Triệu Mùi Phấy", "count": 2, "href": "/entries/7"}]
    html = render(TABLE + '{{ data_table("Người", columns, rows) }}', columns=COLUMNS, rows=rows)
    assert '<a class="govuk-link" href="/entries/7">Triệu Mùi Phấy</a>' in html


def test_names_are_escaped_in_every_cell(render: Render) -> None:
    rows = [("<script>alert(1)</script>", 1)]
    html = render(TABLE + '{{ data_table("Người", columns, rows) }}', columns=COLUMNS, rows=rows)
    assert "<script>" not in html


def test_an_empty_table_says_so(render: Render) -> None:
    html = render(TABLE + '{{ data_table("Người", columns, [], empty="Chưa có ai.") }}', columns=COLUMNS)
    assert "Chưa có ai." in html
    assert "<table" not in html


def test_a_plain_row_is_read_in_column_order_whatever_the_keys_are_called() -> None:
    assert cell_value(("Vi Văn Páo", 3), "count", 1) == 3
    assert cell_value({"count": 4}, "count", 0) == 4
    assert cell_value(Pager(2, 50, 120), "pages", 0) == 3


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (None, "text", "–"),
        ("", "date", "–"),
        (0, "number", "0"),
        (12345, "number", "12.345"),
        ("1979", "date", "1979"),
    ],
)
def test_a_cell_is_written_by_the_kind_of_its_column(
    app: Flask, value: object, kind: str, shown: str
) -> None:
    with app.test_request_context():
        assert cell_text(value, kind) == shown


def test_an_instant_is_shown_on_the_day_it_has_in_vietnam(app: Flask) -> None:
    with app.test_request_context():
        assert local_date(datetime(2026, 11, 21, 17, 30, tzinfo=UTC)) == "22/11/2026"
        assert local_date(date(1987, 9, 24)) == "24/09/1987"


def test_chinese_readers_see_the_year_first() -> None:
    with make_gallery("zh").test_request_context():
        assert local_date(date(2026, 11, 2)) == "2026-11-02"


def test_a_number_is_masked_but_for_its_end() -> None:
    assert masked("4821") == "••••••••4821"


def test_anchors_have_no_accents() -> None:
    assert anchor("Đang ở nước ngoài theo xã") == "dang-o-nuoc-ngoai-theo-xa"
    assert anchor("名单") != anchor("口岸")
    assert anchor("名单").startswith("x")


@pytest.mark.parametrize(
    ("page", "total", "near"),
    [
        (1, 0, [1]),
        (1, 120, [1, 2, 3]),
        (4, 1284, [1, None, 3, 4, 5, None, 26]),
        (26, 1284, [1, None, 25, 26]),
    ],
)
def test_pages_offer_the_ends_and_the_neighbours(page: int, total: int, near: list[int | None]) -> None:
    assert Pager(page=page, per_page=50, total=total).near() == near


def test_pages_count_rows_from_one() -> None:
    pager = Pager(page=26, per_page=50, total=1284)
    assert (pager.first, pager.last) == (1251, 1284)
    assert (Pager(1, 50, 0).first, Pager(1, 50, 0).last) == (0, 0)


def test_an_act_is_a_post_with_the_pages_token(render: Render) -> None:
    source = '{% from "components/confirm.html" import confirm_form %}{{ confirm_form("/x", "?", label) }}'
    html = render(source, label="Thu hồi")
    assert 'method="post"' in html
    assert 'name="csrf_token" value="' in html
