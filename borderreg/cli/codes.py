"""Codes: verify what a scanner read, or draw digits as a symbol."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from borderreg.cli.frame import Group
from borderreg.cli.lists import WRITABLE
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.cli.times import INSTANT
from borderreg.documents.qr import as_png, as_svg
from borderreg.domain.errors import BadInput
from borderreg.services.code_check import check_code

EXIT_OF_CLASS = {"accept": 0, "check": 10, "refuse": 11, "unreadable": 12}


@click.group(cls=Group)
def qr() -> None:
    """Codes in digits (format LS1)."""


@qr.command()
@click.argument("digits")
@click.option("--at", "at_", type=INSTANT, help="The time of the passage; now when left out.")
@click.option("--gate", help="The gate's code; a gate on the list when left out.")
@click.option("--direction", type=click.Choice(["departure", "return"]), default="departure")
@click.pass_context
@pass_state
def verify(
    state: State, ctx: click.Context, digits: str, at_: datetime | None, gate: str | None, direction: str
) -> None:
    """Answer as a gate would: exit status 0 accept, 10 check, 11 refuse, 12 unreadable."""
    found = state.write(
        check_code,
        actor=state.actor,
        digits=digits,
        gate_code=gate,
        direction=direction,
        passing_at=at_ or state.at,
        at=state.at,
    )
    show(
        state,
        {
            "class": found.class_,
            "reasons": list(found.reasons),
            "cti": found.cti,
            "person": asdict(found.person) if found.person else None,
        },
    )
    ctx.exit(EXIT_OF_CLASS[found.class_])


@qr.command()
@click.argument("digits")
@click.option("-o", "--output", required=True, type=WRITABLE, help="A file name ending in .svg or .png.")
@pass_state
def draw(state: State, digits: str, output: Path) -> None:
    """Draw digits as a QR symbol, level Q, with its quiet zone."""
    kind = output.suffix.lower()
    if kind not in (".svg", ".png"):
        raise BadInput("Tên tệp phải kết thúc bằng .svg hoặc .png.", code="file_type")
    try:
        picture = as_svg(digits).encode() if kind == ".svg" else as_png(digits)
    except ValueError:
        raise BadInput("Mã gồm 1 đến 1000 chữ số.", code="digits") from None
    output.write_bytes(picture)
    show(state, {"file": str(output)})
