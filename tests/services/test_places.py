"""The registers that an installation starts with, read on a day, and gates closed by a notice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.errors import BadInput, Conflict, NotFound, NotPermitted
from borderreg.models import Commune, CommuneSuccession, Gate, OrganisationName, Setting, new_id
from borderreg.services.closures import add_closure, closed_at, lift_closure
from borderreg.services.places import (
    list_organisations,
    load_reference_data,
    organisation_named,
    reference_facts,
    setting,
)

TODAY = date(2026, 11, 22)
NOTICE = "Công văn 1204/BQLKKT-VP ngày 20/11/2026"


def _acting(session: Session, role: Role, code: str) -> Actor:
    organisation = organisation_named(session, code=code, day=TODAY)
    return Actor(new_id(), "nguoi.dung", "Lương Thị Biên", role, organisation.id, code)


def test_there_are_65_communes_today_and_194_before_july_2025(engine: Engine) -> None:
    with read_on(engine) as session:
        assert len(reference_facts(session, day=TODAY).communes) == 65
        assert len(reference_facts(session, day=date(2025, 6, 30)).communes) == 194


def test_a_code_means_something_only_with_a_date(engine: Engine) -> None:
    with read_on(engine) as session:
        now = reference_facts(session, day=TODAY).commune("05977")
        before = reference_facts(session, day=date(2025, 6, 30)).commune("05977")
    assert now is not None
    assert before is not None
    assert (now.name, before.name) == ("Đông Kinh", "Vĩnh Trại")


def test_every_old_unit_went_somewhere_that_exists(engine: Engine) -> None:
    with read_on(engine) as session:
        old = {commune.code for commune in reference_facts(session, day=date(2025, 6, 30)).communes}
        new = {commune.code for commune in reference_facts(session, day=TODAY).communes}
        successions = session.scalars(select(CommuneSuccession)).all()
    assert {row.old_code for row in successions} == old
    assert {row.new_code for row in successions} == new
    parts = [row.old_code for row in successions if row.extent == "part"]
    assert sorted(parts) == ["06622", "06622", "06625", "06625"]


def test_workers_leave_only_by_huu_nghi_and_dong_dang_station(engine: Engine) -> None:
    with read_on(engine) as session:
        facts = reference_facts(session, day=TODAY)
    assert [gate.code for gate in facts.gates_in(facts.workers_mask)] == ["HUUNGHI", "DONGDANG"]
    assert facts.mask(["HUUNGHI", "CHIMA"]) == 0b101
    assert {gate.post_code for gate in facts.gates_in(0b11)} == {"HUUNGHI"}
    with pytest.raises(KeyError):
        facts.mask(["LAOCAI"])


def test_a_class_changes_on_its_date(engine: Engine) -> None:
    with read_on(engine) as session:
        points = {p.code for g in reference_facts(session, day=date(2025, 12, 31)).gates for p in g.points}
        later = {p.code for g in reference_facts(session, day=date(2026, 1, 1)).gates for p in g.points}
    assert later - points == {"1088/2-1089", "1104-1105"}


def test_loading_twice_adds_nothing_and_keeps_what_was_edited(engine: Engine, at: datetime) -> None:
    def edit(session: Session) -> None:
        session.execute(update(Setting).where(Setting.name == "longest_stay_days").values(value=90))
        session.execute(update(Gate).where(Gate.code == "CHIMA").values(phone="0205 3871 234"))
        session.execute(
            update(OrganisationName)
            .where(OrganisationName.place == "Đồng Đăng")
            .values(phone="0205 3851 111")
        )

    write_on(engine, edit)
    loaded = write_on(engine, load_reference_data, at=at)
    assert (loaded.communes, loaded.gates, loaded.organisations, loaded.added) == (65, 5, 74, 0)
    with read_on(engine) as session:
        assert setting(session, name="longest_stay_days") == 90
        assert session.scalar(select(func.count()).select_from(Commune)) == 259
        assert organisation_named(session, code="06184", day=TODAY).phone == "0205 3851 111"


def test_an_organisation_signs_under_the_name_of_the_day(engine: Engine) -> None:
    def rename(session: Session) -> None:
        names = session.scalars(
            select(OrganisationName).where(OrganisationName.issuing_body == "CÔNG AN XÃ ĐỒNG ĐĂNG")
        ).one()
        names.valid_to = date(2026, 12, 31)
        session.add(
            OrganisationName(
                organisation_id=names.organisation_id,
                name="Công an phường Đồng Đăng",
                name_en="Đồng Đăng Ward Police",
                name_zh="Đồng Đăng 坊公安",
                issuing_body="CÔNG AN PHƯỜNG ĐỒNG ĐĂNG",
                valid_from=date(2027, 1, 1),
            )
        )

    write_on(engine, rename)
    with read_on(engine) as session:
        assert organisation_named(session, code="06184", day=TODAY).symbol == "DS-CAX"
        later = organisation_named(session, code="06184", day=date(2027, 1, 1))
        earlier = organisation_named(session, code="06184", day=date(2019, 1, 1))
        with pytest.raises(NotFound):
            organisation_named(session, code="99999", day=TODAY)
    assert later.issuing_body == "CÔNG AN PHƯỜNG ĐỒNG ĐĂNG"
    assert earlier.issuing_body == "CÔNG AN XÃ ĐỒNG ĐĂNG"


def test_organisations_are_listed_to_who_may_read_the_registers(engine: Engine) -> None:
    with read_on(engine) as session:
        listed = list_organisations(session, actor=_acting(session, Role.ADMIN, "ADMIN"), day=TODAY)
        with pytest.raises(NotPermitted):
            list_organisations(session, actor=_acting(session, Role.AUDITOR, "KIEMTRA"), day=TODAY)
    assert [facts.code for facts in listed[:4]] == ["SNGV", "BAOHO", "ADMIN", "KIEMTRA"]
    assert len([facts for facts in listed if facts.kind == "commune"]) == 65


def test_a_commander_closes_and_opens_the_gates_of_the_own_post_only(engine: Engine, at: datetime) -> None:
    with read_on(engine) as session:
        commander = _acting(session, Role.GATE_COMMANDER, "HUUNGHI")
    notice = {"starts_at": at, "ends_at": None, "source_document": NOTICE, "at": at}
    closure = write_on(engine, add_closure, actor=commander, gate_code="DONGDANG", **notice)
    with pytest.raises(NotFound):
        write_on(engine, add_closure, actor=commander, gate_code="CHIMA", **notice)
    later = at + timedelta(hours=2)
    with read_on(engine) as session:
        found = closed_at(session, gate_code="DONGDANG", at=later)
        assert found is not None
        assert found.source_document == NOTICE
        assert closed_at(session, gate_code="DONGDANG", at=at - timedelta(seconds=1)) is None
    write_on(engine, lift_closure, actor=commander, closure_id=closure, at=later)
    with read_on(engine) as session:
        assert closed_at(session, gate_code="DONGDANG", at=later) is None
        assert closed_at(session, gate_code="DONGDANG", at=later - timedelta(seconds=1)) is not None
    with pytest.raises(Conflict):
        write_on(engine, lift_closure, actor=commander, closure_id=closure, at=later)


def test_a_closure_needs_a_source_a_right_and_a_sensible_time(engine: Engine) -> None:
    at = datetime(2026, 11, 22, 1, tzinfo=UTC)
    with read_on(engine) as session:
        office = _acting(session, Role.FOREIGN_AFFAIRS, "SNGV")
        officer = _acting(session, Role.GATE_OFFICER, "HUUNGHI")
    good = {"gate_code": "CHIMA", "starts_at": at, "ends_at": None, "source_document": NOTICE, "at": at}
    with pytest.raises(NotPermitted):
        write_on(engine, add_closure, actor=officer, **good)
    with pytest.raises(BadInput):
        write_on(engine, add_closure, actor=office, **(good | {"source_document": "  "}))
    with pytest.raises(BadInput):
        write_on(engine, add_closure, actor=office, **(good | {"ends_at": at}))
    with pytest.raises(NotFound):
        write_on(engine, add_closure, actor=office, **(good | {"gate_code": "MONGCAI"}))
    assert write_on(engine, add_closure, actor=office, **good)
