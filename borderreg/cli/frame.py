"""What every command has in common: the global options anywhere on the line, and errors as exit codes."""

from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from borderreg.cli.output import show_refusal
from borderreg.cli.state import WITH_VALUE, State, state_of
from borderreg.domain.errors import (
    BadInput,
    BorderregError,
    NotFound,
    NotPermitted,
    Unavailable,
)

REFUSED, USAGE, NOT_FOUND, NO_DATABASE = 1, 2, 3, 4
EXIT_CODES: tuple[tuple[type[BorderregError], int], ...] = (
    (NotFound, NOT_FOUND),
    (NotPermitted, NOT_FOUND),
    (BadInput, USAGE),
    (Unavailable, NO_DATABASE),
    (BorderregError, REFUSED),
)


class _TakesGlobals:
    """Accept --instance, --database, --as and --json at any place of the line."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the global options out before the rest is parsed."""
        return super().parse_args(ctx, _take_globals(state_of(ctx), args))  # type: ignore[misc,no-any-return]  # click's own parse_args


class Command(_TakesGlobals, click.Command):
    """A command whose expected errors become an exit code and a clear line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors of the domain end it with the exit code that cli.md gives them."""
        try:
            return super().invoke(ctx)
        except BorderregError as error:
            show_refusal(state_of(ctx), error)
            ctx.exit(next(code for kind, code in EXIT_CODES if isinstance(error, kind)))
        except DBAPIError as error:
            click.echo(f"Không dùng được cơ sở dữ liệu: {_first_line(error)}", err=True)
            click.echo("Chạy “borderreg doctor” để biết nguyên nhân.", err=True)
            ctx.exit(NO_DATABASE)


class Group(_TakesGlobals, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type


class GroupWithDefault(Group):
    """A group whose first word may also be the argument of its default command (`backup DIR`)."""

    default = ""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Put the default command's name in front of a word that names no command."""
        if args and args[0] not in self.commands:
            args = [self.default, *args]
        return super().resolve_command(ctx, args)


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]


def _take_globals(state: State, args: list[str]) -> list[str]:
    rest: list[str] = []
    words = iter(args)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            rest.extend((word, *words))
        elif word == "--json":
            state.as_json = True
        elif name in WITH_VALUE:
            given = value if equals else next(words, None)
            if given is None:
                raise click.UsageError(f"{name} cần một giá trị.")
            setattr(state, WITH_VALUE[name], given)
        else:
            rest.append(word)
    return rest
