"""Users: each of one organisation, with one role."""

import sys

import click

from borderreg.cli.frame import Group
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.domain.access import ORGANISATION_KIND
from borderreg.services.users import NewUser, add_user, disable_user, list_users, reset_user


@click.group(cls=Group)
def user() -> None:
    """Users and their first passwords."""


@user.command()
@click.argument("username")
@click.option("--role", required=True, type=click.Choice([role.value for role in ORGANISATION_KIND]))
@click.option("--organisation", required=True, help="A code that `org list` prints.")
@click.option("--name", required=True, help="The person's full name.")
@click.option("--deputy", is_flag=True, help="A deputy chief: signs with KT.")
@click.option("--password-stdin", is_flag=True, help="Take the password from standard input, for good.")
@pass_state
def add(
    state: State, username: str, role: str, organisation: str, name: str, deputy: bool, password_stdin: bool
) -> None:
    """Add a user; without --password-stdin a password is made up, shown once, to be changed at log-in."""
    given = sys.stdin.read() if password_stdin else None
    added = state.write(
        add_user,
        actor=state.actor,
        username=username,
        name=name,
        role=role,
        organisation_code=organisation,
        is_deputy=deputy,
        password=given.removesuffix("\n").removesuffix("\r") if given is not None else None,
        at=state.at,
    )
    _show(state, added)


@user.command("list")
@pass_state
def list_command(state: State) -> None:
    """List all users by organisation."""
    users = [
        {
            "username": line.username,
            "role": line.role.value,
            "organisation": line.organisation_code,
            "name": line.name,
            "disabled": line.disabled_at is not None,
        }
        for line in state.read(list_users, actor=state.actor)
    ]
    show(state, {"users": users})


@user.command()
@click.argument("username")
@pass_state
def disable(state: State, username: str) -> None:
    """Take all access from a user at once."""
    state.write(disable_user, actor=state.actor, username=username, at=state.at)
    show(state, {"username": username, "disabled": True})


@user.command()
@click.argument("username")
@pass_state
def reset(state: State, username: str) -> None:
    """Make up a new password, shown once, to be changed at the next log-in."""
    _show(state, state.write(reset_user, actor=state.actor, username=username, at=state.at))


def _show(state: State, changed: NewUser) -> None:
    show(
        state,
        {
            "username": changed.username,
            "role": changed.role.value,
            "organisation": changed.organisation_code,
            "password": changed.password,
        },
    )
