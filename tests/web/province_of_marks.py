"""Two communes and two gates full of names that occur nowhere else: what is planted here must not travel."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.control_rows import ControlRow, ControlSheet
from borderreg.domain.debriefs import Answer, Debrief, Question
from borderreg.domain.protection import CaseSource, LookReason, NoteKind
from borderreg.domain.reasons import VerdictClass
from borderreg.domain.tips import Topic
from borderreg.models import (
    CommuneNotice,
    County,
    Device,
    Employer,
    Entry,
    Gate,
    Passkey,
    ProtectionDebrief,
    ProtectionTip,
    ProtectionTipPicture,
    SavedView,
    ShiftReport,
    User,
    new_id,
)
from borderreg.services import notices, protection, sessions, stop_marks, tip_desk
from borderreg.services.certification import certify_list
from borderreg.services.closures import add_closure
from borderreg.services.control_imports import keep_control
from borderreg.services.corrections import propose_correction
from borderreg.services.debriefs import give_debrief
from borderreg.services.list_reading import read_list
from borderreg.services.lists import create_list, remove_row
from borderreg.services.named_teams import save_team
from borderreg.services.tips import leave_tip
from borderreg.services.travel_documents import list_papers
from tests.communes import AT, Desk, make_actor
from tests.imports import grid_of, line, table
from tests.reports.world import NOW, World, make_world
from tests.web.month_of_marks import plant_month
from tests.web.site import PEOPLE

ONE, OTHER = "06184", "06187"
POST, OTHER_POST = "HUUNGHI", "CHIMA"
NOBODY = UUID(int=0)

# what only the people of a commune, the office and protection may ever see
MARKS = {
    ONE: ("Đánhdấu", "Kínđáo", "Nàbímật", "0911999", "Mậtsáu"),
    OTHER: ("Ghinhớ", "Riêngtư", "Nàkhuấtlấp", "0922888", "Lặngthinh"),
}


@dataclass
class Owned:
    """The objects of one commune and of one post, by what an address calls them."""

    draft: UUID
    submitted: UUID
    submitted_row: UUID
    correction: UUID
    certified: UUID
    draft_row: UUID
    removed_row: UUID
    certified_row: UUID
    worker: UUID
    document: UUID
    notice: UUID
    device: UUID
    gate: str
    grid: UUID
    closure: UUID
    team: UUID
    shift: UUID
    control: UUID
    month: dict[str, Any]


SECRET = ("Bítmậttên", "chuyệnkínđáo", "việcngầm", "ghichépkín", "hướngdẫnriêng", "tinkínbáo", "lờikểriêng")
"""Words of a protection case, a tip and answers on return: nobody but protection may ever see one."""


@dataclass
class PlantedCase:
    """A protection case with a task and a mark at the gates."""

    id: UUID
    task: UUID
    stop: UUID
    tip: UUID
    picture: UUID
    debrief: UUID


@dataclass
class Province:
    """Both communes' objects, a contradiction, a user, and an open session of each role."""

    engine: Engine
    owned: dict[str, Owned]
    contradiction: UUID
    user: UUID
    tokens: dict[tuple[Role, str], str]
    spare_sessions: dict[Role, UUID]
    case: PlantedCase
    employer: UUID
    county: str
    spare_passkeys: dict[Role, UUID]
    views: dict[Role, UUID]


def plant(engine: Engine) -> Province:
    """Fill a database: lists in every state, workers, crossings, devices, users, sessions."""
    world = make_world(engine)
    owned = {
        ONE: _commune(engine, world, ONE, POST, 0),
        OTHER: _commune(engine, world, OTHER, OTHER_POST, 40),
    }
    for code, other in ((ONE, OTHER), (OTHER, ONE)):
        owned[code].notice = write_on(engine, _tell, owned[code].certified_row, owned[other].certified_row)
    contradiction = write_on(engine, _contradict, world)
    world.project()
    tokens: dict[tuple[Role, str], str] = {}
    spare: dict[Role, UUID] = {}
    spare_passkeys: dict[Role, UUID] = {}
    views: dict[Role, UUID] = {}
    for role, (username, _, code) in PEOPLE.items():
        user_id = make_actor(engine, username, role, code).user_id
        assert user_id is not None
        tokens[role, code] = write_on(engine, sessions.open_session, user_id=user_id, at=AT)
        spare[role] = write_on(engine, _spare_session, user_id)
        spare_passkeys[role] = write_on(engine, _spare_passkey, user_id)
        views[role] = write_on(engine, _view, user_id, world.organisations[code])
    for role in (Role.COMMUNE_OFFICER, Role.COMMUNE_CHIEF):
        user_id = make_actor(engine, f"khac.{role}", role, OTHER).user_id
        assert user_id is not None
        tokens[role, OTHER] = write_on(engine, sessions.open_session, user_id=user_id, at=AT)
    user = make_actor(engine, "hua.vanmoi", Role.AUDITOR, "KIEMTRA").user_id
    assert user is not None
    case = write_on(engine, _case, owned[ONE].worker)
    with read_on(engine) as session:
        employer = session.scalars(select(Employer.id).where(Employer.name_vi == MARKS[ONE][4])).one()
        county = str(session.scalars(select(County.id).where(County.code == "451423")).one())
    return Province(
        engine, owned, contradiction, user, tokens, spare, case, employer, county, spare_passkeys, views
    )


