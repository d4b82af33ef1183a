"""Protection cases: kept in their compartment, under their key, with every look in their own log."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, inspect, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from borderreg.crypto import CannotDecrypt, vault
from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.errors import Conflict, NotFound, NotPermitted, Refused
from borderreg.domain.protection import CaseOutcome, CaseSource, LookReason, NoteKind
from borderreg.domain.reasons import VerdictClass
from borderreg.models import AuditRecord, ProtectionCase, ProtectionRecord, StopMark, new_id
from borderreg.reports.protection import case_file, case_lines
from borderreg.services import protection, stop_marks
from borderreg.services.protection_log import verify_log
from tests.communes import AT, make_actor
from tests.reports.world import make_world

DAY = timedelta(days=1)
STORY = "Gia đình mất liên lạc từ ngày 02/11, chủ giữ hộ chiếu"


@pytest.fixture
def guardian(engine: Engine) -> Actor:
    """A person of the compartment."""
    return make_actor(engine, "trieu.phay", Role.PROTECTION, "BAOHO")


@pytest.fixture
def worker(engine: Engine) -> UUID:
    """A worker of the register."""
    world = make_world(engine)
    return write_on(engine, lambda session: world.entry(session, name="Nông Thị Mùi")[1])


def opened(engine: Engine, guardian: Actor, worker: UUID | None = None, **changes: object) -> UUID:
    facts: dict[str, object] = {
        "source": CaseSource.OVERDUE,
        "summary": STORY,
        "name": "Nông Thị Mùi",
        "first_task": "Liên hệ gia đình",
        "worker_id": worker,
        "at": AT,
    }
    return write_on(engine, protection.open_case, actor=guardian, **{**facts, **changes})


def act(engine: Engine, use_case, guardian: Actor, **facts: object):
    return write_on(engine, use_case, actor=guardian, **{"at": AT, **facts})


def read(engine: Engine, case_id: UUID):
    with read_on(engine) as session:
        return case_file(session, case_id=case_id)


def test_a_new_case_has_a_number_its_person_and_a_first_task_in_two_days(engine, guardian, worker):
    case_id = opened(engine, guardian, worker)
    file = read(engine, case_id)
    assert file.line.code == "BH-2026-001"
    assert [person.worker_id for person in file.people] == [worker]
    assert [task.due_on for task in file.tasks] == [date(2026, 11, 24)]
    assert read(engine, opened(engine, guardian)).line.code == "BH-2026-002"


def test_the_same_form_sent_twice_opens_one_case(engine, guardian):
    case_id = new_id()
    assert opened(engine, guardian, case_id=case_id) == case_id
    assert opened(engine, guardian, case_id=case_id) == case_id
    with read_on(engine) as session:
        assert len(case_lines(session, closed=False)) == 1


def test_no_text_of_a_case_is_readable_in_the_database(engine, guardian, worker):
    case_id = opened(engine, guardian, worker)
    act(engine, protection.add_note, guardian, case_id=case_id, kind=NoteKind.FAMILY, text="Mẹ: 0912 345 678")
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            if table.startswith(("protection_", "audit_")):
                rows = connection.execute(text(f"SELECT * FROM {table}")).all()
                said = repr(rows)
                for secret in (STORY, "Nông Thị Mùi", "0912 345 678", "Liên hệ gia đình"):
                    assert secret not in said, table


def test_a_text_of_a_case_opens_with_the_compartments_key_only(engine, guardian):
    case_id = opened(engine, guardian)
    summary = read(engine, case_id).summary
    assert protection.open_text(summary.stored, column=summary.column, row_id=summary.row_id) == STORY
    with pytest.raises(CannotDecrypt):
        vault().fields.decrypt(summary.stored, bound_to=f"{summary.column}:{summary.row_id}")
    with pytest.raises(CannotDecrypt):
        protection.open_text(summary.stored, column=summary.column, row_id=new_id())


def test_no_audit_chain_that_others_read_names_a_case(engine, guardian, worker):
    def records() -> int:
        with read_on(engine) as session:
            return len(session.scalars(select(AuditRecord)).all())

    before = records()
    case_id = opened(engine, guardian, worker)
    act(engine, protection.log_look, guardian, case_id=case_id, reason=LookReason.FAMILY)
    assert records() == before


def test_every_look_is_logged_with_its_reason_and_the_log_is_chained(engine, guardian):
    case_id = opened(engine, guardian)
    act(engine, protection.log_look, guardian, case_id=case_id, reason=LookReason.FAMILY)
    looked = read(engine, case_id).log[0]
    assert (looked.act, '"reason":"family"' in looked.payload) == ("looked", True)
    with read_on(engine) as session:
        records, bad = verify_log(session)
    assert (records, bad) == (4, None)


def test_an_altered_or_cut_log_is_found(engine, guardian):
    opened(engine, guardian)
    with pytest.raises(DBAPIError):
        write_on(engine, lambda session: session.execute(update(ProtectionRecord).values(act="looked")))

    def cut(session: Session) -> None:
        if engine.dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER protection_records_no_delete"))
        else:
            session.execute(text("ALTER TABLE protection_records DISABLE TRIGGER USER"))
        session.execute(text("DELETE FROM protection_records WHERE seq = 3"))

    write_on(engine, cut)
    with read_on(engine) as session:
        assert verify_log(session) == (3, 3)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PROTECTION, Role.OPERATOR)])
def test_no_other_role_opens_reads_or_changes_a_case(engine, guardian, role):
    from tests.web.site import PEOPLE

    case_id = opened(engine, guardian)
    other = make_actor(engine, f"khac_{role}", role, PEOPLE[role][2])
    for use_case, facts in (
        (protection.log_look, {"reason": LookReason.WORK}),
        (protection.add_note, {"kind": NoteKind.NOTE, "text": "xem trộm"}),
        (protection.add_task, {"text": "xem trộm", "due_on": AT.date()}),
        (protection.reopen_case, {}),
    ):
        with pytest.raises(NotPermitted):
            act(engine, use_case, other, case_id=case_id, **facts)
    with pytest.raises(NotPermitted):
        opened(engine, other)


def test_a_task_is_done_once(engine, guardian):
    case_id = opened(engine, guardian)
    task = read(engine, case_id).tasks[0].id
    for at in (AT + DAY, AT + 2 * DAY):
        act(engine, protection.finish_task, guardian, case_id=case_id, task_id=task, at=at)
    assert read(engine, case_id).tasks[0].done_at == AT + DAY
    with pytest.raises(NotFound):
        act(engine, protection.finish_task, guardian, case_id=opened(engine, guardian), task_id=task)


def test_a_closed_case_is_opened_again_before_anything_is_added(engine, guardian):
    case_id = opened(engine, guardian)
    version = read(engine, case_id).version
    act(
        engine,
        protection.close_case,
        guardian,
        case_id=case_id,
        version=version,
        outcome=CaseOutcome.RETURNED,
    )
    with pytest.raises(Refused):
        act(engine, protection.add_note, guardian, case_id=case_id, kind=NoteKind.NOTE, text="thêm sau")
    with read_on(engine) as session:
        assert [line.outcome for line in case_lines(session, closed=True)] == ["returned"]
    act(engine, protection.reopen_case, guardian, case_id=case_id)
    act(engine, protection.add_note, guardian, case_id=case_id, kind=NoteKind.NOTE, text="thêm sau")


def test_a_colleagues_change_in_between_is_told(engine, guardian):
    case_id = opened(engine, guardian)
    with pytest.raises(Conflict):
        act(
            engine, protection.close_case, guardian, case_id=case_id, version=99, outcome=CaseOutcome.RETURNED
        )


def test_a_mark_at_the_gates_names_no_case_and_must_be_lifted_before_the_case_closes(
    engine, guardian, worker
):
    case_id = opened(engine, guardian, worker)
    facts = {
        "worker_id": worker,
        "effect": VerdictClass.CHECK,
        "instruction": "Mời vào phòng riêng, gọi 0205 123 456",
        "expires_at": AT + 30 * DAY,
    }
    stop = act(engine, stop_marks.set_stop, guardian, case_id=case_id, **facts)
    with read_on(engine) as session:
        mark = session.get_one(StopMark, stop)
        assert stop_marks.instructions(session, stop_ids=(stop,)) == (facts["instruction"],)
        assert str(case_id) not in repr(mark.__dict__)
    version = read(engine, case_id).version
    with pytest.raises(Refused) as refused:
        act(
            engine,
            protection.close_case,
            guardian,
            case_id=case_id,
            version=version,
            outcome=CaseOutcome.RETURNED,
        )
    assert refused.value.code == "stop_mark_stands"
    for _ in range(2):
        act(engine, stop_marks.lift_stop, guardian, case_id=case_id, stop_id=stop)
    act(
        engine,
        protection.close_case,
        guardian,
        case_id=case_id,
        version=version,
        outcome=CaseOutcome.RETURNED,
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"expires_at": AT}, "expiry"),
        ({"expires_at": AT + 181 * DAY}, "expiry"),
        ({"instruction": " "}, "instruction"),
        ({"effect": VerdictClass.ACCEPT}, "effect"),
    ],
)
def test_a_mark_without_an_end_or_an_instruction_is_refused(engine, guardian, worker, change, code):
    case_id = opened(engine, guardian, worker)
    facts = {
        "worker_id": worker,
        "effect": VerdictClass.CHECK,
        "instruction": "Mời vào phòng riêng",
        "expires_at": AT + DAY,
    }
    with pytest.raises(Refused) as refused:
        act(engine, stop_marks.set_stop, guardian, case_id=case_id, **(facts | change))
    assert refused.value.code == code


def test_a_mark_is_only_for_a_person_of_the_case(engine, guardian, worker):
    case_id = opened(engine, guardian)
    with pytest.raises(NotFound):
        act(
            engine,
            stop_marks.set_stop,
            guardian,
            case_id=case_id,
            worker_id=worker,
            effect=VerdictClass.CHECK,
            instruction="Mời vào phòng riêng",
            expires_at=AT + DAY,
        )
    with read_on(engine) as session:
        assert session.scalars(select(ProtectionCase)).one().id == case_id
