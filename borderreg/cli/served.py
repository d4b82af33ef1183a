"""The application that `borderreg serve` starts in each of its workers."""

from borderreg.app import create_app
from borderreg.cli.folding import keep_folding
from borderreg.cli.purging import keep_purging
from borderreg.config import load_config

app = create_app(load_config())
keep_folding(app)
keep_purging(app)
