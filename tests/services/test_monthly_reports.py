"""Monthly reports: figures from the registers, frozen under a hash, corrected by number, late carried."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, update

from borderreg.db import read_on, write_on
from borderreg.domain.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from borderreg.domain.known_abroad import Ending
from borderreg.domain.monthly import ReportState, content_hash
from borderreg.domain.outreach import CaseKind, Offer, OutreachKind
from borderreg.domain.visits import VisitKind, VisitResult
from borderreg.models import KnownAbroadChange, MonthReport, Setting, new_id
from borderreg.reports.month_figures import SOURCE_OF, month_counts, month_rows
from borderreg.reports.reporting import compiled, month_duty, reporting
from borderreg.services import known_abroad, outreach, pledges
from borderreg.services.monthly_reports import (
    calendar_of,
    named_window,
    read_month,
    report_content,
    save_draft,
    send_report,
)
from borderreg.services.visits import VisitDraft, record_visit
from tests.communes import Desk
from tests.reports.world import World, make_world

MONTH = "2026-11"
IN_WINDOW = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
AT_DUE = datetime(2026, 11, 14, 8, 0, tzinfo=UTC)
AFTER = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


class Month(Desk):
    """A commune's desk with its own log."""

    def log(self, at: datetime = IN_WINDOW, day: date | None = None) -> None:
        """Write one line into each book."""
        day = day or date(2026, 11, 5)
        self.write(
            outreach.log_outreach,
            line_id=new_id(),
            kind=OutreachKind.SESSION,
            held_on=day,
            hamlet="Thôn Nà Pài",
            listeners=42,
            leaflets=30,
            at=at,
        )
        self.write(
            outreach.log_outreach,
            line_id=new_id(),
            kind=OutreachKind.LOUDSPEAKER,
            held_on=day,
            times=6,
            at=at,
        )
        self.write(
            outreach.log_case, line_id=new_id(), kind=CaseKind.LURING_POST, held_on=day, persons=2, at=at
        )
        seeker = self.write(
            outreach.register_seeker,
            line_id=new_id(),
            draft=outreach.SeekerDraft(name="Lý A Sính", registered_on=day, phone="0912 345 678"),
            at=at,
        )
        offer = {"offer": Offer.TRAINING, "offered": "Học nghề may", "day": day}
        self.write(outreach.offer_work, line_id=seeker, at=at, **offer)
        self.write(pledges.add_households, hamlet="Khu Ga", text="1. Nông Văn Sáng\n2. Vi Thị Mến", at=at)
        with read_on(self.engine) as session:
            lines = pledges.households_of(session, actor=self.officer, hamlet="Khu Ga", year=2026)
        facts = {"hamlet": "Khu Ga", "year": 2026, "signed_on": day}
        self.write(pledges.sign_pledges, household_ids=[lines[0].id], at=at, **facts)

    def sent(self, month: str = MONTH, at: datetime = AT_DUE, **changes: object) -> MonthReport:
        """Send a month as the chief."""
        version = self.read(read_month, month=month, at=at).version
        return self.write(send_report, actor=self.chief, month=month, version=version, at=at, **changes)


@pytest.fixture
def desk(engine: Engine) -> Month:
    """Đồng Đăng's desk, in use since 22 November: no earlier report is expected of it."""
    return Month.open(engine)


def test_figures_are_counted_from_every_book(desk):
    desk.log()
    page = desk.read(read_month, month=MONTH, at=AT_DUE)
    expected = {
        "sessions": 1,
        "listeners": 42,
        "leaflets": 30,
        "broadcasts": 6,
        "cases": 1,
        "case_persons": 2,
        "luring_posts": 1,
        "seekers": 1,
        "offered": 1,
        "pledges": 1,
        "pledged_year": 1,
        "households": 2,
        "lists": 0,
        "departures": 0,
    }
    assert expected.items() <= page.counts.main.items()
    assert page.state is ReportState.OPEN
    assert page.window.days_left(date(2026, 11, 14)) == 0


def test_every_figure_opens_as_many_rows_as_it_says(engine):
    world, desk = make_world(engine), Month.open(engine)
    _busy(engine, world)
    desk.log()
    asked = {"organisation_id": desk.officer.organisation_id, "first": date(2026, 10, 15)}
    asked |= {"last": date(2026, 11, 14), "at": AFTER}
    with read_on(engine) as session:
        counts = month_counts(session, since=None, **asked)
        for code in SOURCE_OF:
            rows = month_rows(session, code=code, **asked)
            assert sum(row.amount for row in rows) == counts.main[code], code
    assert (counts.main["departures"], counts.main["departed"], counts.main["abroad"]) == (3, 2, 1)


