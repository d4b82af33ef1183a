"""Reference data with dates: a change holds from its day on, the past keeps its names, each is kept."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from borderreg.db import read_on, write_on
from borderreg.domain.access import Actor, Role
from borderreg.domain.errors import BadInput, Conflict, NotFound, NotPermitted, Refused
from borderreg.models import (
    Agreement,
    AuditRecord,
    County,
    CrossingPoint,
    OrganisationName,
    RegisterChange,
    Setting,
)
from borderreg.services.certification import certify_list
from borderreg.services.closures import add_closure as close_gate
from borderreg.services.closures import closure_notices, effect_of_closure, list_closures, own_gates
from borderreg.services.places import organisation_named, reference_facts
from borderreg.services.reference_changes import add_row, begin_agreement, change_row, end_row
from borderreg.services.reference_effect import effect_of_change
from borderreg.services.reference_rows import list_rows
from borderreg.services.review import review_list
from tests.communes import AT, Desk, make_actor

TODAY = date(2026, 11, 22)
SOON = date(2026, 12, 1)
NOTICE = "Công văn 214/SNgV-LS ngày 12/11/2026"
AGREED = {
    "name_vi": "Thoả thuận 2026",
    "name_zh": "2026年协议",
    "longest_stay_days": 60,
    "sectors": ("sugar",),
    "papers": ("passport",),
}


@pytest.fixture
def office(engine: Engine) -> Actor:
    return make_actor(engine, "hoa.luong", Role.FOREIGN_AFFAIRS, "SNGV")


def key_of(engine: Engine, model: Any, *wanted: Any) -> str:
    with read_on(engine) as session:
        return str(session.scalars(select(model.id).where(*wanted).order_by(model.valid_from.desc())).first())


def change(engine: Engine, actor: Actor, slug: str, key: str, values: dict[str, Any], **more: Any) -> None:
    facts = {"since": SOON, "source_document": NOTICE, "at": AT, **more}
    write_on(engine, change_row, actor=actor, slug=slug, key=key, values=values, **facts)


def county_values(**changes: Any) -> dict[str, Any]:
    return {"name_vi": "Long Châu", "name_zh": "龙州", "pinyin": "Longzhou", "on_border": True, **changes}


def test_a_renamed_organisation_keeps_its_old_name_for_its_old_days(engine: Engine, office: Actor) -> None:
    with read_on(engine) as session:
        before = organisation_named(session, code="06184", day=TODAY)
    key = key_of(engine, OrganisationName, OrganisationName.organisation_id == before.id)
    fields = ("name", "name_en", "name_zh", "parent_body", "issuing_body", "symbol", "place", "position")
    values = {name: getattr(before, name) for name in (*fields, "phone")}
    change(engine, office, "organisations", key, {**values, "name": "Công an phường Đồng Đăng"})
    with read_on(engine) as session:
        assert organisation_named(session, code="06184", day=SOON - timedelta(days=1)).name == before.name
        assert organisation_named(session, code="06184", day=SOON).name == "Công an phường Đồng Đăng"
        rows = list_rows(session, actor=office, slug="organisations", day=TODAY)
    renamed = [row for row in rows if row.code == "06184"]
    assert [(row.when, row.is_last) for row in renamed] == [("now", False), ("later", True)]


def test_a_change_that_is_to_come_may_be_put_right_and_a_past_one_not(engine: Engine, office: Actor) -> None:
    key = key_of(engine, County, County.code == "451423")
    change(engine, office, "counties", key, county_values(on_border=False))
    later = key_of(engine, County, County.code == "451423")
    with pytest.raises(Conflict):
        change(engine, office, "counties", key, county_values(pinyin="Long zhou"), since=date(2027, 1, 1))
    change(engine, office, "counties", later, county_values(pinyin="Long Zhou"))
    with read_on(engine) as session:
        kept = session.scalars(
            select(County).where(County.code == "451423").order_by(County.valid_from)
        ).all()
        assert [(row.pinyin, row.on_border, row.valid_to) for row in kept] == [
            ("Longzhou", True, SOON - timedelta(days=1)),
            ("Long Zhou", True, None),
        ]
        assert reference_facts(session, day=TODAY).county("451423").pinyin == "Longzhou"  # type: ignore[union-attr]
    with pytest.raises(Refused) as refused:
        change(engine, office, "counties", later, county_values(), since=TODAY)
    assert [flaw.code for flaw in refused.value.problems] == ["too_early"]


@pytest.mark.parametrize(
    ("values", "flaw"),
    [
        (county_values(name_vi=""), ("name_vi", "needed")),
        (county_values(pinyin="x" * 161), ("pinyin", "too_long")),
        (county_values(name_zh="龙\u202e州"), ("name_zh", "hidden")),
    ],
)
def test_flaws_are_named_and_nothing_is_written(
    engine: Engine, office: Actor, values: dict[str, Any], flaw: tuple[str, str]
) -> None:
    key = key_of(engine, County, County.code == "451423")
    with pytest.raises(Refused) as refused:
        change(engine, office, "counties", key, values)
    (found,) = refused.value.problems
    assert (found.field, found.code) == flaw
    with pytest.raises(BadInput):
        change(engine, office, "counties", key, county_values(on_border=False), source_document=" ")
    with read_on(engine) as session:
        assert session.scalars(select(RegisterChange)).all() == []


def test_a_crossing_point_opens_for_people_on_its_day(engine: Engine, office: Actor) -> None:
    key = key_of(engine, CrossingPoint, CrossingPoint.gate_code == "CHIMA", CrossingPoint.traffic == "people")
    with read_on(engine) as session:
        point = session.scalars(select(CrossingPoint).where(CrossingPoint.gate_code == "CHIMA")).first()
        assert point is not None
        names = ("name_vi", "name_zh", "traffic", "transport", "open_from", "open_to", "status")
        values = {name: getattr(point, name) for name in (*names, "commune_code")}
    change(engine, office, "crossing-points", key, {**values, "traffic": "people", "class_": "international"})
    with read_on(engine) as session:
        before = reference_facts(session, day=SOON - timedelta(days=1))
        after = reference_facts(session, day=SOON)
    assert "CHIMA" not in {gate.code for gate in before.gates_in(before.workers_mask)}
    assert "CHIMA" in {gate.code for gate in after.gates_in(after.workers_mask)}


def test_a_county_is_added_and_ended_and_a_known_code_is_refused(engine: Engine, office: Actor) -> None:
    new = {**county_values(name_vi="Bằng Tường mới"), "code": "451499", "country": "CN"}
    act = {"slug": "counties", "since": SOON, "source_document": NOTICE, "at": AT}
    write_on(engine, add_row, actor=office, values=new, **act)
    with pytest.raises(Refused):
        write_on(engine, add_row, actor=office, values=new, **act)
    key = key_of(engine, County, County.code == "451499")
    end = {"slug": "counties", "source_document": NOTICE, "at": AT}
    with pytest.raises(Refused):
        write_on(engine, end_row, actor=office, key=key, last_day=TODAY, **end)
    write_on(engine, end_row, actor=office, key=key, last_day=date(2026, 12, 31), **end)
    with read_on(engine) as session:
        days = (date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 1))
        found = [reference_facts(session, day=day).county("451499") is not None for day in days]
    assert found == [False, True, False]
    with pytest.raises(Conflict):
        write_on(engine, end_row, actor=office, key=key, last_day=date(2027, 1, 1), **end)


def test_a_setting_changes_in_place_and_keeps_its_history(engine: Engine, office: Actor) -> None:
    change(engine, office, "settings", "longest_stay_days", {"value": 90}, since=TODAY)
    with read_on(engine) as session:
        setting = session.get_one(Setting, "longest_stay_days")
        assert (setting.value, setting.updated_at) == (90, AT)
        (kept,) = session.scalars(select(RegisterChange)).all()
        assert (kept.register, kept.object_id, kept.facts) == ("settings", "longest_stay_days", {"value": 90})
        actions = session.scalars(select(AuditRecord.action).where(AuditRecord.object_type == "settings"))
        assert actions.all() == ["register:changed"]
    for wrong in (0, -1, "90", None):
        with pytest.raises(Refused):
            change(engine, office, "settings", "longest_stay_days", {"value": wrong})


def test_who_may_not_write_changes_nothing(engine: Engine) -> None:
    key = key_of(engine, County, County.code == "451423")
    for role, code in (
        (Role.COMMUNE_CHIEF, "06184"),
        (Role.GATE_COMMANDER, "HUUNGHI"),
        (Role.AUDITOR, "KIEMTRA"),
    ):
        actor = make_actor(engine, f"nguoi.{role}", role, code)
        with pytest.raises(NotPermitted):
            change(engine, actor, "counties", key, county_values(on_border=False))
    with read_on(engine) as session, pytest.raises(NotFound):
        list_rows(
            session, actor=make_actor(engine, "hoa.khac", Role.ADMIN, "ADMIN"), slug="secrets", day=TODAY
        )


def test_the_effect_is_counted_before_anything_is_saved(engine: Engine, office: Actor) -> None:
    desk = Desk.open(engine)
    certified = desk.submitted(2, gates="Hữu Nghị")
    desk.write(certify_list, actor=desk.chief, list_id=certified)
    desk.filled(1, first=5)

    def counts(slug: str, key: str | None, values: dict[str, Any] | None = None) -> list[int]:
        with read_on(engine) as session:
            found = effect_of_change(
                session, actor=office, slug=slug, key=key, values=values or {}, day=TODAY
            )
        return [touched.count for touched in found]

    assert counts("counties", key_of(engine, County, County.code == "451481")) == [1, 2, 0]
    assert counts("counties", key_of(engine, County, County.code == "451423")) == [0, 0, 0]
    assert counts("gates", "HUUNGHI") == [1, 2, 0]
    assert counts("gates", "DONGDANG") == [1, 0, 0]
    assert counts("settings", "longest_stay_days") == [1, 2, 0]
    tet = {"first_day": date(2027, 2, 15), "last_day": date(2027, 2, 21)}
    assert counts("holidays", None, tet) == [2]
    with read_on(engine) as session:
        organisation = organisation_named(session, code="06184", day=TODAY).id
    own = key_of(engine, OrganisationName, OrganisationName.organisation_id == organisation)
    assert counts("organisations", own) == [1, 1, 2]


def test_the_agreement_is_read_by_day_and_warns(engine: Engine, office: Actor) -> None:
    desk = Desk.open(engine)
    waiting = desk.submitted(1)
    begin = {"values": AGREED, "since": date(2026, 1, 1), "source_document": NOTICE, "at": AT}
    write_on(engine, begin_agreement, actor=office, **begin)
    with pytest.raises(Conflict):
        write_on(engine, begin_agreement, actor=office, **begin)

    def warned() -> set[str]:
        review = desk.read(review_list, list_id=waiting)
        assert not review.blockers
        return {item.code.value for item in review.warnings} & {"agreement_stay", "agreement_paper"}

    assert warned() == {"agreement_stay"}
    key = key_of(engine, Agreement)
    longer = {**AGREED, "longest_stay_days": 180}
    change(engine, office, "agreement", key, longer, since=date(2026, 11, 24))
    assert warned() == set()
    with read_on(engine) as session:
        rows = session.scalars(select(Agreement).order_by(Agreement.valid_from)).all()
        assert [(row.longest_stay_days, row.valid_to) for row in rows] == [
            (60, date(2026, 11, 23)),
            (180, None),
        ]


def test_a_closure_tells_whom_it_touches_and_is_told_to_others(engine: Engine, office: Actor) -> None:
    desk = Desk.open(engine)
    certified = desk.submitted(2, gates="Hữu Nghị")
    desk.write(certify_list, actor=desk.chief, list_id=certified)
    commander = make_actor(engine, "chien", Role.GATE_COMMANDER, "HUUNGHI")
    days = {"starts_at": AT + timedelta(days=3), "ends_at": AT + timedelta(days=4)}
    with read_on(engine) as session:
        assert [gate.code for gate in own_gates(session, actor=commander)] == ["HUUNGHI", "DONGDANG"]
        assert len(own_gates(session, actor=office)) == 5
        touched = effect_of_closure(session, actor=commander, gate_code="HUUNGHI", **days)
        assert (touched.only_here, touched.due) == (2, 0)
        with pytest.raises(NotFound):
            effect_of_closure(session, actor=commander, gate_code="CHIMA", **days)
    for gate in ("HUUNGHI", "CHIMA"):
        write_on(engine, close_gate, actor=office, gate_code=gate, source_document=NOTICE, at=AT, **days)
    with read_on(engine) as session:
        assert [line.gate_code for line in list_closures(session, actor=commander, at=AT)] == ["HUUNGHI"]
        assert [line.state(AT) for line in closure_notices(session, at=AT)] == ["later", "later"]
        assert closure_notices(session, at=AT - timedelta(days=1)) == ()
        assert closure_notices(session, at=AT + timedelta(days=5)) == ()


def test_an_untouched_change_writes_nothing(engine: Engine, office: Actor) -> None:
    key = key_of(engine, County, County.code == "451423")
    change(engine, office, "counties", key, county_values())

    def changes(session: Session) -> int:
        return len(session.scalars(select(RegisterChange)).all())

    with read_on(engine) as session:
        assert changes(session) == 0
