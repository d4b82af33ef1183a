"""The gate's desk keys a sheet in: one page, times inherited, what is recorded shown beside it."""

import pytest

from borderreg.domain.access import Role
from tests.client import page_text
from tests.crossings import CertifiedList
from tests.web.site import Site


@pytest.fixture
def desk(site: Site):
    return site.logged_in(Role.GATE_OFFICER)


def test_a_sheet_is_keyed_in_with_three_ticks_and_one_time(site, desk):
    work_list = CertifiedList(site.engine)
    people = [work_list.issue(name=name) for name in ("Nông Thị Mùi", "Vi Văn Páo", "Triệu Mùi Phấy")]
    desk.read_token("/gate/paper")
    assert "Danh sách 05/2026" in page_text(desk.submit("/gate/paper", text="05/2026"))
    assert "Không tìm thấy" in page_text(desk.submit("/gate/paper", text="77/2026"))
    pdf = desk.submit(f"/gate/paper/{work_list.list_id}/print", days="5")
    assert pdf.data.startswith(b"%PDF")
    assert desk.submit(f"/gate/paper/{work_list.list_id}/print", days="9").status_code == 400

    address = f"/gate/paper/{work_list.list_id}"
    assert "Triệu Mùi Phấy" in page_text(desk.get(address))
    boxes = {name: "" for one in people for name in (f"D-{one.entry_id}", f"R-{one.entry_id}")}
    ticks = {f"d-{one.entry_id}": "1" for one in people}
    sheet = {"gate": "HUUNGHI", "day": "21/11/2026", **boxes, **ticks}
    assert "Chưa có giờ" in page_text(desk.submit(address, **sheet))
    assert "Chưa đánh dấu ai" in page_text(desk.submit(address, gate="HUUNGHI", day="21/11/2026"))
    late = f"D-{people[1].entry_id}"
    keyed = desk.submit(address, **(sheet | {"first-departure": "0705", late: "7:20"}))
    assert "Mới ghi 3 lượt, đã có từ trước 0 lượt" in page_text(keyed)
    again = desk.submit(address, **(sheet | {"first-departure": "0705", late: "7:20"}))
    assert "Mới ghi 0 lượt, đã có từ trước 3 lượt" in page_text(again)
    shown = page_text(desk.submit(address, show="1", **sheet))
    assert "Đi 07:05 (giấy)" in shown
    assert shown.count("Đi 07:20 (giấy)") == 2
    acts = site.acts()
    assert acts.count("paper:printed") == 1
    assert acts.count("paper:keyed") == 2
    assert "paper:opened" in acts


def test_a_keyed_passage_is_taken_back(site, desk):
    work_list = CertifiedList(site.engine)
    person = work_list.issue()
    address = f"/gate/paper/{work_list.list_id}"
    desk.read_token(address)
    sheet = {
        "gate": "HUUNGHI",
        "day": "21/11/2026",
        f"d-{person.entry_id}": "1",
        f"D-{person.entry_id}": "7:05",
    }
    keyed = desk.submit(address, **sheet).text
    event = keyed.split('name="event" value="')[1].split('"')[0]
    assert "Đã huỷ lượt" in page_text(desk.get(desk.submit("/gate/paper/take-back", event=event).location))
    assert desk.submit("/gate/paper/take-back", event="x").status_code == 400
    assert "(giấy)" not in page_text(desk.submit(address, show="1", **sheet))