def _busy(engine: Engine, world: World) -> None:
    def happen(session):
        entry, worker = world.entry(session)
        for kind, day in (("departure", 1), ("return", 4), ("departure", 6)):
            when = datetime(2026, 11, day, 3, tzinfo=UTC)
            world.event(session, kind, entry=entry, worker=worker, occurred_at=when)
        entry, worker = world.entry(session)
        world.event(session, "departure", entry=entry, worker=worker, occurred_at=IN_WINDOW)
        world.event(session, "return", entry=entry, worker=worker, occurred_at=IN_WINDOW + timedelta(days=2))
        world.event(
            session, "attempt", entry=entry, worker=worker, occurred_at=IN_WINDOW, reasons=["expired"]
        )

    write_on(engine, happen)
    world.project()


def test_a_sent_report_is_frozen_under_its_number_and_hash(desk):
    desk.log()
    facts = {"typed": {"completed": 3}, "remarks": "Bà con yên tâm làm ăn.", "ready": True}
    desk.write(save_draft, month=MONTH, version=0, at=AT_DUE, **facts)
    report = desk.sent()
    content = report_content(report)
    assert report.report_no == "01/BC-CAX"
    assert (report.on_time, report.correction) == (True, 0)
    assert content["typed"]["completed"] == 3
    assert content["figures"]["listeners"] == 42
    assert content_hash(report.content) == report.content_hash
    with pytest.raises(Refused) as refused:
        desk.sent(reason="gửi lại lần nữa")
    assert refused.value.code == "nothing_changed"


def test_later_data_gives_a_numbered_correction_with_its_differences(desk):
    desk.log()
    desk.sent()
    desk.log(at=AFTER, day=date(2026, 11, 10))
    page = desk.read(read_month, month=MONTH, at=AFTER)
    assert ("listeners", 42, 84) in [(d.code, d.before, d.after) for d in page.changed]
    again = desk.sent(at=AFTER, reason="bổ sung buổi ngày 10/11")
    assert (again.correction, again.report_no, again.on_time) == (1, "02/BC-CAX", False)
    assert report_content(again)["figures"]["listeners"] == 84
    assert desk.read(read_month, month=MONTH, at=AFTER).changed == ()


def test_what_is_recorded_after_the_report_is_carried_into_the_next_one_as_late(desk):
    desk.log()
    desk.sent()
    desk.log(at=AFTER, day=date(2026, 11, 10))
    following = desk.read(read_month, month="2026-12", at=AFTER)
    assert following.counts.main["listeners"] == 0
    assert following.counts.late["listeners"] == 42
    with read_on(desk.engine) as session:
        rows = month_rows(
            session,
            code="listeners",
            organisation_id=desk.officer.organisation_id,
            first=following.window.first,
            last=following.window.last,
            at=AFTER,
            late_since=following.since,
        )
    assert sum(row.amount for row in rows) == 42


def test_reports_go_out_in_order_and_not_too_early(desk):
    with pytest.raises(Refused) as early:
        desk.sent("2026-12", at=AFTER)
    assert early.value.code == "too_early"
    due = datetime(2026, 12, 14, 3, tzinfo=UTC)
    desk.sent("2026-12", at=due)
    with pytest.raises(Refused) as gap:
        desk.sent("2027-02", at=datetime(2027, 2, 14, 3, tzinfo=UTC))
    assert gap.value.code == "previous_missing"
    with pytest.raises(NotFound):
        desk.read(read_month, month="2027-05", at=due)


def test_the_officer_prepares_and_only_the_chief_sends(desk):
    with pytest.raises(NotPermitted):
        desk.write(send_report, month=MONTH, version=0, at=AT_DUE)
    facts = {"typed": {}, "remarks": "", "ready": True}
    desk.write(save_draft, month=MONTH, version=0, at=AT_DUE, **facts)
    with pytest.raises(Conflict):
        desk.write(save_draft, month=MONTH, version=0, at=AT_DUE, **facts)
    with pytest.raises(BadInput):
        desk.write(save_draft, month=MONTH, version=1, typed={"died": -1}, remarks="", ready=False, at=AT_DUE)


def test_the_first_page_says_what_waits_and_the_province_who_has_not_reported(engine):
    desk = Month.open(engine)
    office = make_world(engine).office
    with read_on(engine) as session:
        calendar = calendar_of(session)
        duty = month_duty(session, actor=desk.officer, calendar=calendar, at=AFTER)
        assert (duty.window.month, duty.state, duty.days_left) == ("2026-12", ReportState.RUNNING, 22)
        late = month_duty(
            session, actor=desk.officer, calendar=calendar, at=datetime(2026, 12, 17, 3, tzinfo=UTC)
        )
        assert (late.window.month, late.state, late.days_left) == ("2026-12", ReportState.LATE, -3)
        window = named_window(session, "2026-12")
        lines = {line.code: line for line in reporting(session, actor=office, window=window, at=AFTER)}
    assert len(lines) == 65
    assert lines["06184"].expected
    assert not lines["06187"].expected


