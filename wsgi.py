"""For a WSGI server: the application of the instance that `BORDERREG_INSTANCE` names."""

from borderreg.app import create_app
from borderreg.config import load_config

app = create_app(load_config())
