"""Play a synthetic border day through the API of a server, and say whether everything adds up."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.error import URLError
from urllib.request import urlopen

import click
from tqdm import tqdm

from borderreg.cli import state as running
from borderreg.cli.frame import Command
from borderreg.cli.output import on_terminal, show
from borderreg.cli.state import State, pass_state
from borderreg.config import Config
from borderreg.domain.errors import Refused, Unavailable
from borderreg.services.simulation import Outcome, plan, simulate_day

STARTS_WITHIN = 120.0
SHOWN_AT_MOST = 50
FIGURES = (
    *("people", "departures", "returns", "refused", "conflicts"),
    *("p50_ms", "p95_ms", "p99_ms", "lost"),
)


@click.command("simulate-day", cls=Command)
@click.option("--people", default=5000, show_default=True, type=click.IntRange(1, 20_000))
@click.option("--gate", default="HUUNGHI", show_default=True, help="The gate's code.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same day.")
@click.option("--server", help="A server of this instance that runs already, such as http://127.0.0.1:8000.")
@click.pass_context
@pass_state
def simulate(state: State, ctx: click.Context, people: int, gate: str, seed: int, server: str | None) -> None:
    """Play a day of invented people through the real API; exit status 1 unless every record adds up."""
    _refuse_in_production(state.config)
    planned = state.read(plan, gate=gate, people=people, seed=seed, at=_now())
    bar = tqdm(total=planned.steps, disable=not on_terminal(), unit=" lượt")
    with _server_of(state.config, server) as address, bar:
        outcome = simulate_day(
            state.engine, actor=state.actor, plan=planned, address=address, clock=_now, done=bar.update
        )
    _tell(state, outcome)
    ctx.exit(1 if outcome.differences else 0)


def _now() -> datetime:
    return running.now()


def _tell(state: State, outcome: Outcome) -> None:
    document: dict[str, object] = {name: getattr(outcome, name) for name in FIGURES}
    if outcome.differences:
        click.echo(f"Không khớp: {len(outcome.differences)} chỗ.", err=True)
        document["differences"] = [item.as_dict() for item in outcome.differences[:SHOWN_AT_MOST]]
    else:
        click.echo(
            f"Khớp: mỗi lượt đã báo nhận có đúng một lần, mọi chuyến đi đúng sự thật "
            f"({outcome.duplicates} lượt gửi lại, {outcome.annulled} lượt huỷ).",
            err=True,
        )
    show(state, document)


def _refuse_in_production(config: Config) -> None:
    if config.https or not config.cli_certifies:
        raise Refused(
            "Đây là hệ thống thật: chỉ mô phỏng trong bản tập huấn hoặc bản thử.", code="not_for_production"
        )


@contextmanager
def _server_of(config: Config, address: str | None) -> Iterator[str]:
    """Give the address of the server that runs already, or of one that lives as long as the day."""
    if address is not None:
        if not _answers(address):
            raise Unavailable(f"{address} không trả lời.")
        yield address.rstrip("/")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = _start(config, port)
    try:
        _wait(process, address)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _start(config: Config, port: int) -> "subprocess.Popen[bytes]":
    own = {
        "BORDERREG_INSTANCE": str(config.instance),
        "BORDERREG_DATABASE": config.database,
        "BORDERREG_HOSTS": "127.0.0.1,localhost",
    }
    command = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "2", "--blocking-threads", "4", "--log-level", "error", "borderreg.cli.served:app"),
    )
    quiet = subprocess.DEVNULL
    environment = os.environ | own
    return subprocess.Popen(  # noqa: S603 (our own interpreter, fixed arguments)
        command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet
    )


def _wait(process: "subprocess.Popen[bytes]", address: str) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while not _answers(address):
        if process.poll() is not None or time.monotonic() > deadline:
            raise Unavailable("Không khởi động được máy chủ: chạy “borderreg doctor” để biết nguyên nhân.")
        time.sleep(0.1)


def _answers(address: str) -> bool:
    if not address.startswith(("http://127.0.0.1:", "http://localhost:")):
        raise click.BadParameter("http://127.0.0.1:CỔNG", param_hint="--server")
    try:
        with urlopen(f"{address.rstrip('/')}/api/v1/keys", timeout=10) as answer:  # noqa: S310 (http on this machine)
            return int(answer.status) == 200
    except (URLError, OSError):
        return False
