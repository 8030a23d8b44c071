"""Fixtures that more than one package of tests needs."""

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from sijill.gazetteer import Gazetteer, open_gazetteer
from sijill.settings import Settings
from sijill.store import Register
from sijill.store.location import parse_address
from tests.postgresql import find_programs, serve_postgresql


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """An empty register."""
    with Register.create(tmp_path / "register") as opened:
        yield opened


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Makes empty databases on a PostgreSQL server and returns their addresses."""
    programs = find_programs()
    if programs is None:
        pytest.skip("there is no PostgreSQL server on this machine")
    with serve_postgresql(programs) as address:
        names = (f"register_{n}" for n in itertools.count())
        server = create_engine(parse_address(address.format(name="postgres")), isolation_level="AUTOCOMMIT")

        def make_database() -> str:
            name = next(names)
            with server.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
            return address.format(name=name)

        yield make_database
        server.dispose()


@pytest.fixture(scope="session")
def world() -> Gazetteer:
    """The default gazetteer; its index is built once and kept between runs."""
    return open_gazetteer(Settings(cache=str(Path(tempfile.gettempdir()) / f"sijill-tests-{os.getuid()}"), data="/nowhere"))
