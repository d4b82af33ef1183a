"""A stop mark at the gate: the officer on shift reads the instruction; a return goes its way."""

from datetime import timedelta

import pytest

from borderreg.db import write_on
from borderreg.domain.access import Role
from borderreg.domain.protection import CaseSource
from borderreg.domain.reasons import VerdictClass
from borderreg.services import protection, stop_marks
from tests.communes import make_actor
from tests.crossings import AT

INSTRUCTION = "Mời vào phòng riêng, gọi 0205 123 456"


@pytest.fixture
def marked(engine, work_list):
    guardian = make_actor(engine, "trieu.phay", Role.PROTECTION, "BAOHO")
    issued = work_list.issue(name="Triệu Mùi Phấy")

    def mark(effect):
        case_id = write_on(
            engine,
            protection.open_case,
            actor=guardian,
            source=CaseSource.TIP,
            summary="Nghi bị lừa đi làm xa",
            name="Triệu Mùi Phấy",
            first_task="Liên hệ gia đình",
            worker_id=issued.worker_id,
            at=AT,
        )
        write_on(
            engine,
            stop_marks.set_stop,
            actor=guardian,
            case_id=case_id,
            worker_id=issued.worker_id,
            effect=effect,
            instruction=INSTRUCTION,
            expires_at=AT + timedelta(days=10),
            at=AT,
        )
        return issued

    return mark


@pytest.mark.parametrize("effect", [VerdictClass.CHECK, VerdictClass.REFUSE])
def test_the_gate_does_as_the_mark_says_and_reads_its_instruction(device, marked, effect):
    issued = marked(effect)
    answer = device.verify(digits=issued.digits).json
    assert (answer["class"], answer["reasons"]) == (effect.value, ["stop_mark"])
    assert answer["instruction"] == INSTRUCTION
    assert "bị lừa" not in str(answer)


def test_a_person_without_a_mark_has_no_instruction(device, work_list):
    assert "instruction" not in device.verify(digits=work_list.issue().digits).json


def test_a_return_is_never_stopped_by_a_mark(device, work_list, marked):
    issued = marked(VerdictClass.REFUSE)
    answer = device.record("return", digits=issued.digits)
    assert answer["verdict"] == "accept"
