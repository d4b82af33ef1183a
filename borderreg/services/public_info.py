"""What everybody may know: gates with hours and notices, contact points of gates and communes, of one day."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from borderreg.domain.periods import local_day
from borderreg.domain.places import CrossingPlace, GatePlace
from borderreg.domain.reason_codes import Text
from borderreg.models import Organisation, OrganisationName
from borderreg.services.closures import ClosureLine, closure_notices
from borderreg.services.places import reference_facts

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True)
class GateCard:
    """A gate as a traveller sees it: hours for people; open now, shut by a notice, or neither."""

    gate: GatePlace
    lanes: tuple[CrossingPlace, ...]
    notices: tuple[ClosureLine, ...]
    open_now: bool
    shut: bool

    @property
    def for_workers(self) -> bool:
        """Say whether workers on a list may leave here."""
        return self.gate.for_workers


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call."""

    name: Text
    phone: str


@dataclass(frozen=True, slots=True)
class ContactBook:
    """Whom to call: first the province, then gates, then the police of each commune."""

    province: tuple[Contact, ...]
    gates: tuple[Contact, ...]
    communes: tuple[Contact, ...]


def gate_cards(session: Session, *, at: datetime) -> tuple[GateCard, ...]:
    """Return the gates that people cross, those for workers first."""
    facts = reference_facts(session, day=local_day(at))
    closed = closure_notices(session, at=at)
    cards = [_card(gate, closed, at) for gate in facts.gates if gate.for_people]
    return tuple(sorted(cards, key=lambda card: not card.for_workers))


def contact_book(session: Session, *, at: datetime) -> ContactBook:
    """Return the contact points of the day; who has no telephone is left out."""
    day = local_day(at)
    facts = reference_facts(session, day=day)
    gates = (Contact(Text(g.name_vi, g.name_en, g.name_zh), g.phone) for g in facts.gates if g.phone)
    names = session.scalars(
        select(OrganisationName)
        .join(Organisation, Organisation.id == OrganisationName.organisation_id)
        .where(Organisation.kind == "commune", OrganisationName.phone != "")
        .where(OrganisationName.valid_from <= day)
        .where(OrganisationName.valid_to.is_(None) | (OrganisationName.valid_to >= day))
        .order_by(OrganisationName.name)
    )
    communes = (
        Contact(Text(row.name, row.name_en or row.name, row.name_zh or row.name), row.phone) for row in names
    )
    return ContactBook(contact_points(facts.settings), tuple(gates), tuple(communes))


def contact_points(settings: dict[str, object]) -> tuple[Contact, ...]:
    """Return the contact points that slips print, as the settings name them."""
    points: Any = settings.get("contact_points") or ()
    return tuple(
        Contact(Text(point["vi"], point.get("en", point["vi"]), point["zh"]), point["phone"])
        for point in points
    )


def _card(gate: GatePlace, closed: tuple[ClosureLine, ...], at: datetime) -> GateCard:
    lanes = tuple(point for point in gate.points if point.traffic == "people")
    notices = tuple(line for line in closed if line.gate_code == gate.code)
    shut = any(line.state(at) == "now" for line in notices)
    now = at.astimezone(HANOI).time()
    return GateCard(gate, lanes, notices, not shut and any(_is_open(lane, now) for lane in lanes), shut)


def _is_open(lane: CrossingPlace, now: time) -> bool:
    return lane.status == "open" and lane.open_from <= now < lane.open_to
