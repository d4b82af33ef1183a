"""Serve an instance, or a demo with invented people."""

import getpass
import os
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from borderreg.cli.frame import Command
from borderreg.cli.output import on_terminal
from borderreg.cli.state import State, pass_state
from borderreg.config import Config, load_config
from borderreg.domain.errors import Refused
from borderreg.services.demo import LOGINS, PASSWORD, fill_demo, is_demo
from borderreg.services.doctor import Finding, examine, is_loopback

THREADS = 4
DEMO_FOLDER = Path("instance/demo")


@click.command(cls=Command)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@pass_state
def serve(state: State, host: str, port: int, workers: int) -> None:
    """Serve the instance; anywhere but on this machine itself it refuses to start unsafe."""
    _refuse_unsafe(state, host)
    click.echo(f"http://{host}:{port}", err=True)
    _run(state.config, host, port, workers)


@click.command(cls=Command)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--people", default=300, show_default=True, type=click.IntRange(40, 20_000))
@click.option("--seed", default=1, show_default=True)
@click.option("--no-serve", is_flag=True, help="Only fill the instance.")
@pass_state
def demo(state: State, port: int, people: int, seed: int, no_serve: bool) -> None:
    """Fill an instance with invented people and a month of crossings, then serve it on this machine."""
    folder = Path(state.instance) if state.instance else DEMO_FOLDER
    config = load_config(instance=folder, database=state.database, demo=True)
    if is_demo(config.instance):
        click.echo(f"Bản chạy thử có sẵn trong {folder}; muốn làm lại: rm -r {folder}", err=True)
    elif any(config.instance.glob("*")):
        raise Refused(f"{folder} không trống và không phải bản chạy thử.", code="instance_in_use")
    _tell(f"http://127.0.0.1:{port}")
    if not is_demo(config.instance):
        click.echo("Đang tạo dữ liệu giả lập …", err=True)
        fill_demo(
            config,
            people=people,
            seed=seed,
            system_user=getpass.getuser(),
            at=state.at,
            show_progress=on_terminal(),
        )
    if not no_serve:
        _run(config, "127.0.0.1", port, 2)


def _tell(address: str) -> None:
    click.echo(f"\n  {address}\n")
    width = max(len(login.username) for login in LOGINS)
    for login in LOGINS:
        click.echo(f"  {login.username:<{width}}  {PASSWORD}  {login.job}")
    click.echo()


def _refuse_unsafe(state: State, host: str) -> None:
    findings = [finding for finding in examine(state.config, at=state.at) if finding.unsafe]
    if not is_loopback(host):
        findings += _public_findings(state.config)
    if findings:
        lines = "\n".join(f"  {finding.message} → {finding.fix}" for finding in findings)
        raise Refused(f"Không khởi động vì chưa an toàn:\n{lines}", code=findings[0].code)


def _public_findings(config: Config) -> list[Finding]:
    found = []
    if not config.https:
        fix = "BORDERREG_HTTPS=1 sau một máy chủ TLS (docs/deploy.md), hoặc --host 127.0.0.1"
        found.append(Finding("no_tls", "Địa chỉ này ra ngoài máy mà không có TLS.", fix))
    if config.demo or config.development:
        found.append(
            Finding("not_for_production", "Bản chạy thử chỉ phục vụ trên máy này.", "--host 127.0.0.1")
        )
    if all(is_loopback(name) for name in config.trusted_hosts):
        found.append(Finding("no_hosts", "Chưa khai báo tên máy chủ.", "BORDERREG_HOSTS=tên.miền"))
    return found


def _run(config: Config, host: str, port: int, workers: int) -> None:
    os.environ["BORDERREG_INSTANCE"] = str(config.instance)
    os.environ["BORDERREG_DATABASE"] = config.database
    Granian(
        "borderreg.cli.served:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()
