"""Schedulers and workers of dask as processes of their own, and hosts made of network namespaces."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

SUBNET = "10.77.0"
PORT = 8786

Env = Mapping[str, str] | None


class Processes:
    """Starts programs in sessions of their own, keeps what they say, and leaves none behind."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._started: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, command: Sequence[str], name: str, env: Env = None) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{name}.log").open("w") as log:
            process = subprocess.Popen(
                command, cwd=self.folder, env=env, stdout=log, stderr=log, start_new_session=True
            )
        self._started[name] = process
        return process

    def log(self, name: str) -> str:
        """All that a process has said."""
        return (self.folder / f"{name}.log").read_text()

    def wait_until(self, name: str, is_so: Callable[[str], bool]) -> None:
        """Wait until what a process said is as it should be; it must not end before."""
        until = time.monotonic() + 120
        while not is_so(self.log(name)):
            assert self._started[name].poll() is None, self.log(name)
            assert time.monotonic() < until, self.log(name)
            time.sleep(0.05)

    def wait_for(self, name: str, words: str) -> None:
        """Wait until a process said these words."""
        self.wait_until(name, lambda log: words in log)

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """SIGKILL for the process and what it started."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        for process in self._started.values():
            self.kill(process)


def scheduler(processes, host, port=PORT, *, inside=(), name="scheduler", env=None):
    """A scheduler that answers at ``host``."""
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard", "--no-show"]
    process = processes.start([*inside, *command, "--host", host, "--port", str(port)], name, env)
    processes.wait_for(name, "Scheduler at:")
    return process


def worker(processes, address, host, *, inside=(), name="worker", env=None):
    """A worker, with a nanny as dask starts it by default; wait for its ``Registered to:``."""
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--host",
        host,
        "--nthreads",
        "1",
    ]
    space = ["--no-dashboard", "--local-directory", str(processes.folder / f"{name}.space")]
    return processes.start([*inside, *command, *space], name, env)


def batch(processes, verb, *arguments, inside=(), env=None):
    """``extractor batch VERB``; what it says is in the log ``batch``."""
    command = [*inside, sys.executable, "-m", "extractor", "batch", verb, *arguments, "--log", "json"]
    return processes.start(command, "batch", env)


class Hosts:
    """Hosts in network namespaces, each with one cable to a switch in the first; address ``.1`` and on."""

    def __init__(self, count: int) -> None:
        self._prefix = f"x{os.getpid()}"
        self._made = []
        try:
            for number in range(1, count + 1):
                self._add(number)
        except subprocess.CalledProcessError as error:
            self.close()
            pytest.skip(f"network namespaces cannot be made here: {error.stderr.strip()}")

    def inside(self, number: int) -> list[str]:
        """What a command begins with to run on that host."""
        return ["ip", "netns", "exec", self._name(number)]

    def pull_cable(self, number: int) -> None:
        """From one moment to the next no packet goes to or from that host."""
        _ip("-n", self._name(number), "link", "set", "eth0", "down")

    def close(self) -> None:
        for name in reversed(self._made):
            _ip("netns", "del", name)

    def _name(self, number: int) -> str:
        return f"{self._prefix}-{number}"

    def _add(self, number: int) -> None:
        name, first = self._name(number), self._name(1)
        _ip("netns", "add", name)
        self._made.append(name)
        _ip("-n", name, "link", "set", "lo", "up")
        device = "eth0"
        if number == 1:
            device = "switch"
            _ip("-n", name, "link", "add", device, "type", "bridge")
        else:
            _ip(
                "-n",
                first,
                "link",
                "add",
                f"port{number}",
                "type",
                "veth",
                "peer",
                "name",
                device,
                "netns",
                name,
            )
            _ip("-n", first, "link", "set", f"port{number}", "master", "switch", "up")
        _ip("-n", name, "addr", "add", f"{SUBNET}.{number}/24", "dev", device)
        _ip("-n", name, "link", "set", device, "up")


def made_hosts(count: int) -> Hosts:
    """Hosts; skips the test, and says why, where they cannot be made."""
    if shutil.which("ip") is None:
        pytest.skip("no program `ip` on this machine: apt-get install iproute2")
    if os.getuid() != 0:
        pytest.skip("network namespaces need root")
    return Hosts(count)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)
