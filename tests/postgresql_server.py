"""A PostgreSQL server of our own for the tests, where one is installed.

It lies on a Unix socket in a throw-away folder, listens on no port, and is stopped at the end.
"""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

_numbers = itertools.count()


def server_program(name):
    found = shutil.which(name)
    if found:
        return found
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not versions:
        pytest.skip("no PostgreSQL server on this machine: apt-get install postgresql")
    return str(versions[-1])


class Server:
    """A PostgreSQL server that the tests may stop and start."""

    def __init__(self, folder, pg_ctl, rights, is_careful=False):
        self.folder, self.pg_ctl, self.rights, self.is_careful = folder, pg_ctl, rights, is_careful

    def start(self):
        options = f"-k {self.folder} -c listen_addresses='' -c shared_buffers=32MB"
        if not self.is_careful:
            options += " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        command = [self.pg_ctl, "-D", self.folder / "d", "-w", "-l", self.folder / "log", "-o", options]
        subprocess.run([*command, "start"], **self.rights)

    def stop(self, mode="fast"):
        command = [self.pg_ctl, "-D", self.folder / "d", "-m", mode, "stop"]
        subprocess.run(command, **self.rights)

    def run_sql(self, sql):
        import psycopg

        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sql)

    def new_database(self):
        name = f"t{next(_numbers)}"
        self.run_sql(f"create database {name} template template0")
        return f"postgresql://postgres@/{name}?host={self.folder}"


@contextmanager
def running_server(is_careful=False):
    """A server until the end of the block; ``is_careful``: it keeps what it confirmed when it is killed."""
    initdb, pg_ctl = server_program("initdb"), server_program("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="pgt"))
    rights = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        rights |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    server = Server(folder, pg_ctl, rights, is_careful)
    try:
        make = [initdb, "-D", folder / "d", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*make, "--locale=C.UTF-8", "--no-sync"], **rights)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def pg_server():
    pytest.importorskip("psycopg", reason="the extra [postgres] is not installed")
    with running_server() as server:
        yield server


@pytest.fixture
def pg_url(pg_server):
    return pg_server.new_database()
