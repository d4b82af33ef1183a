"""Gate devices: invited by a link of fifteen minutes, listed, revoked."""

import os
from uuid import UUID

import click
from qrcode import QRCode

from borderreg.cli.frame import Group
from borderreg.cli.output import on_terminal, show
from borderreg.cli.state import State, pass_state
from borderreg.services.devices import invite_device, list_devices, revoke_device


@click.group(cls=Group)
def device() -> None:
    """Phones and computers at the gates."""


@device.command()
@click.option("--gate", required=True, help="The gate's code, such as HUUNGHI.")
@pass_state
def invite(state: State, gate: str) -> None:
    """Make an invitation for one device at a gate: fifteen minutes, one use."""
    made = state.write(invite_device, actor=state.actor, gate_code=gate, at=state.at)
    url = f"{_base_url()}/gate/app#enrol={made.token}"
    show(state, {"token": made.token, "url": url, "expires_at": made.expires_at.isoformat()})
    if on_terminal() and not state.as_json:
        picture = QRCode()
        picture.add_data(url)
        picture.print_ascii(invert=True)


def _base_url() -> str:
    return os.environ.get("BORDERREG_URL", "http://127.0.0.1:8000").rstrip("/")


@device.command("list")
@pass_state
def list_command(state: State) -> None:
    """List the devices with their last contact."""
    devices = [
        {
            "device": str(line.id),
            "gate": line.gate_code,
            "name": line.name,
            "enrolled_at": line.enrolled_at.isoformat(),
            "revoked_at": line.revoked_at.isoformat() if line.revoked_at else None,
            "last_contact": line.last_contact.isoformat() if line.last_contact else None,
            "events": line.events,
        }
        for line in state.read(list_devices, actor=state.actor)
    ]
    show(state, {"devices": devices})


@device.command()
@click.argument("device_id", metavar="ID", type=click.UUID)
@pass_state
def revoke(state: State, device_id: UUID) -> None:
    """Revoke a device: what it sends from now on waits for a review."""
    state.write(revoke_device, actor=state.actor, device_id=device_id, at=state.at)
    show(state, {"device": str(device_id), "revoked": True})
