"""The production application with two bare calls beside it, to measure a scan against them in one run."""

import os

from flask import Flask, g, jsonify, request
from sqlalchemy import Column, DateTime, MetaData, String, Table, insert

from borderreg.app import create_app
from borderreg.config import load_config
from borderreg.db import write
from borderreg.models import new_id
from borderreg.web.security import public

BARE = Table(
    "bench_bare",
    MetaData(),
    Column("id", String(36), primary_key=True),
    Column("at", DateTime(timezone=True)),
)


def add_bare_calls(app: Flask) -> Flask:
    """Add a bare JSON answer and a bare durable INSERT, both through every layer that a scan passes."""
    csrf = app.extensions["csrf"]

    @public
    def bare_json():  # type: ignore[no-untyped-def]
        request.get_data()
        return jsonify({"server_time": g.at.isoformat()})

    @public
    def bare_insert():  # type: ignore[no-untyped-def]
        request.get_data()
        write(lambda session: session.execute(insert(BARE), [{"id": str(new_id()), "at": g.at}]))
        return jsonify({"server_time": g.at.isoformat()})

    for view in (bare_json, bare_insert):
        csrf.exempt(view)
        app.add_url_rule(f"/bench/{view.__name__}", view.__name__, view, methods=["POST"])
    return app


if os.environ.get("BORDERREG_BENCH"):
    app = add_bare_calls(create_app(load_config()))
