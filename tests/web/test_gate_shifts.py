"""The commander's desk: shift reports beside the log, the own PIN, and files of phones without a network."""

import io
import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from borderreg.crypto.exchange import seal_to_point
from borderreg.db import read_on
from borderreg.domain.access import Role
from borderreg.domain.gate_pins import PinVerifier, fits
from borderreg.ls1 import read_key_list
from borderreg.models import Event, GatePin
from tests.api.test_shift_work import open_box, report, send_report, unb64
from tests.api.test_unsent import saved
from tests.client import page_text
from tests.crossings import CertifiedList, GateDevice, actor_of, jwk, make_user
from tests.web.site import Site


@pytest.fixture
def engine(site: Site):
    return site.engine


@pytest.fixture
def app(site: Site):
    return site.app


@pytest.fixture
def commander(site: Site):
    return site.logged_in(Role.GATE_COMMANDER)


@pytest.fixture
def device(site: Site, engine, app):
    chief = actor_of(engine, make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình"))
    make_user(engine, "bienphong", Role.GATE_OFFICER, "HUUNGHI", "Vi Văn Páo")
    found = GateDevice.enrol(engine, app.test_client(), chief)
    assert found.sign_in("bienphong").status_code == 201
    return found


def brought(commander, address, content):
    """Bring a file to a page."""
    commander.read_token(address)
    upload = (io.BytesIO(json.dumps(content).encode()), "tep.json")
    data = {"csrf_token": commander.token, "file": upload}
    target = "/gate/files/enrol" if address == "/gate/files" else address
    return commander.post(target, data=data, content_type="multipart/form-data")


def test_the_commander_compares_prints_and_signs_a_shift(site, engine, commander, device):
    officer = actor_of(engine, site.user_id("bienphong"))
    event = device.event("departure", digits=CertifiedList(engine).issue().digits)
    body = report(device, officer, returns=0, attempts=0, reasons={"expired": 0}, annulments=0, unsent=1)
    assert send_report(device, body).status_code == 200
    assert "Vi Văn Páo" in page_text(commander.get("/gate/shifts"))
    address = f"/gate/shifts/{body['id']}"
    assert "Máy và máy chủ đếm khác nhau" in page_text(commander.get(address))
    device.send(event, live=False)
    page = page_text(commander.get(address))
    assert "khác nhau" not in page
    assert "Lượt xuất cảnh11" in page
    assert "Tuổi dữ liệu trên máy theo giờ" in page
    commander.read_token(address)
    commander.submit(f"{address}/sign", note="Đã nhận đủ phiếu")
    assert "Đã nhận đủ phiếu" in page_text(commander.get(address))
    assert "khớp chỉ huy đã ký" in page_text(commander.get("/gate/shifts"))
    assert site.acts().count("shift:signed_off") == 1


def test_a_pin_is_set_at_the_desk_after_the_password(site, engine, commander):
    commander.read_token("/gate/shifts/pin")
    weak = commander.submit("/gate/shifts/pin", pin="123456", again="123456")
    assert "quá dễ đoán" in page_text(weak)
    assert "không giống nhau" in page_text(commander.submit("/gate/shifts/pin", pin="730264", again="730265"))
    assert commander.submit("/gate/shifts/pin", pin="730264", again="730264").status_code == 302
    with read_on(engine) as session:
        (pin,) = session.scalars(select(GatePin)).all()
    assert fits("730264", PinVerifier(pin.salt, pin.iterations, pin.verifier))
    site.clock.forward(minutes=6)
    assert commander.get("/gate/shifts/pin").status_code == 302  # the password is asked for again


def test_a_file_of_unsent_events_is_brought_to_the_desk_twice(site, engine, commander, device):
    event = device.event("return", digits=CertifiedList(engine).issue().digits)
    file = saved(device, event)
    shift = json.dumps(report(device, actor_of(engine, site.user_id("bienphong")), unsent=1))
    file["reports"] = [{"body": shift, "signature": device.sign(shift.encode())}]
    first = page_text(brought(commander, "/gate/files/unsent", file))
    assert "Lượt mới được ghi: 1" in first
    assert "Lượt đã có từ trước: 1" in page_text(brought(commander, "/gate/files/unsent", file))
    assert "Vi Văn Páo" in page_text(commander.get("/gate/shifts"))
    assert "không phải tệp" in page_text(brought(commander, "/gate/files/unsent", {"format": "other"}))
    forged = file | {"batches": [file["batches"][0] | {"signature": "AAAA"}]}
    assert "không mang chữ ký" in page_text(brought(commander, "/gate/files/unsent", forged))
    with read_on(engine) as session:
        assert len(session.scalars(select(Event)).all()) == 1


def test_a_commander_brings_no_files_of_another_posts_phones(site, engine, device):
    event = device.event("return", digits=CertifiedList(engine).issue().digits)
    other = site.logged_in(Role.GATE_COMMANDER, at_organisation="CHIMA", username="sang.lyvan")
    assert "không thuộc các cửa khẩu" in page_text(brought(other, "/gate/files/unsent", saved(device, event)))
    other.read_token("/gate/files")
    assert other.submit(f"/gate/files/pack/{device.device_id}").status_code == 404


def test_a_phone_without_a_network_is_enrolled_and_fed_by_files(engine, commander, app):
    work_list = CertifiedList(engine)
    issued = work_list.issue()
    commander.read_token("/gate/files")
    invite = json.loads(commander.submit("/gate/files/invite", gate="HUUNGHI").text)
    signing, exchange = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    asked = json.dumps(
        {"token": invite["token"], "public_key": jwk(signing), "exchange_key": jwk(exchange), "name": "Máy 7"}
    )
    request = {
        "format": "borderreg/enrol/1",
        "body": asked,
        "signature": GateDevice(app.test_client(), signing, None, "").sign(asked.encode()),
    }
    assert brought(commander, "/gate/files", request | {"signature": "AAAA"}).status_code == 422
    answer = json.loads(brought(commander, "/gate/files", request).text)
    enrolled = open_box(exchange, answer["box"], "borderreg/enrolled/1")
    assert enrolled["gate"] == "HUUNGHI"
    assert "đã dùng hoặc quá 15 phút" in page_text(brought(commander, "/gate/files", request))

    commander.read_token("/gate/files")
    file = json.loads(commander.submit(f"/gate/files/pack/{enrolled['device_id']}").text)
    pack = open_box(exchange, file["box"], f"borderreg/pack-file/1 {enrolled['device_id']}")
    assert issued.cti in unb64(pack["rows"])
    keys = json.loads(commander.get("/gate/files/keys").text)
    assert read_key_list(keys, root_public=unb64(enrolled["root_public_key"]))
    device = GateDevice(app.test_client(), signing, enrolled["device_id"], enrolled["api_token"])
    assert device.client.get("/api/v1/pack", headers=device.headers()).status_code == 200


def test_a_box_opens_only_as_what_it_was_made_for() -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    numbers = private.public_key().public_numbers()
    point = b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")
    box = seal_to_point(point, b'"mot"', bound_to="one")
    assert open_box(private, box, "one") == "mot"
    with pytest.raises(InvalidTag):
        open_box(private, box, "another")
