"""The command line: the services of the pages, with the same permission checks, for operators and scripts.

Exit status: 0 done, 1 refused by a rule, 2 wrong usage, 3 not found or not permitted, 4 no database.
"""

import click

from borderreg.cli import (
    audits,
    backups,
    codes,
    databases,
    devices,
    events,
    figures,
    installations,
    keys,
    lists,
    purging,
    reports,
    serving,
    simulating,
    users,
    workers,
)
from borderreg.cli.frame import Group
from borderreg.cli.verifying import list_


@click.group(cls=Group, epilog="--instance DIR, --database URL, --json and --as USERNAME stand anywhere.")
@click.version_option(package_name="borderreg")
def main() -> None:
    """Cross-border worker registration: certify, code, scan, every worker accounted for."""


for _command in (
    installations.init,
    installations.doctor,
    installations.org,
    databases.db,
    serving.serve,
    serving.demo,
    simulating.simulate,
    users.user,
    list_,
    lists.entry,
    workers.worker,
    events.events,
    devices.device,
    codes.qr,
    keys.keys,
    figures.journeys,
    figures.stats,
    reports.report,
    audits.audit,
    backups.backup,
    backups.restore,
    purging.purge,
):
    main.add_command(_command)
