"""Keys of the installation; a private key is never printed."""

import click

from borderreg.cli.frame import Group
from borderreg.cli.output import show
from borderreg.cli.state import State, pass_state
from borderreg.crypto import KeyFileError, Signer, load_root_signer
from borderreg.domain.errors import BadInput
from borderreg.services.keys import KeysMade, init_keys, list_keys, revoke_key, rotate_keys


@click.group("keys", cls=Group)
def keys() -> None:
    """Signing keys of communes and province."""


@keys.command()
@pass_state
def init(state: State) -> None:
    """Make the keys that are missing for this half-year and the next."""
    signer = load_root_signer(state.config.keys_dir)
    _show(state, state.write(init_keys, actor=state.actor, root_signer=signer, at=state.at))


@keys.command("list")
@pass_state
def list_command(state: State) -> None:
    """List all key records."""
    show(state, {"keys": [record.facts() for record in state.read(list_keys, actor=state.actor)]})


@keys.command()
@pass_state
def rotate(state: State) -> None:
    """Make the keys of the next half-year and replace revoked ones."""
    signer = load_root_signer(state.config.keys_dir)
    _show(state, state.write(rotate_keys, actor=state.actor, root_signer=signer, at=state.at))


@keys.command()
@click.argument("kid")
@click.option("--reason", required=True)
@pass_state
def revoke(state: State, kid: str, reason: str) -> None:
    """Revoke a key at once; KID is hex as `keys list` prints it."""
    try:
        wanted = bytes.fromhex(kid)
    except ValueError:
        raise BadInput("KID gồm các chữ số thập lục phân.", code="kid") from None
    signer = _root_if_here(state)
    _show(
        state,
        state.write(
            revoke_key, actor=state.actor, kid=wanted, reason=reason, root_signer=signer, at=state.at
        ),
    )


def _root_if_here(state: State) -> Signer | None:
    try:
        return load_root_signer(state.config.keys_dir)
    except KeyFileError:
        return None


def _show(state: State, made: KeysMade) -> None:
    show(
        state,
        {
            "made": made.made,
            "serial": made.serial,
            "keys": [record.facts() for record in state.read(list_keys, actor=state.actor)],
        },
    )
