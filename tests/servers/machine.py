"""A machine with a real systemd: this one's files under an overlay that is thrown away.

systemd-nspawn boots it. It shares the network, so that the bot in it reaches a stand-in outside.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.checkout import ROOT
from tests.e2e.person import until
from tests.needed import program

PYTHON = Path("/opt/python")  # where this machine's own Python lies in it
PACKAGES = Path(next(path for path in sys.path if path.endswith("site-packages")))
# Its changes lie in memory: not every file system can be the upper half of an overlay.
BOOT = """
mount -t tmpfs tmpfs "$1"
mkdir "$1/changes" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/changes,workdir=$1/work" "$1/root"
cp -a "$2/." "$1/root/"
cd "$1/root"
shift 2
exec "$@"
"""


class Machine:
    """`puts` files into it, `boots`, and `runs` commands in it, as root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.console = folder / "console"
        self.files = folder / "files"
        self.place = folder / "machine"
        self.files.mkdir(parents=True)
        self.place.mkdir()
        self._bound = {ROOT / name: f"/srv/quizbot/{name}" for name in ("bot", "questions")}
        self._process: asyncio.subprocess.Process | None = None
        self._inside = 0

    def puts(self, path: str, text: str, mode: int = 0o644) -> None:
        """Write a file that is there when it boots."""
        target = self.files / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        target.chmod(mode)

    def shows(self, folder: Path, place: str) -> None:
        """Have a folder of the test's in it, read-only."""
        self._bound[folder] = place

    async def boots(self) -> None:
        """Boot, but start nothing that a server would start beyond what every boot needs."""
        self._bring_python()
        nspawn = [
            *(program("systemd-nspawn"), "--quiet", "--register=no", "--keep-unit", "--boot"),
            *("--directory=.", "--machine=quizbot-test", "--console=pipe", "--link-journal=no"),
            *(f"--bind-ro={source}:{target}" for source, target in self._bound.items()),
            *("--", "--unit=basic.target"),
        ]
        with self.console.open("wb") as console:
            self._process = await asyncio.create_subprocess_exec(
                *("unshare", "--mount", "--propagation=private", "sh", "-ec", BOOT, "sh"),
                *(self.place, self.files, *nspawn),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=console,
                stderr=console,
            )
        self._inside = await until(self._first_process, "the machine boots", 30)
        async with asyncio.timeout(60):
            while (await self.runs("systemctl", "is-active", "basic.target"))[0] != 0:
                await asyncio.sleep(0.1)
        await self.runs("ldconfig")

    async def does(self, command: str) -> str:
        """Run a command in it, which must succeed; what it says."""
        code, said = await self.runs(*command.split())
        assert code == 0, (command, said)
        return said

    async def runs(self, *command: str) -> tuple[int, str]:
        """What a command in it ends with, and what it says."""
        running = await asyncio.create_subprocess_exec(
            *("nsenter", "--target", str(self._inside), "--all", *command),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await running.communicate()
        return running.returncode or 0, said.decode(errors="replace")

    async def tells(self, unit: str, what: str) -> str:
        """A property of a unit, as systemctl shows it."""
        _, said = await self.runs("systemctl", "show", "--value", "--property", what, unit)
        return said.strip()

    async def says(self, unit: str, text: str) -> None:
        """Wait until a unit has logged this."""
        async with asyncio.timeout(60):
            while text not in (log := await self.log(unit)):
                await asyncio.sleep(0.2)
                assert await self.tells(unit, "ActiveState") != "failed", log

    async def log(self, unit: str) -> str:
        _, said = await self.runs("journalctl", "--unit", unit, "--output=cat", "--no-pager")
        return said

    async def stops(self) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        os.kill(self._nspawn(), signal.SIGTERM)
        try:
            async with asyncio.timeout(20):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    def _nspawn(self) -> int:
        assert self._process is not None
        return self._process.pid  # the shell has become it

    def _first_process(self) -> int:
        """systemd-nspawn's child whose own number, inside, is 1."""
        assert self._process is not None
        assert self._process.returncode is None, self.console.read_text("utf-8")
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                lines = dict(x.split(":", 1) for x in status.read_text("utf-8").splitlines())
            except OSError:
                continue
            if int(lines["PPid"]) == self._nspawn() and lines["NSpid"].split()[1:] == ["1"]:
                return int(lines["Pid"])
        return 0

    def _bring_python(self) -> None:
        """/srv/quizbot/.venv, as a virtual environment of the Python that runs this."""
        home = Path(sys.base_prefix)
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        place = home if home == Path("/usr") else PYTHON
        environment = self.files / "srv/quizbot/.venv"
        (environment / "bin").mkdir(parents=True)
        (environment / "bin/python").symlink_to(place / "bin" / version)
        (environment / "pyvenv.cfg").write_text(f"home = {place}/bin\n")
        packages = f"lib/{version}/site-packages"
        (environment / packages).mkdir(parents=True)
        self.shows(PACKAGES, f"/srv/quizbot/.venv/{packages}")
        if home != place:
            self.shows(home, str(place))
        # Where it is linked to a library of its own, this finds it.
        self.puts("/etc/ld.so.conf.d/test.conf", f"{place}/lib\n")


def unit(name: str) -> str:
    """A file of deploy/, as it is."""
    return (ROOT / "deploy" / name).read_text("utf-8")
