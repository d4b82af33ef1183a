"""The registers of employers and recruiters: names find them, acts are kept, suspensions block."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from borderreg.db import read_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.content import content_hash
from borderreg.domain.employers import EmployerFacts, RecruiterFacts, RegisterKind
from borderreg.domain.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from borderreg.models import AuditRecord, Employer, Entry, Recruiter, RegisterChange, WorkList
from borderreg.services.certification import certify_list
from borderreg.services.employers import add_registered, edit_registered
from borderreg.services.frozen import facts_of
from borderreg.services.lists import add_row, submit_list
from borderreg.services.register_acts import answer, ask, lift, merge, suspend
from borderreg.services.register_effect import effect_of
from borderreg.services.register_picks import known_names, open_questions, suggest
from borderreg.services.register_reading import list_registered, read_registered, waiting_proposals
from borderreg.services.review import review_list
from tests.communes import AT, Desk, make_actor

E, R = RegisterKind.EMPLOYER, RegisterKind.RECRUITER
NOTICE = "Công văn 214/SNgV-LS ngày 12/11/2026"
WHY = "Nợ lương ba tháng của 12 lao động"
TODAY = date(2026, 11, 22)
SUGAR = EmployerFacts(
    name_vi="Công ty TNHH Mía đường Nam Hoa",
    name_zh="凭祥市南华糖业有限公司",
    pinyin="Pingxiang Nanhua Tangye",
    credit_code="91350100M000100Y43",
    county="451481",
    sector="sugar",
)
AGENT = RecruiterFacts(
    name="Trung tâm Dịch vụ việc làm Lạng Sơn",
    licence_number="12/GP-SNV",
    licence_from=date(2025, 1, 1),
    licence_to=date(2027, 12, 31),
)


@dataclass
class Office:
    """The province's desk and a commune's."""

    engine: Engine
    desk: Desk
    actor: Actor

    def write(self, use_case: Any, **kwargs: Any) -> Any:
        """Act as the province."""
        return self.desk.write(use_case, actor=self.actor, **kwargs)

    def read(self, question: Any, **kwargs: Any) -> Any:
        """Ask as the province."""
        return self.desk.read(question, actor=self.actor, **kwargs)

    def add(self, facts: EmployerFacts | RecruiterFacts = SUGAR) -> UUID:
        """Add one to its register."""
        added: UUID = self.write(add_registered, facts=facts, since=TODAY, source_document=NOTICE)
        return added

    def version(self, kind: RegisterKind, object_id: UUID) -> int:
        """Return the version that a page would show."""
        return int(self.page(kind, object_id).version)

    def page(self, kind: RegisterKind, object_id: UUID) -> Any:
        """Read one as its page does."""
        return self.read(read_registered, kind=kind, object_id=object_id)

    def act(self, use_case: Any, kind: RegisterKind, object_id: UUID, **more: Any) -> Any:
        """Do an act on the version that is shown now."""
        version = self.version(kind, object_id)
        return self.write(use_case, kind=kind, object_id=object_id, version=version, **more)

    def suspend(self, kind: RegisterKind, object_id: UUID, **more: Any) -> None:
        """Suspend from today until further notice."""
        days = {"first": TODAY, "last": None, **more}
        self.act(suspend, kind, object_id, reason=WHY, source_document=NOTICE, **days)

    def employer_of(self, list_id: UUID) -> set[UUID | None]:
        """Return the employers that the rows of a list point to."""
        with read_on(self.engine) as session:
            return set(session.scalars(select(Entry.employer_id).where(Entry.list_id == list_id)))


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine, Desk.open(engine), make_actor(engine, "hoa.luong", Role.FOREIGN_AFFAIRS, "SNGV"))


def blockers(office: Office, list_id: UUID) -> set[tuple[int | None, str]]:
    review = office.desk.read(review_list, list_id=list_id)
    return {(item.row, item.code.value) for item in review.blockers}


def warnings(office: Office, list_id: UUID) -> set[tuple[int | None, str]]:
    review = office.desk.read(review_list, list_id=list_id)
    return {(item.row, item.code.value) for item in review.warnings}


def _waiting(session: Session, *, actor: Actor, at: datetime) -> int:
    return waiting_proposals(session, actor=actor)


def _names(session: Session, *, actor: Actor, at: datetime) -> tuple[str, ...]:
    return known_names(session, actor=actor, kind=E)


@pytest.mark.parametrize(
    "typed",
    [
        "Công ty TNHH Mía đường Nam Hoa",
        "cong ty tnhh MIA DUONG nam hoa",
        "凭祥市南华糖业有限公司",
        "Pingxiang Nanhua Tangye",
        "91350100M000100Y43",
    ],
)
def test_a_row_finds_its_employer_by_any_of_its_names(office: Office, typed: str) -> None:
    employer = office.add()
    assert office.employer_of(office.desk.filled(1, employer=typed)) == {employer}


def test_an_unknown_name_is_proposed_once_and_never_blocks(office: Office) -> None:
    first = office.desk.submitted(2, employer="Xưởng gỗ Hoà Thuận")
    second = office.desk.filled(1, first=5, employer="xưởng  gỗ HOÀ THUẬN")
    (proposed,) = office.employer_of(first)
    assert office.employer_of(second) == {proposed}
    page = office.page(E, proposed)
    assert (page.status, page.proposed_by) == ("proposed", "Công an xã Đồng Đăng")
    assert [change.act for change in page.history] == ["proposed"]
    assert blockers(office, first) == set()
    assert office.read(_waiting) == 1
    office.desk.write(certify_list, actor=office.desk.chief, list_id=first)


def test_a_suggestion_needs_no_accents_and_knows_pinyin_chinese_and_the_code(office: Office) -> None:
    office.add()
    office.add(
        EmployerFacts(name_vi="Công ty May mặc Cẩm Tú", name_zh="扶绥锦绣服装厂", pinyin="Fusui Jinxiu")
    )
    for typed in ("mia duong", "nam hoa mia", "nanhua", "pingxiangnan", "南华", "91350100"):
        found = office.desk.read(suggest, kind=E, text=typed)
        assert [pick.name for pick in found] == [SUGAR.name_vi], typed
    assert office.desk.read(suggest, kind=E, text="m") == ()
    assert office.desk.read(suggest, kind=E, text="zz%_") == ()


def test_what_another_commune_proposed_is_not_offered(office: Office, engine: Engine) -> None:
    Desk.open(engine, "06187").filled(1, first=3, employer="Lò gạch Vạn Lợi")
    assert office.desk.read(suggest, kind=E, text="lo gach") == ()
    assert "Lò gạch Vạn Lợi" not in office.desk.read(_names)
    office.desk.filled(1, employer="Lò vôi Tân Hoà")
    assert [pick.name for pick in office.desk.read(suggest, kind=E, text="lo")] == ["Lò vôi Tân Hoà"]


def test_accepting_a_proposed_one_completes_it(office: Office) -> None:
    (proposed,) = office.employer_of(office.desk.filled(1, employer="Mía đường Nam Hoa"))
    version = office.version(E, proposed)
    change = {"object_id": proposed, "version": version, "since": TODAY, "source_document": NOTICE}
    office.write(edit_registered, facts=SUGAR, accept=True, **change)
    page = office.page(E, proposed)
    assert (page.status, page.facts) == ("active", SUGAR)
    assert office.employer_of(office.desk.filled(1, first=4, employer="mia duong nam hoa")) == {proposed}
    with pytest.raises(Conflict):
        office.write(edit_registered, facts=SUGAR, **change)


def test_an_edit_keeps_the_old_name_and_says_from_which_day(office: Office) -> None:
    employer = office.add()
    since = date(2026, 12, 1)
    renamed = EmployerFacts(**{**_values(SUGAR), "name_vi": "Tập đoàn Mía đường Nam Hoa"})
    change = {"object_id": employer, "version": office.version(E, employer), "since": since}
    assert office.write(edit_registered, facts=renamed, source_document="", **change) == 1
    (edited, added) = office.page(E, employer).history
    assert (edited.act, edited.valid_from, edited.facts) == ("edited", since, {"name_vi": renamed.name_vi})
    assert (added.act, added.source_document) == ("added", NOTICE)
    assert office.employer_of(office.desk.filled(1, employer=SUGAR.name_vi)) == {employer}


def _values(facts: EmployerFacts) -> dict[str, str]:
    return {name: getattr(facts, name) for name in EmployerFacts.__slots__}


def test_two_of_the_register_never_share_a_name_or_a_code(office: Office) -> None:
    office.add()
    for change in ({"name_vi": "CÔNG TY tnhh mía đường Nam Hoà"}, {"name_zh": SUGAR.name_zh}, {}):
        other = {**_values(EmployerFacts(name_vi="Khác hẳn")), **change}
        if not change:
            other["credit_code"] = SUGAR.credit_code
        with pytest.raises(Refused) as refused:
            office.add(EmployerFacts(**other))
        assert [flaw.code for flaw in refused.value.problems] == ["name_taken"]


def test_a_suspended_employer_blocks_on_its_days_only(office: Office) -> None:
    employer = office.add()
    waiting = office.desk.submitted(2, employer=SUGAR.name_vi)
    office.suspend(E, employer, first=TODAY + timedelta(days=1))
    assert blockers(office, waiting) == set()
    assert office.page(E, employer).status == "suspended_later"
    office.suspend(E, employer)
    assert blockers(office, waiting) == {(1, "employer_suspended"), (2, "employer_suspended")}
    with pytest.raises(Refused):
        office.desk.write(certify_list, actor=office.desk.chief, list_id=waiting)
    office.act(lift, E, employer, reason="Đã trả đủ lương", source_document=NOTICE)
    office.desk.write(certify_list, actor=office.desk.chief, list_id=waiting)
    acts = [change.act for change in office.page(E, employer).history]
    assert acts == ["lifted", "suspended", "suspended", "added"]


def test_a_suspended_recruiter_blocks_and_an_ended_licence_warns(office: Office) -> None:
    recruiter = office.add(AGENT)
    waiting = office.desk.submitted(1, recruiter="trung tam dich vu viec lam lang son")
    assert not {code for _, code in warnings(office, waiting)} & {"recruiter_licence"}
    ended = {"licence_to": date(2026, 11, 21)}
    facts = RecruiterFacts(**{name: getattr(AGENT, name) for name in AGENT.__slots__} | ended)
    version = office.version(R, recruiter)
    change = {"object_id": recruiter, "version": version, "since": TODAY, "source_document": ""}
    office.write(edit_registered, facts=facts, **change)
    assert (1, "recruiter_licence") in warnings(office, waiting)
    assert blockers(office, waiting) == set()
    office.suspend(R, recruiter)
    assert blockers(office, waiting) == {(1, "recruiter_suspended")}


def test_a_suspension_needs_a_reason_a_document_and_days_in_order(office: Office) -> None:
    employer = office.add()
    good = {"first": TODAY, "last": None, "reason": WHY, "source_document": NOTICE}
    for bad in ({"reason": "x"}, {"source_document": " "}, {"last": TODAY - timedelta(days=1)}):
        with pytest.raises(BadInput):
            office.act(suspend, E, employer, **(good | bad))
    with pytest.raises(Conflict):
        office.write(suspend, kind=E, object_id=employer, version=99, **good)
    with pytest.raises(Conflict):
        office.act(lift, E, employer, reason=WHY, source_document=NOTICE)
    with pytest.raises(NotPermitted):
        office.desk.write(suspend, kind=E, object_id=employer, version=1, **good)


def test_the_effect_of_a_suspension_is_told_before(office: Office) -> None:
    employer = office.add()
    office.desk.filled(2, employer=SUGAR.name_vi)
    certified = office.desk.submitted(3, first=4, employer=SUGAR.name_vi)
    office.desk.write(certify_list, actor=office.desk.chief, list_id=certified)
    office.desk.filled(1, first=9)
    effect = office.read(effect_of, kind=E, object_id=employer)
    assert (effect.waiting, effect.in_force, effect.abroad) == (2, 3, 0)
    assert [(line.organisation, line.status, line.people) for line in effect.lists] == [
        ("Công an xã Đồng Đăng", "draft", 2),
        ("Công an xã Đồng Đăng", "certified", 3),
    ]


def test_merging_moves_rows_and_names_and_keeps_what_was_certified(office: Office) -> None:
    employer = office.add()
    certified = office.desk.submitted(2, employer="Mía đường Nam Hoa Bằng Tường")
    office.desk.write(certify_list, actor=office.desk.chief, list_id=certified)
    (proposed,) = office.employer_of(certified)
    assert [line.id for line in office.page(E, proposed).similar] == [employer]
    assert office.act(merge, E, proposed, into=employer) == 2
    assert office.employer_of(certified) == {employer}
    assert office.employer_of(office.desk.filled(1, first=6, employer="mia duong nam hoa bang tuong")) == {
        employer
    }
    with read_on(office.engine) as session:
        work_list = session.get_one(WorkList, certified)
        facts = facts_of(session, work_list=work_list)
        assert content_hash(facts) == work_list.content_hash
        assert {row["employer"] for row in facts} == {"Mía đường Nam Hoa Bằng Tường"}
    page = office.page(E, proposed)
    assert (page.status, page.merged_name) == ("merged", SUGAR.name_vi)
    assert proposed not in {line.id for line in office.read(list_registered, kind=E).lines}
    with pytest.raises(Conflict):
        office.act(merge, E, proposed, into=employer)
    with pytest.raises(Conflict):
        office.act(merge, E, employer, into=employer)


def test_a_question_goes_to_the_commune_that_wrote_the_name_and_back(office: Office, engine: Engine) -> None:
    list_id = office.desk.filled(1, employer="Xưởng của ông Lý")
    (proposed,) = office.employer_of(list_id)
    office.act(ask, E, proposed, question="Xưởng ở thị trấn nào, làm gì?")
    assert blockers(office, list_id) == set()
    (asked,) = office.desk.read(lambda session, actor, at: open_questions(session, actor=actor))
    assert (asked.name, asked.question) == ("Xưởng của ông Lý", "Xưởng ở thị trấn nào, làm gì?")
    other = Desk.open(engine, "06187")
    with pytest.raises(NotFound):
        other.write(answer, kind=E, object_id=proposed, text="Không phải của tôi")
    office.desk.write(answer, kind=E, object_id=proposed, text="Ở Hạ Thạch, làm gỗ ván")
    answered = office.page(E, proposed).history[0]
    assert (answered.act, answered.reason, answered.changed_by) == (
        "answered",
        "Ở Hạ Thạch, làm gỗ ván",
        office.desk.officer.name,
    )
    with pytest.raises(NotFound):
        office.desk.write(answer, kind=E, object_id=proposed, text="Nói thêm lần nữa")


def test_the_recruiter_is_certified_only_where_there_is_one(office: Office) -> None:
    list_id = office.desk.filled(1)
    office.desk.write(add_row, list_id=list_id, draft=office.desk.draft(5, recruiter=AGENT.name))
    office.desk.write(submit_list, list_id=list_id)
    office.desk.write(certify_list, actor=office.desk.chief, list_id=list_id)
    with read_on(office.engine) as session:
        one, other = facts_of(session, work_list=session.get_one(WorkList, list_id))
        assert session.scalars(select(Recruiter.status)).all() == ["proposed"]
    assert "recruiter" not in one
    assert other["recruiter"] == AGENT.name


def test_a_register_is_listed_with_people_and_searched(office: Office) -> None:
    employer = office.add()
    certified = office.desk.submitted(2, employer=SUGAR.name_vi)
    office.desk.write(certify_list, actor=office.desk.chief, list_id=certified)
    office.desk.filled(1, first=5, employer="Xưởng gỗ Hoà Thuận")
    found = office.read(list_registered, kind=E)
    assert [(line.name, line.status, line.listed) for line in found.lines] == [
        (SUGAR.name_vi, "active", 2),
        ("Xưởng gỗ Hoà Thuận", "proposed", 0),
    ]
    for text, total in (("nanhua", 1), ("go hoa", 1), ("南华", 1), ("không có", 0)):
        assert office.read(list_registered, kind=E, text=text).total == total
    assert employer in {line.id for line in office.read(list_registered, kind=E, county="451481").lines}
    assert office.read(list_registered, kind=E, county="451421").total == 0
    assert office.read(list_registered, kind=E, status="proposed").total == 1
    with pytest.raises(NotPermitted):
        office.desk.read(list_registered, kind=E)


def test_every_act_is_in_the_history_and_in_the_audit_log_without_contacts(office: Office) -> None:
    employer = office.add(EmployerFacts(**{**_values(SUGAR), "contact_phone": "+86 771 852 3344"}))
    office.suspend(E, employer)
    with read_on(office.engine) as session:
        changes = session.scalars(select(RegisterChange).order_by(RegisterChange.changed_at)).all()
        records = session.scalars(select(AuditRecord).where(AuditRecord.object_type == "employer")).all()
        assert session.get_one(Employer, employer).suspended_from == TODAY
    assert {change.act for change in changes} == {"added", "suspended"}
    assert [record.action for record in records] == ["register:added", "register:suspended"]
    assert all("852" not in (record.payload or "") for record in records)
    assert all(change.changed_at == AT for change in changes)
