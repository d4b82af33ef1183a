"""The demo's month: families visited, people known abroad, pledges, outreach, reports sent and one late."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor
from borderreg.domain.ad_hoc import AskedColumn, CellKind
from borderreg.domain.known_abroad import Ending
from borderreg.domain.monthly import Window
from borderreg.domain.outreach import CaseKind, Offer, OutreachKind
from borderreg.domain.periods import local_day, start_of_day
from borderreg.domain.pledges import pledge_year
from borderreg.domain.visits import VisitKind, VisitResult
from borderreg.models import new_id
from borderreg.reports.my_people import Tab, my_people
from borderreg.services import known_abroad, outreach, pledges
from borderreg.services.demo.cast import COMMUNES, Cast
from borderreg.services.monthly_reports import calendar_of, joined_by, read_month, save_draft, send_report
from borderreg.services.report_requests import make_request, remind
from borderreg.services.visits import VisitDraft, record_visit

HOME = COMMUNES[0].code
SILENT = frozenset(commune.code for commune in COMMUNES[-2:])
"""Communes that have not sent their last report."""
TOLD = (
    (VisitResult.WORKING, "Vẫn làm ở xưởng, cuối tháng mới về"),
    (VisitResult.NEEDS_HELP, "Chủ giữ hộ chiếu, nợ lương hai tháng"),
    (VisitResult.RETURNED, "Về hôm trước, đi bằng xe của xưởng, quên đưa phiếu"),
    (VisitResult.NO_CONTACT, ""),
    (VisitResult.COMING, "Đã mua vé xe"),
)
KNOWN = (
    (
        "Đặng Mùi Nhậy",
        1994,
        "F",
        "Khu Dây Thép",
        "Quảng Châu",
        -14,
        "Đặng Văn Lìn",
        "anh trai",
        "0912 345 010",
    ),
    ("Bế Văn Đạt", 1988, "M", "Khu Ga", "Nam Ninh", -8, "Hứa Thị Phin", "vợ", "0912 345 011"),
    ("Triệu Sùn Phú", 2001, "M", "Thôn Còn Kẹp", "", -3, "Triệu Mùi Sảy", "mẹ", "0912 345 012"),
    ("Lâm Thị Nguyệt", 1979, "F", "Khu Ga", "Thâm Quyến", -30, "Lâm Văn Bảo", "em trai", ""),
)
HEADS = (
    "Nông Văn Sáng", "Vi Thị Mến", "Lý A Sính", "Hoàng Thị Lả", "Chu Văn Quý", "Hứa Văn Páo", "Mã Thị Sao",
    "Lộc Văn Kiểm",
    "Đàm Thị Hiệp", "Lương Văn Én", "Triệu Văn Sầu", "Phùng Mùi Nái",
)  # fmt: skip
SEEKERS = (
    ("Hoàng Thị Nhung", 2003, "Khu Ga", "May mặc, gần nhà", Offer.LOCAL, "Tổ may xã Đồng Đăng"),
    ("Vi Văn Toàn", 1999, "Thôn Còn Kẹp", "Lái xe nâng", Offer.TRAINING, "Lớp lái xe nâng ở Lạng Sơn"),
    ("Nông Thị Vân", 1990, "Khu Dây Thép", "Chặt mía theo mùa", None, ""),
)


def follow(engine: Engine, *, cast: Cast, chance: Random, at: datetime) -> None:
    """Fill the books of the first commune, and the reports of all."""
    officer = cast.officers[HOME]
    write_on(engine, _outreach, officer, chance, at)
    write_on(engine, _known, officer, at)
    write_on(engine, _pledge, officer, at)
    write_on(engine, _seek, officer, at)
    _report(engine, cast, at)
    with read_on(engine) as session:
        late = my_people(session, actor=officer, at=at, tab=Tab.OVERDUE).people
        due = my_people(session, actor=officer, at=at, tab=Tab.DUE).people
        away = my_people(session, actor=officer, at=at, tab=Tab.AWAY).people
    gone = at - timedelta(hours=5 + 20 * len(TOLD))
    asked = dict.fromkeys(one.worker_id for one in (*late, *due, *away) if one.since < gone)
    for number, (worker_id, told) in enumerate(zip(asked, TOLD, strict=False)):
        _visit(engine, officer, worker_id, told, number, at)


def _visit(
    engine: Engine, officer: Actor, worker_id: UUID, told: tuple[VisitResult, str], number: int, at: datetime
) -> None:
    when = at - timedelta(hours=5 + 20 * number)
    draft = VisitDraft(
        id=new_id(),
        kind=VisitKind.CALL if number % 2 else VisitKind.VISIT,
        result=told[0],
        visited_on=local_day(when),
        worker_id=worker_id,
        note=told[1],
    )
    write_on(engine, record_visit, actor=officer, draft=draft, at=when)


def _outreach(session: Session, officer: Actor, chance: Random, at: datetime) -> None:
    for weeks in range(6):
        when = at - timedelta(days=7 * weeks + 1)
        kind = (OutreachKind.SESSION, OutreachKind.LOUDSPEAKER, OutreachKind.LEAFLETS)[weeks % 3]
        outreach.log_outreach(
            session,
            actor=officer,
            line_id=new_id(),
            kind=kind,
            held_on=local_day(when),
            hamlet=COMMUNES[0].hamlets[weeks % 3],
            note="Đi làm qua biên giới theo danh sách, không đi đường mòn",
            times=chance.randint(1, 4) if kind is not OutreachKind.SESSION else 1,
            listeners=chance.randint(25, 80),
            leaflets=chance.randint(40, 120),
            at=when,
        )
    when = at - timedelta(days=12)
    outreach.log_case(
        session,
        actor=officer,
        line_id=new_id(),
        kind=CaseKind.LURING_POST,
        held_on=local_day(when),
        persons=0,
        handed_to="Công an tỉnh",
        note="Bài mời chào việc nhẹ lương cao trên mạng",
        at=when,
    )


def _known(session: Session, officer: Actor, at: datetime) -> None:
    for number, (name, year, sex, hamlet, place, months, contact, relation, phone) in enumerate(KNOWN):
        when = at - timedelta(days=25 - 4 * number)
        began = (at + timedelta(days=30 * months)).date()
        draft = known_abroad.KnownDraft(
            name=name,
            country="CN",
            birth_year=year,
            sex=sex,
            hamlet=hamlet,
            place=place,
            since=f"{began:%Y-%m}" if number % 2 else f"{began:%Y}",
            contact_name=contact,
            relation=relation,
            contact_phone=phone,
        )
        known = known_abroad.add_known(session, actor=officer, known_id=new_id(), draft=draft, at=when)
        if number == len(KNOWN) - 1:
            day = local_day(at - timedelta(days=6))
            facts: dict[str, Any] = {"known_id": known, "ending": Ending.HELPED, "day": day}
            known_abroad.end_stay(session, actor=officer, at=at - timedelta(days=6), **facts)


def _pledge(session: Session, officer: Actor, at: datetime) -> None:
    year = pledge_year(local_day(at))
    signed_on = max(local_day(at - timedelta(days=9)), date(year - 1, 12, 1))
    for number, hamlet in enumerate(COMMUNES[0].hamlets):
        heads = HEADS[4 * number : 4 * number + 4]
        pledges.add_households(session, actor=officer, hamlet=hamlet, text="\n".join(heads), at=at)
        lines = pledges.households_of(session, actor=officer, hamlet=hamlet, year=year)
        signed = [line.id for line in lines][: 4 - number]
        facts: dict[str, Any] = {
            "hamlet": hamlet,
            "year": year,
            "signed_on": signed_on,
            "household_ids": signed,
        }
        pledges.sign_pledges(session, actor=officer, at=at, **facts)


def _seek(session: Session, officer: Actor, at: datetime) -> None:
    for number, (name, year, hamlet, wants, offer, offered) in enumerate(SEEKERS):
        when = at - timedelta(days=20 - 5 * number)
        draft = outreach.SeekerDraft(
            name=name,
            birth_year=year,
            hamlet=hamlet,
            wants=wants,
            phone="0912 345 020",
            registered_on=local_day(when),
        )
        line = outreach.register_seeker(session, actor=officer, line_id=new_id(), draft=draft, at=when)
        if offer is not None:
            facts: dict[str, Any] = {
                "offer": offer,
                "offered": offered,
                "day": local_day(when) + timedelta(days=2),
            }
            later = when + timedelta(days=2)
            outreach.offer_work(session, actor=officer, line_id=line, at=later, **facts)


def _report(engine: Engine, cast: Cast, at: datetime) -> None:
    """Send the windows that are due, in order; two communes are silent about the last one, and reminded."""
    with read_on(engine) as session:
        calendar = calendar_of(session)
        last = calendar.before(calendar.of_day(local_day(at)))
        windows = [calendar.before(last), last]
    for code, chief in cast.chiefs.items():
        for window in windows:
            with read_on(engine) as session:
                expected = joined_by(session, organisation_id=chief.organisation_id, window=window)
            if not expected or (window is last and code in SILENT):
                continue
            _send(engine, cast.officers[code], chief, window, at)
    office = cast.office
    silent = [cast.chiefs[code].organisation_id for code in sorted(SILENT)]
    write_on(
        engine, remind, actor=office, about=last.month, organisation_ids=silent, at=at - timedelta(days=1)
    )
    columns = (
        AskedColumn("Thôn, khối", CellKind.TEXT),
        AskedColumn("Số người đang đi", CellKind.NUMBER),
        AskedColumn("Ngày rà soát", CellKind.DATE),
    )
    write_on(
        engine,
        make_request,
        actor=office,
        request_id=new_id(),
        title="Rà soát người đi mùa mía ở Long Châu",
        text="Đề nghị các xã, phường rà soát theo từng thôn, khối và gửi trước hạn.",
        columns=columns,
        due_on=local_day(at) + timedelta(days=6),
        communes=[commune.code for commune in COMMUNES],
        at=at - timedelta(days=2),
    )


def _send(engine: Engine, officer: Actor, chief: Actor, window: Window, at: datetime) -> None:
    when = min(start_of_day(window.due) + timedelta(hours=15), at)
    with read_on(engine) as session:
        version = read_month(session, actor=officer, month=window.month, at=when).version
    facts: dict[str, Any] = {"typed": {"completed": 2}, "remarks": "Tình hình ổn định.", "ready": True}
    write_on(engine, save_draft, actor=officer, month=window.month, version=version, at=when, **facts)
    write_on(
        engine,
        send_report,
        actor=chief,
        month=window.month,
        version=version + 1,
        at=min(when + timedelta(minutes=20), at),
    )
