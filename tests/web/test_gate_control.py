"""The commander compares a workbook of the border guard's system on one page and writes what is missing."""

import io

from borderreg.domain.access import Role
from tests.client import page_text
from tests.crossings import CertifiedList, GateDevice, actor_of, make_user
from tests.services.test_control_imports import workbook
from tests.web.site import Site


def test_a_workbook_is_compared_and_then_written(site: Site) -> None:
    chief = actor_of(site.engine, make_user(site.engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI"))
    make_user(site.engine, "bienphong", Role.GATE_OFFICER, "HUUNGHI", "Vi Văn Páo")
    device = GateDevice.enrol(site.engine, site.app.test_client(), chief)
    device.sign_in("bienphong")
    device.record("departure", digits=CertifiedList(site.engine).issue().digits)
    site.clock.forward(hours=11)
    commander = site.logged_in(Role.GATE_COMMANDER)

    def send(data: bytes, name: str = "kiem-soat.xlsx"):  # type: ignore[no-untyped-def]
        commander.read_token("/gate/control")
        fields = {"csrf_token": commander.token, "gate": "HUUNGHI", "file": (io.BytesIO(data), name)}
        return commander.post("/gate/control", data=fields, content_type="multipart/form-data")

    assert "không có dòng tiêu đề" in page_text(send(b"a,b\n1,2\n", "a.csv"))
    assert send(b"MZ", "a.exe").status_code == 422
    preview = send(
        workbook((1, "C0050001", "22/11/2026 18:05", "Nhập"), (2, "Z9999999", "22/11/2026 18:06", "N"))
    )
    text = page_text(commander.get(preview.location))
    assert "lượt về chưa ghi: sẽ ghi" in text
    assert "không có trong danh sách nào" in text
    commander.read_token(preview.location)
    commander.submit(f"{preview.location}/write")
    assert "Đã ghi 1 lượt về." in page_text(commander.get(preview.location))
    commander.submit(f"{preview.location}/write")
    assert "đã được xử lý trước đó" in page_text(commander.get(preview.location))
    again = send(workbook((1, "C0050001", "22/11/2026 18:05", "Nhập")))
    assert "đã ghi" in page_text(commander.get(again.location))
    commander.read_token(again.location)
    assert commander.submit(f"{again.location}/discard").status_code == 302
    assert site.acts().count("control:written") == 1
