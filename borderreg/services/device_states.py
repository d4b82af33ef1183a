"""What a device says of itself: version, pack, clock, what waits; for the commander's list."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from borderreg.domain.periods import local_day
from borderreg.models import DeviceState
from borderreg.services.known_devices import KnownDevice
from borderreg.services.pack_cursor import forget_old_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report: `clock_offset` in seconds that the server is ahead, `oldest_at` of what waits."""

    app_version: str
    pack_serial: int
    pack_issued_at: datetime | None
    clock_offset: int
    waiting: int
    rejected: int
    oldest_at: datetime | None
    ready: bool


def note_state(session: Session, *, device: KnownDevice, report: Report, at: datetime) -> None:
    """Keep a device's newest report; the first one of a day also tidies the log of pack changes."""
    state = session.get(DeviceState, device.id, with_for_update=True)
    if state is None:
        session.add(DeviceState(device_id=device.id, reported_at=at, **asdict(report)))
        return
    if local_day(state.reported_at) != local_day(at):
        forget_old_changes(session, at=at)
    state.reported_at = at
    for name, value in asdict(report).items():
        setattr(state, name, value)