def _view(session: Session, user_id: UUID, organisation_id: UUID) -> UUID:
    """Keep a cross table that is somebody's own."""
    view = SavedView(user_id=user_id, organisation_id=organisation_id, name="Bảng riêng", address={})
    view.shared, view.created_at = False, AT
    session.add(view)
    session.flush()
    return view.id


def _commune(engine: Engine, world: World, code: str, gate: str, first: int) -> Owned:
    desk = Desk.open(engine, code)
    name, title, hamlet, phone, employer = MARKS[code]
    row = {
        "name": f"Nông Thị {name}",
        "hamlet": f"Thôn {hamlet}",
        "phone": f"{phone}123",
        "employer": employer,
    }
    draft = desk.filled(3, first=first, **row)
    titled = desk.write(create_list, title=f"Đợt {title}")
    assert titled
    version = desk.read(read_list, list_id=draft).head.version
    rows = _rows(engine, draft)
    desk.write(remove_row, list_id=draft, entry_id=rows[2], version=version)
    submitted = desk.submitted(1, first=first + 10, **row)
    submitted_row = _rows(engine, submitted)[0]
    corrected = desk.draft(first + 10, **row, job="Bốc xếp")
    proposal = {"list_id": submitted, "entry_id": submitted_row, "draft": corrected}
    correction = desk.write(propose_correction, actor=desk.chief, **proposal)
    certified = desk.submitted(2, first=first + 20, **row)
    desk.write(certify_list, actor=desk.chief, list_id=certified)
    write_on(engine, _cross, world, code, gate, f"Vi Văn {name}")
    device = write_on(engine, _device, gate)
    worker = _worker(engine, _rows(engine, certified)[0])
    month = plant_month(engine, desk, code=code, worker=worker, mark=name, phone=phone)
    return Owned(
        month=month,
        closure=_closure(engine, gate),
        team=desk.write(save_team, name=f"Tổ {title}", list_id=certified),
        shift=write_on(engine, _shift, device, gate),
        control=write_on(engine, _control, gate),
        draft=draft,
        submitted=submitted,
        submitted_row=submitted_row,
        correction=correction,
        certified=certified,
        draft_row=rows[0],
        removed_row=rows[2],
        certified_row=_rows(engine, certified)[0],
        worker=worker,
        document=desk.read(list_papers, worker_id=worker)[0].document_id,
        notice=NOBODY,
        device=device,
        gate=gate,
        grid=grid_of(desk, table(line(first + 5, **row), line(first + 6, **row, birth="sáng mai"))).id,
    )


def _shift(session: Session, device: UUID, gate: str) -> UUID:
    """Keep the report of a shift without a single crossing."""
    said = {"first_seq": 1, "last_seq": 0, "signed": "none", "crossing_point": ""}
    report = ShiftReport(
        id=new_id(),
        device_id=device,
        gate_code=gate,
        started_at=AT - timedelta(hours=8),
        ended_at=AT,
        offline=True,
        first_seq=1,
        last_seq=0,
        said=said,
        body_hash=bytes(32),
        received_at=AT,
    )
    session.add(report)
    session.flush()
    return report.id


def _control(session: Session, gate: str) -> UUID:
    """Keep a workbook of the border guard's own system that is being compared."""
    post = session.scalars(select(Gate).where(Gate.code == gate)).one()
    role = Role.GATE_COMMANDER
    someone = session.scalars(select(User.id)).first()
    commander = Actor(someone, "thang.hoangvan", "Hoàng Văn Thắng", role, post.post_id, gate)
    sheet = ControlSheet((ControlRow(2, "C9999999", AT, "return"),), ())
    facts = {"gate_code": gate, "sheet": sheet, "sha256": bytes(32), "at": AT}
    return keep_control(session, actor=commander, **facts)


def _tell(session: Session, told_of: UUID, other: UUID) -> UUID:
    """Tell a commune that another one's list names one of its people."""
    notices.tell_communes(session, tellings=[notices.Telling(notices.DECIDED, told_of, other)], at=AT)
    return session.scalars(select(CommuneNotice.id).where(CommuneNotice.entry_id == told_of)).one()


