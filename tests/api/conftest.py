"""A gate with its people and devices."""

import pytest

from borderreg.domain.access import Role
from tests.crossings import CertifiedList, GateDevice, actor_of, make_user


@pytest.fixture
def commander(engine):
    return actor_of(engine, make_user(engine, "chihuy", Role.GATE_COMMANDER, "HUUNGHI", "Lương Văn Bình"))


@pytest.fixture
def officer(engine):
    return actor_of(engine, make_user(engine, "bienphong", Role.GATE_OFFICER, "HUUNGHI", "Vi Văn Páo"))


@pytest.fixture
def device(engine, client, commander, officer):
    device = GateDevice.enrol(engine, client, commander)
    assert device.sign_in("bienphong").status_code == 201
    return device


@pytest.fixture
def dong_dang(engine, client, commander, officer):
    device = GateDevice.enrol(engine, client, commander, gate="DONGDANG")
    assert device.sign_in("bienphong").status_code == 201
    return device


@pytest.fixture
def work_list(engine):
    return CertifiedList(engine)
