"""What a pack says for lane work: lists by head code, last days of papers, instructions by the code."""

import base64
import hashlib
import json
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from borderreg.db import write_on
from borderreg.domain.packs import DETAIL
from borderreg.domain.reasons import VerdictClass
from borderreg.models import StopMark, new_id
from borderreg.services.private_fields import seal
from tests.api.test_pack import b64, fetch, rows
from tests.crossings import AT

INSTRUCTION = "Mời vào phòng riêng, gọi 0205 123 456"


def test_each_row_says_its_list_its_place_there_and_the_last_day_of_the_paper(device, work_list):
    first = work_list.issue()
    second = work_list.issue(document_expires=date(2027, 1, 31))
    pack = fetch(device)
    found = list(rows(pack))
    data = b64(pack["details"])
    assert len(data) == 8 * len(found)
    details = {cti: DETAIL.unpack_from(data, 8 * place) for place, cti in enumerate(found)}
    assert details[first.cti] == (bytes(4), 1, (date(2030, 1, 1) - date(2020, 1, 1)).days)
    assert details[second.cti] == (bytes(4), 2, (date(2027, 1, 31) - date(2020, 1, 1)).days)


def test_a_marks_instruction_opens_with_the_code_of_that_person_alone(device, work_list, engine):
    marked, other = work_list.issue(name="Triệu Mùi Phấy"), work_list.issue()
    first = fetch(device)
    mark_id = new_id()
    mark = StopMark(
        id=mark_id, worker_id=marked.worker_id, effect=VerdictClass.CHECK.value,
        instruction=seal(INSTRUCTION, place="stop_marks.instruction", row_id=mark_id), created_by=None,
        created_at=AT, expires_at=AT.replace(year=2027), lifted_at=None,
    )  # fmt: skip
    write_on(engine, lambda session: session.add(mark))
    delta = fetch(device, first["cursor"])
    note = delta["notes"][marked.cti.hex()]
    assert (note["stop"], set(note)) == ("check", {"stop", "said"})
    assert "phòng riêng" not in json.dumps(delta, ensure_ascii=False)
    sealed = base64.urlsafe_b64decode(note["said"] + "=" * (-len(note["said"]) % 4))
    assert opened(sealed, marked.digits) == INSTRUCTION
    assert opened(sealed, other.digits) is None
    assert fetch(device)["notes"][marked.cti.hex()] == note


def opened(sealed: bytes, digits: str) -> str | None:
    """Open an instruction as a device does, from its description alone (docs/packs.md)."""
    purpose = b"borderreg/stop/1\n"
    key = hashlib.sha256(purpose + digits.encode()).digest()
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], purpose).rstrip(b"\0").decode()
    except InvalidTag:
        return None
