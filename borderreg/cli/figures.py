"""Journeys, and the balance to the last person."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from borderreg.cli.frame import Group
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.cli.times import INSTANT
from borderreg.reports.balance import Balance, BalanceGroup, balance
from borderreg.services.journeys import rebuild
from borderreg.services.tallies import fold_changes, rebuild_tallies


@click.group(cls=Group)
def journeys() -> None:
    """Journeys, derived from the crossing log."""


@journeys.command("rebuild")
@click.option("--check", is_flag=True, help="Change nothing; fail when anything would change.")
@click.pass_context
@pass_state
def rebuild_(state: State, ctx: click.Context, check: bool) -> None:
    """Fold every worker's log anew; the result is the same at any time."""
    run = state.read if check else state.write
    done = run(rebuild, actor=state.actor, at=state.at, check=check)
    show(state, {"workers": done.workers, "changed": done.changed})
    ctx.exit(1 if check and done.changed else 0)


@click.group(cls=Group)
def stats() -> None:
    """Figures that always reconcile."""


@stats.command("balance")
@click.option("--by", type=click.Choice(["commune", "gate", "employer"]))
@click.option("--at", "at_", type=INSTANT, help="As of this instant, from the log alone.")
@click.pass_context
@pass_state
def balance_(state: State, ctx: click.Context, by: str | None, at_: datetime | None) -> None:
    """Count each certified entry once: never left, abroad, returned or contradictory."""
    found = state.read(balance, actor=state.actor, now=state.at, by=by, at=at_)
    show(state, _balance_document(found))
    ctx.exit(0 if found.difference == 0 else 1)


@stats.command("fold")
@click.option("--rebuild", is_flag=True, help="Add everything up anew from the log; it may take minutes.")
@pass_state
def fold_(state: State, rebuild: bool) -> None:
    """Fold what was recorded since into the sums that figures are read from; `serve` does it by itself."""
    if rebuild:
        done = state.write(rebuild_tallies, actor=state.actor, at=state.at)
        return show(state, {"changes": done.changes, "persons": done.persons})
    changes = persons = 0
    while (some := state.write(fold_changes, at=state.at)).changes:
        changes, persons = changes + some.changes, persons + some.persons
    return show(state, {"changes": changes, "persons": persons})


def _balance_document(found: Balance) -> dict[str, Any]:
    return {
        "groups": [asdict(group) for group in found.groups],
        "total": _without_key(found.total),
        "difference": found.difference,
    }


def _without_key(group: BalanceGroup) -> dict[str, Any]:
    return {name: value for name, value in asdict(group).items() if name != "key"}
