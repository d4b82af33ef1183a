"""Verify the audit log's chains."""

from dataclasses import asdict

import click

from borderreg.cli.frame import Group
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.services.audit_verification import check_chains, log_verification


@click.group(cls=Group)
def audit() -> None:
    """The log of every act."""


@audit.command("verify")
@click.pass_context
@pass_state
def verify_(state: State, ctx: click.Context) -> None:
    """Find any edited, deleted, reordered or cut record; exit status 1 when a chain is broken."""
    found = state.read(check_chains, actor=state.actor)
    state.write(log_verification, actor=state.actor, verified=found, at=state.at)
    show(
        state,
        {
            "organisations": found.organisations,
            "records": found.records,
            "ok": found.first_bad is None,
            "first_bad": asdict(found.first_bad) if found.first_bad else None,
        },
    )
    ctx.exit(0 if found.first_bad is None else 1)