def _closure(engine: Engine, gate: str) -> UUID:
    office = make_actor(engine, f"dong.{gate.lower()}", Role.FOREIGN_AFFAIRS, "SNGV")
    notice = {"starts_at": AT, "ends_at": AT + timedelta(hours=2), "source_document": "Công văn 1204"}
    return write_on(engine, add_closure, actor=office, gate_code=gate, at=AT, **notice)


def _rows(engine: Engine, list_id: UUID) -> list[UUID]:
    with read_on(engine) as session:
        return list(session.scalars(select(Entry.id).where(Entry.list_id == list_id).order_by(Entry.row)))


def _worker(engine: Engine, entry_id: UUID) -> UUID:
    with read_on(engine) as session:
        return session.get_one(Entry, entry_id).worker_id


def _cross(session: Session, world: World, code: str, gate: str, name: str) -> None:
    number = 90 + len(world.lists)
    world.work_list(session, code, number=number, list_no=f"{number}/2026")
    entry, worker = world.entry(session, commune=code, name=name)
    world.event(
        session, "departure", entry=entry, worker=worker, gate_code=gate, occurred_at=NOW - timedelta(days=2)
    )
    entry, worker = world.entry(session, commune=code, name=name)
    world.event(
        session, "attempt", entry=entry, worker=worker, gate_code=gate, verdict="refuse", reasons=["expired"]
    )


def _contradict(session: Session, world: World) -> UUID:
    entry, worker = world.entry(session, commune=ONE, name=f"Lý A {MARKS[ONE][0]}")
    world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - timedelta(days=5))
    return world.event(session, "departure", entry=entry, worker=worker, occurred_at=NOW - timedelta(days=4))


def _device(session: Session, gate: str) -> UUID:
    device = Device(
        id=new_id(), gate_code=gate, name=f"Máy {gate}", public_key=b"\x04", token_hash=new_id().bytes,
        app_version="1.0", enrolled_at=AT,
    )  # fmt: skip
    session.add(device)
    session.flush()
    return device.id


def _case(session: Session, worker: UUID) -> PlantedCase:
    name, summary, task, note, instruction, tip, words = SECRET
    username, real_name, code = PEOPLE[Role.PROTECTION]
    user = session.scalars(select(User).where(User.username == username)).one()
    actor = Actor(user.id, username, real_name, Role.PROTECTION, user.organisation_id, code)
    case_id = protection.open_case(
        session,
        actor=actor,
        source=CaseSource.OVERDUE,
        summary=summary,
        name=name,
        first_task=task,
        worker_id=worker,
        at=AT,
    )
    protection.add_note(session, actor=actor, case_id=case_id, kind=NoteKind.FAMILY, text=note, at=AT)
    task_id = protection.add_task(session, actor=actor, case_id=case_id, text=task, due_on=AT.date(), at=AT)
    stop_id = stop_marks.set_stop(
        session,
        actor=actor,
        case_id=case_id,
        worker_id=worker,
        effect=VerdictClass.CHECK,
        instruction=instruction,
        expires_at=AT + timedelta(days=30),
        at=AT,
    )
    return PlantedCase(case_id, task_id, stop_id, *_told(session, actor, tip, words))


def _told(session: Session, actor: Actor, tip: str, words: str) -> tuple[UUID, UUID, UUID]:
    """Leave a tip with a picture and answers that call for help; somebody has looked at both."""
    facts = {"topic": Topic.LURED, "text": f"{tip} ở bản", "pictures": (b"jpeg",), "language": "vi"}
    leave_tip(session, form_id=uuid4(), at=AT, **facts)
    debrief = Debrief({Question.PAID: Answer.BAD}, needs_help=True, words=words)
    give_debrief(session, form_id=uuid4(), debrief=debrief, at=AT)
    tip_id = session.scalars(select(ProtectionTip.id)).one()
    debrief_id = session.scalars(select(ProtectionDebrief.id)).one()
    look = {"actor": actor, "reason": LookReason.WORK, "at": AT}
    tip_desk.log_tip_look(session, tip_id=tip_id, **look)
    tip_desk.log_debrief_look(session, debrief_id=debrief_id, **look)
    return tip_id, session.scalars(select(ProtectionTipPicture.id)).one(), debrief_id


def _spare_session(session: Session, user_id: UUID) -> UUID:
    token = sessions.open_session(session, user_id=user_id, at=AT)
    found = sessions.find_session(session, token=token, at=AT)
    assert found is not None
    return found.id


def _spare_passkey(session: Session, user_id: UUID) -> UUID:
    passkey = Passkey(
        id=new_id(),
        user_id=user_id,
        name="Khoá để gỡ",
        credential_id=user_id.bytes,
        public_key=b"",
        sign_count=0,
        synced=False,
        created_at=AT,
    )
    session.add(passkey)
    session.flush()
    return passkey.id
