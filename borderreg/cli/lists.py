"""Lists: imported, submitted, certified, returned, revoked, printed and verified; always in a user's name."""

from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy.orm import Session

from borderreg.cli.frame import Group
from borderreg.cli.output import problem_documents, show
from borderreg.cli.state import State, pass_state
from borderreg.documents.template import list_template
from borderreg.domain.errors import BadInput, NotFound, NotPermitted
from borderreg.domain.periods import local_day
from borderreg.services.certification import certify_list
from borderreg.services.imports import import_rows, read_file
from borderreg.services.list_changes import revoke_list, withdraw_entry
from borderreg.services.list_reading import RowLine, read_list
from borderreg.services.lists import return_list, submit_list
from borderreg.services.papers import draw, prepare_print
from borderreg.services.places import reference_facts
from borderreg.services.review import review_list

CTI_BYTES = 8
WRITABLE = click.Path(dir_okay=False, writable=True, path_type=Path)
READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("list", cls=Group)
def list_() -> None:
    """Lists of workers that a commune certifies."""


@list_.command("import")
@click.argument("file", type=READABLE)
@click.option("--commune", required=True, help="The commune's five digits.")
@click.option("--list", "list_id", type=click.UUID, help="Add to this open draft.")
@click.pass_context
@pass_state
def import_(state: State, ctx: click.Context, file: Path, commune: str, list_id: UUID | None) -> None:
    """Import a workbook (.xlsx or .csv) as a draft: good rows kept, every problem named."""
    actor = state.actor
    if actor.user_id is not None and actor.organisation_code != commune:
        raise NotFound("Không có xã này, hoặc người dùng không thuộc xã này.", code="organisation_not_found")
    data = file.read_bytes()
    read = state.read(read_file, actor=actor, filename=file.name, data=data, at=state.at)
    done = state.write(import_rows, actor=actor, read=read, list_id=list_id, at=state.at)
    show(
        state,
        {
            "list": str(done.list_id) if done.list_id else None,
            "rows": done.rows,
            "imported": done.imported,
            "problems": problem_documents(done.problems),
        },
    )
    ctx.exit(0 if done.imported else 1)


@list_.command()
@click.option("-o", "--output", required=True, type=WRITABLE)
@pass_state
def template(state: State, output: Path) -> None:
    """Write the workbook to fill in, with validation lists and text format for numbers."""
    facts = state.read(reference_facts, day=local_day(state.at))
    workbook = list_template(
        document_types=[kind.name_vi for kind in facts.document_types],
        counties=[county.vi for county in facts.counties],
        gates=[gate.name_vi for gate in facts.gates if gate.for_workers],
    )
    output.write_bytes(workbook)
    show(state, {"file": str(output)})


@list_.command()
@click.argument("list_id", metavar="ID", type=click.UUID)
@pass_state
def submit(state: State, list_id: UUID) -> None:
    """Hand a draft to the chief."""
    state.write(submit_list, actor=state.actor, list_id=list_id, at=state.at)
    _show(state, list_id)


@list_.command()
@click.argument("list_id", metavar="ID", type=click.UUID)
@pass_state
def certify(state: State, list_id: UUID) -> None:
    """Certify a submitted list and sign its codes; refused with every blocker at once."""
    if not state.config.cli_certifies:
        raise NotPermitted("Máy này không cho xác nhận qua dòng lệnh.", code="cli_certifies_off")
    state.write(certify_list, actor=state.actor, list_id=list_id, at=state.at)
    _show(state, list_id)


@list_.command("return")
@click.argument("list_id", metavar="ID", type=click.UUID)
@click.option("--reason", required=True)
@pass_state
def return_(state: State, list_id: UUID, reason: str) -> None:
    """Send a submitted list back for completion."""
    state.write(return_list, actor=state.actor, list_id=list_id, reason=reason, at=state.at)
    _show(state, list_id)


@list_.command()
@click.argument("list_id", metavar="ID", type=click.UUID)
@click.option("--reason", required=True)
@pass_state
def revoke(state: State, list_id: UUID, reason: str) -> None:
    """Revoke a certified list and every entry of it."""
    state.write(revoke_list, actor=state.actor, list_id=list_id, reason=reason, at=state.at)
    _show(state, list_id)


@list_.command("show")
@click.argument("list_id", metavar="ID", type=click.UUID)
@pass_state
def show_(state: State, list_id: UUID) -> None:
    """Show a list with its codes, or with what keeps it from being certified."""
    _show(state, list_id)


@list_.command("print")
@click.argument("list_id", metavar="ID", type=click.UUID)
@click.option("-o", "--output", required=True, type=WRITABLE)
@click.option("--slips", is_flag=True, help="Add a slip for each person.")
@click.option("--cards", is_flag=True, help="Add a card of identity-card size for each person.")
@pass_state
def print_(state: State, list_id: UUID, output: Path, slips: bool, cards: bool) -> None:
    """Write the list as PDF: the official table, the annex of codes, slips and cards when asked."""
    job = state.write(
        prepare_print, actor=state.actor, list_id=list_id, slips=slips, cards=cards, at=state.at
    )
    printed = draw(job)
    output.write_bytes(printed.pdf)
    show(state, {"file": str(output), "pages": printed.pages, "entries": job.entries})


@click.group(cls=Group)
def entry() -> None:
    """One person of a certified list."""


@entry.command()
@click.argument("cti")
@click.option("--reason", required=True)
@pass_state
def withdraw(state: State, cti: str, reason: str) -> None:
    """Take one person off a certified list at once; CTI is 16 hex digits as `list show` prints it."""
    done = state.write(withdraw_entry, actor=state.actor, cti=_cti(cti), reason=reason, at=state.at)
    show(state, {"cti": done.cti, "status": done.status})


def _cti(text: str) -> bytes:
    try:
        cti = bytes.fromhex(text)
    except ValueError:
        cti = b""
    if len(cti) != CTI_BYTES:
        raise BadInput("Mã CTI gồm 16 chữ số thập lục phân.", code="cti")
    return cti


def _show(state: State, list_id: UUID) -> None:
    show(state, state.read(_document, state, list_id))


def _document(session: Session, state: State, list_id: UUID) -> dict[str, Any]:
    page = read_list(session, actor=state.actor, list_id=list_id, at=state.at)
    review = review_list(session, actor=state.actor, list_id=list_id, at=state.at)
    return {
        "list": str(list_id),
        "number": page.head.list_no or None,
        "status": page.head.status,
        "entries": [_entry(row) for row in page.rows],
        "problems": problem_documents((*review.blockers, *review.warnings)),
    }


def _entry(row: RowLine) -> dict[str, Any]:
    return {
        "row": row.row,
        "name": row.name,
        "entry_code": row.entry_code or None,
        "cti": row.cti or None,
        "digits": row.digits or None,
        "status": row.status.value,
    }