def test_the_province_adds_up_frozen_figures_only(engine):
    world, desk = make_world(engine), Month.open(engine)
    desk.log()
    desk.sent()
    desk.log(at=AFTER, day=date(2026, 11, 10))
    with read_on(engine) as session:
        table = compiled(session, actor=world.office, window=named_window(session, MONTH), at=AFTER)
    assert table.totals["listeners"] == 42
    assert [line.code for line, _ in table.communes] == ["06184"]


def test_a_calendar_month_is_the_alternative(desk):
    def choose(session):
        session.execute(update(Setting).where(Setting.name == "report_first_day").values(value=1))

    write_on(desk.engine, choose)
    with read_on(desk.engine) as session:
        window = named_window(session, MONTH)
    assert (window.first, window.last, window.due) == (
        date(2026, 11, 1),
        date(2026, 11, 30),
        date(2026, 12, 14),
    )


def test_people_known_abroad_are_sealed_searched_and_keep_what_was_said(desk):
    known_id = new_id()
    facts = {"name": "Đặng Mùi Nhậy", "country": "CN", "since": "2025-03", "phone": "0912 111 222"}
    draft = known_abroad.KnownDraft(**facts, contact_name="Đặng Văn Lìn", relation="anh trai")
    for _ in range(2):
        desk.write(known_abroad.add_known, known_id=known_id, draft=draft, at=IN_WINDOW)
    found = desk.write(known_abroad.search_known, text="dang mui")
    assert [(one.name, one.phone is not None) for one in found] == [("Đặng Mùi Nhậy", True)]
    assert b"0912" not in (found[0].phone or b"")
    assert desk.write(known_abroad.search_known, text="0912111222")
    changed = known_abroad.KnownDraft(**(facts | {"name": "Đặng Mùi Nhảy"}))
    desk.write(known_abroad.edit_known, known_id=known_id, version=1, draft=changed)
    with pytest.raises(Conflict):
        desk.write(known_abroad.edit_known, known_id=known_id, version=1, draft=changed)
    ending = {"ending": Ending.HELPED, "day": date(2026, 11, 9)}
    desk.write(known_abroad.end_stay, known_id=known_id, at=AT_DUE, **ending)
    with read_on(desk.engine) as session:
        acts = session.scalars(select(KnownAbroadChange.act).order_by(KnownAbroadChange.id)).all()
    assert acts == ["edited", "ended"]
    page = desk.read(read_month, month=MONTH, at=AT_DUE)
    names = ("known_abroad", "known_new", "known_helped")
    assert [page.counts.main[name] for name in names] == [0, 1, 1]
    other = Month.open(desk.engine, "06187")
    with pytest.raises(NotFound):
        other.write(known_abroad.open_known, known_id=known_id)


def test_a_visit_to_the_family_of_somebody_known_abroad_may_end_the_stay(desk):
    known_id: UUID = new_id()
    draft = known_abroad.KnownDraft(name="Bế Văn Đạt", country="CN")
    desk.write(known_abroad.add_known, known_id=known_id, draft=draft)
    told = VisitDraft(
        id=new_id(),
        kind=VisitKind.CALL,
        result=VisitResult.RETURNED,
        visited_on=date(2026, 11, 22),
        known_abroad_id=known_id,
    )
    desk.write(record_visit, draft=told)
    with read_on(desk.engine) as session:
        assert known_abroad.own_known(session, actor=desk.officer, known_id=known_id).ending == "returned"


def test_a_household_signs_once_a_year_and_is_renewed_the_next(desk):
    desk.log()
    with read_on(desk.engine) as session:
        this, following = (
            {
                line.head: line.state
                for line in pledges.households_of(session, actor=desk.officer, hamlet="Khu Ga", year=year)
            }
            for year in (2026, 2027)
        )
        assert this == {"Nông Văn Sáng": "signed", "Vi Thị Mến": "never"}
        assert following == {"Nông Văn Sáng": "to_renew", "Vi Thị Mến": "never"}
        lines = pledges.households_of(session, actor=desk.officer, hamlet="Khu Ga", year=2026)
    facts = {"hamlet": "Khu Ga", "year": 2026, "signed_on": date(2026, 11, 6)}
    everybody = [line.id for line in lines]
    assert desk.write(pledges.sign_pledges, household_ids=everybody, **facts) == 1
    desk.write(pledges.take_back, household_id=everybody[0], year=2026)
    assert desk.write(pledges.sign_pledges, household_ids=everybody, **facts) == 1
    with pytest.raises(BadInput):
        desk.write(
            pledges.sign_pledges,
            household_ids=everybody,
            hamlet="Khu Ga",
            year=2026,
            signed_on=date(2026, 11, 30),
        )
