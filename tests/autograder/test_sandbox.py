"""What a submission's process can see, reach, use and leave behind."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder import servers
from autograder.bridge.channel import Channel
from autograder.bridge.encode import encode
from autograder.bridge.student import SandboxLostError, StudentSide
from autograder.sandbox import server as server_module
from autograder.sandbox.limits import Limits, MiB
from autograder.sandbox.server import Base, Child, ForkServer, SandboxUnavailableError

SMALL = Limits(timeout=10, memory=200 * MiB, processes=20, files=64, disk=8 * MiB, cpu=20)
STUBBORN = """
while True:
    try:
        x = 0
        while True: x += 1
    except BaseException: pass
"""
LONG_TABLES = """
import ctypes, os, time
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
for _ in range(16):
    os.mkdir("d" * 240); os.chdir("d" * 240)
at = libc.mmap(None, 60_000 * 4096, 1, 2, os.open("f", os.O_RDWR | os.O_CREAT), 0)
for i in range(0, 60_000, 2):
    libc.mprotect(at + i * 4096, 4096, 3)
for _ in range(8):
    if os.fork() == 0: time.sleep(100)
"""
STUDENT, EXAMINER = servers._ROLES


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    warm = Base([STUDENT, EXAMINER], ["numpy"]).servers[0]
    warm.load(["numpy"])
    yield warm.wait()
    warm.close()


class Sandbox:
    """One submission's process, and what its cells say."""

    def __init__(self, server: ForkServer, limits: Limits, files: dict[str, bytes]) -> None:
        ours, theirs = socket.socketpair()
        fd = os.memfd_create("files")
        os.write(fd, encode(files))
        os.lseek(fd, 0, os.SEEK_SET)
        self.child: Child = server.fork(limits, [theirs.fileno(), fd])
        theirs.close()
        os.close(fd)
        self.student = StudentSide(Channel(ours))
        self.limits = limits

    def run(self, source: str) -> dict:
        with self.student.within(self.limits.timeout):
            return self.student.request("run", source)

    def says(self, source: str) -> str:
        """Run a cell and return what it prints, or the exception that it ends with."""
        answer = self.run(source)
        printed = "".join(o.get("text", "") for o in answer["outputs"])
        return answer["error"] or printed.strip()


@pytest.fixture
def sandbox(server: ForkServer) -> Iterator[Sandbox]:
    own = Sandbox(server, SMALL, {"data/x.csv": b"1,2"})
    yield own
    own.child.end()


class TestSeeing:
    def test_its_own_files_are_in_its_own_folder(self, sandbox: Sandbox) -> None:
        assert sandbox.says("print(open('data/x.csv').read())") == "1,2"
        assert sandbox.says("import os; print(os.getcwd(), os.path.expanduser('~'))") == (
            "/home/student /home/student"
        )

    @pytest.mark.parametrize(
        "path",
        [
            *("/etc/passwd", "/etc/shadow", "/root/.ssh", "/var", "/srv", "/opt", "/mnt", "/run"),
            str(Path(__file__)),
            str(Path(__file__).parents[2] / "source"),
            str(Path(__file__).parents[2] / "course"),
            str(Path(__file__).parents[2] / ".git"),
            str(Path(__file__).parents[2] / "src/nnlab/exercises/__init__.py"),
            str(Path(__file__).parents[2] / "src/nnlab/checks/__init__.py"),
        ],
    )
    def test_nothing_of_the_host_is_readable(self, sandbox: Sandbox, path: str) -> None:
        assert sandbox.says(f"import os; print(os.path.exists({path!r}))") == "False"

    @pytest.mark.parametrize("module", ["examiner", "plan", "marking"])
    def test_nothing_of_what_examines_it_is_readable(self, sandbox: Sandbox, module: str) -> None:
        path = str(Path(__file__).parents[2] / "autograder" / f"{module}.py")
        assert sandbox.says(f"print(open({path!r}).read())") in ("", "FileNotFoundError")
        imported = f"import sys; print('autograder.{module}' in sys.modules)"
        assert sandbox.says(imported) == "False"

    def test_the_environment_is_not_the_graders(self, sandbox: Sandbox, monkeypatch) -> None:
        monkeypatch.setenv("CANARY", "secret")
        assert sandbox.says(
            "import os; print('CANARY' in os.environ, 'PYTEST' in str(os.environ))"
        ) == ("False False")

    def test_no_process_but_its_own(self, sandbox: Sandbox) -> None:
        seen = "import os; print([p for p in os.listdir('/proc') if p.isdigit()])"
        assert sandbox.says(seen) in ("['1']", "[]")
        assert sandbox.says("import os; print(os.getpid(), os.getppid())") == "1 0"
        assert sandbox.says("import os; os.kill(2, 0)") == "ProcessLookupError"

    def test_no_open_file_but_the_bridge(self, sandbox: Sandbox) -> None:
        fds = "import os; print(len(os.listdir('/proc/self/fd')) - 1)"
        assert sandbox.says(fds) == "4"

    def test_it_is_nobody_on_the_host(self, sandbox: Sandbox) -> None:
        uid_map = sandbox.says("print(open('/proc/self/uid_map').read())").split()
        assert uid_map[0] == "1000"
        assert uid_map[2] == "1"
        if os.geteuid() == 0:
            assert uid_map[1] != "0"
        status = sandbox.says("print(open('/proc/self/status').read())")
        assert "CapEff:\t0000000000000000" in status
        assert "CapBnd:\t0000000000000000" in status
        assert "NoNewPrivs:\t1" in status
        assert "Seccomp:\t2" in status


class TestReaching:
    def test_no_network_not_even_its_own(self, sandbox: Sandbox) -> None:
        connect = "import socket; socket.create_connection(({!r}, 80), 2)"
        assert sandbox.says(connect.format("1.1.1.1")) == "OSError"
        assert sandbox.says(connect.format("127.0.0.1")) == "OSError"
        assert sandbox.says("import socket; socket.getaddrinfo('example.org', 80)") == "gaierror"

    def test_no_abstract_socket_of_the_host(self, sandbox: Sandbox) -> None:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("\0nnlab-canary")
            listener.listen()
            code = "import socket; socket.socket(socket.AF_UNIX).connect('\\0nnlab-canary')"
            assert sandbox.says(code) == "ConnectionRefusedError"

    @pytest.mark.parametrize(
        "place",
        [
            *("/usr/bin/x", "/etc/x", "/dev/x", "/x", "/proc/sys/kernel/hostname"),
            str(Path(sys.prefix) / "x"),
            str(Path(__file__).parents[2] / "src/nnlab/exercises/x"),
        ],
    )
    def test_nothing_outside_its_folder_is_writable(self, sandbox: Sandbox, place: str) -> None:
        assert sandbox.says(f"open({place!r}, 'w')") in ("OSError", "PermissionError")

    @pytest.mark.parametrize(
        "call",
        [
            "mount(b'none', b'/tmp', b'tmpfs', 0, None)",
            "umount2(b'/home', 2)",
            "umount2(b'/tmp', 2)",
            "unshare(0x10000000)",
            "setns(0, 0)",
            "ptrace(0, 0, 0, 0)",
            "setuid(0)",
            "chroot(b'/tmp')",
            "syscall(321, 0, 0, 0)",
            "syscall(425, 1, 0)",
            "syscall(248, b'user', b'x', b'y', 1, -3)",
        ],
    )
    def test_no_system_call_that_changes_the_walls(self, sandbox: Sandbox, call: str) -> None:
        code = f"import ctypes; print(ctypes.CDLL(None).{call})"
        assert sandbox.says(code) == "-1"

    def test_what_an_exercise_needs_still_works(self, sandbox: Sandbox) -> None:
        code = """
        import subprocess, threading, multiprocessing, tempfile
        t = threading.Thread(target=print, args=("thread",)); t.start(); t.join()
        print(subprocess.run(["echo", "process"], capture_output=True, text=True).stdout)
        with tempfile.TemporaryFile() as f: f.write(b"x")
        with multiprocessing.get_context("fork").Pool(2) as pool: print(pool.map(abs, [-1, -2]))
        """
        said = sandbox.says("\n".join(line[8:] for line in code.splitlines()))
        assert said.split() == ["thread", "process", "[1,", "2]"]


class TestUsing:
    def test_memory_is_bounded_in_one_process(self, sandbox: Sandbox) -> None:
        assert sandbox.run("x = bytearray(400 * 2**20)")["memory"] is True
        assert sandbox.says("print(1)") == "1"

    def test_memory_is_bounded_over_all_processes(self, sandbox: Sandbox) -> None:
        code = (
            "import os, time\n"
            "for _ in range(8):\n"
            "    if os.fork() == 0:\n"
            "        x = bytearray(b'x') * (100 * 2**20); time.sleep(60)\n"
            "time.sleep(60)"
        )
        with pytest.raises(SandboxLostError):
            sandbox.run(code)
        assert sandbox.child.end()["why"] == "memory"

    @pytest.mark.parametrize(
        "makes",
        [
            "import mmap; mmap.mmap(-1, 4096)",
            "import mmap, os; mmap.mmap(os.open('/dev/zero', os.O_RDWR), 4096)",
            "import ctypes; assert ctypes.CDLL(None).shmget(0, 4096, 0o1600) >= 0",
            "import ctypes; assert ctypes.CDLL(None).semget(0, 32000, 0o1600) >= 0",
            "import ctypes; assert ctypes.CDLL(None).msgget(0, 0o1600) >= 0",
            "import os; os.memfd_create('x')",
        ],
        ids=["mmap", "zero", "shmget", "semget", "msgget", "memfd"],
    )
    def test_no_memory_outlives_its_mapping_but_in_files(self, sandbox, makes: str) -> None:
        assert sandbox.says(makes) in ("PermissionError", "OSError", "AssertionError")

    def test_what_shares_memory_by_files_still_works(self, sandbox: Sandbox) -> None:
        code = (
            "import mmap\nfrom multiprocessing import Array, Queue\n"
            "from multiprocessing.shared_memory import SharedMemory\n"
            "own = mmap.mmap(-1, 9, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)\n"
            "queue, block = Queue(), SharedMemory(create=True, size=9)\n"
            "queue.put(block.buf[0] + own[0] + sum(Array('d', 3)))\n"
            "zeros = open('/dev/zero', 'rb').read(2)\n"
            "print(queue.get(), zeros); block.close(); block.unlink()"
        )
        assert sandbox.says(code) == r"0.0 b'\x00\x00'"

    def test_long_tables_of_mappings_do_not_hold_up_the_end(self, sandbox: Sandbox) -> None:
        sandbox.run(LONG_TABLES)
        time.sleep(1)  # several looks of the one who watches
        started = time.monotonic()
        assert sandbox.child.end()["why"] == "closed"
        assert time.monotonic() - started < 3

    def test_a_fork_bomb_is_contained(self, sandbox: Sandbox) -> None:
        code = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
        with contextlib.suppress(BaseException), sandbox.student.within(2):
            sandbox.student.request("run", code)
        started = time.monotonic()
        sandbox.child.end()
        assert time.monotonic() - started < 10

    @pytest.mark.parametrize(
        ("code", "error"),
        [
            ("open('big', 'wb').write(bytes(20 * 2**20))", "OSError"),
            ("open('/dev/shm/big', 'wb').write(bytes(20 * 2**20))", "OSError"),
            ("files = [open('data/x.csv') for _ in range(100)]", "OSError"),
            ("for i in range(10**6): open(f'/tmp/{i}', 'w').close()", "OSError"),
        ],
    )
    def test_disk_files_and_inodes_are_bounded(self, sandbox, code: str, error: str) -> None:
        assert sandbox.says(code) == error

    def test_output_is_bounded(self, sandbox: Sandbox) -> None:
        answer = sandbox.run("for _ in range(3000): print('x' * 10000)")
        assert sum(len(o["text"]) for o in answer["outputs"]) < 2 * SMALL.output_bytes

    def test_processor_time_is_bounded(self, server: ForkServer) -> None:
        own = Sandbox(server, Limits(timeout=20, cpu=1), {})
        with pytest.raises(SandboxLostError):
            own.run(
                "while True:\n    try:\n        while True: x = 1\n    except BaseException: pass"
            )
        assert own.child.end()["cpu"] >= 0.5  # the kernel counts in ticks

    def test_a_cell_without_end_is_interrupted_and_the_next_one_runs(self, server) -> None:
        own = Sandbox(server, Limits(timeout=0.5), {})
        assert own.run("y = 1\nwhile True: pass")["timeout"] is True
        assert own.says("print(y)") == "1"
        own.child.end()

    def test_a_cell_that_will_not_be_interrupted_is_killed(self, server: ForkServer) -> None:
        own = Sandbox(server, Limits(timeout=0.5), {})
        with pytest.raises(SandboxLostError) as lost:
            own.run(STUBBORN)
        assert lost.value.why == "timeout"
        assert own.child.end()["exit"] == -9


class TestBesideOthers:
    @pytest.mark.parametrize(
        "code",
        [
            "x = bytearray(b'x') * (150 * 2**20)",
            "import subprocess\nx = [subprocess.Popen(['sleep', '9']) for _ in range(15)]",
            "open('big', 'wb').write(bytes(6 * 2**20))",
            "files = [open('own.txt') for _ in range(40)]",
        ],
        ids=["memory", "processes", "disk", "files"],
    )
    def test_what_one_uses_is_not_counted_against_another(self, server, code: str) -> None:
        three = [Sandbox(server, SMALL, {"own.txt": b""}) for _ in range(3)]
        for own in three:
            assert own.run(code)["error"] is None
        time.sleep(1)  # several looks of those who watch
        assert [own.says("print(1)") for own in three] == ["1", "1", "1"]
        assert [own.child.end()["why"] for own in three] == ["closed"] * 3

    def test_what_a_hog_is_ended_for_ends_no_other(self, server: ForkServer) -> None:
        honest, hog = (Sandbox(server, SMALL, {}) for _ in range(2))
        assert honest.run("x = bytearray(b'x') * (150 * 2**20)")["error"] is None
        with pytest.raises(SandboxLostError):
            hog.run(
                "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n"
                "        x = bytearray(b'x') * (100 * 2**20); time.sleep(60)\ntime.sleep(60)"
            )
        assert hog.child.end()["why"] == "memory"
        assert honest.says("print(len(x))") == str(150 * 2**20)
        assert honest.child.end()["why"] == "closed"


class TestLeaving:
    def test_the_next_submission_finds_nothing_of_the_one_before(self, server) -> None:
        first = Sandbox(server, SMALL, {"own.txt": b""})
        places = ("x", "/tmp/x", "/dev/shm/x", "/home/x", "/home/student/.bashrc")
        for place in places:
            first.run(f"open({place!r}, 'w').write('x')")
        first.run("import os, sys, builtins, numpy, random")
        first.run("os.environ['LEFT'] = '1'; sys.left = builtins.left = numpy.left = 1")
        first.run("numpy.sum = numpy.mean = None; random.seed = None")
        first.run("import socket; s = socket.socket(socket.AF_UNIX); s.bind('\\0left'); s.listen()")
        first.run("if os.fork() == 0:\n    import time; time.sleep(600)")
        first.run("import atexit, threading; atexit.register(print)")
        first.child.end()
        second = Sandbox(server, SMALL, {})
        for place in (*places[:4], "own.txt"):
            assert second.says(f"import os; print(os.path.exists({place!r}))") == "False"
        assert second.says("import os, sys, builtins, numpy; print(numpy.sum([1, 2]))") == "3"
        assert second.says("print('LEFT' in os.environ, hasattr(sys, 'left'))") == "False False"
        assert second.says("print(hasattr(builtins, 'left'), hasattr(numpy, 'left'))") == (
            "False False"
        )
        assert second.says("print(len([p for p in os.listdir('/proc') if p.isdigit()]))") in "01"
        connect = "import socket; socket.socket(socket.AF_UNIX).connect('\\0left')"
        assert second.says(connect) == "ConnectionRefusedError"
        second.child.end()

    def test_nothing_runs_on_after_the_end(self, server: ForkServer) -> None:
        own = Sandbox(server, SMALL, {})
        marker = f"left-{os.getpid()}-{time.monotonic_ns()}"
        own.run(f"import subprocess; subprocess.Popen(['sleep', '600', '{marker}'])")
        own.run(
            "import os\nif os.fork() == 0:\n    os.setsid()\n"
            f"    if os.fork() == 0: os.execvp('sh', ['sh', '-c', 'sleep 600; echo {marker}'])"
        )
        own.child.end()
        assert marker not in _all_command_lines()

    def test_a_server_that_is_closed_takes_everything_with_it(self) -> None:
        own = Base([STUDENT]).servers[0].wait()
        child = Sandbox(own, SMALL, {})
        marker = f"left-{os.getpid()}-{time.monotonic_ns()}"
        child.run(f"import os; os.system('sh -c \"sleep 600; echo {marker}\" &')")
        own.close()
        deadline = time.monotonic() + 5
        while marker in _all_command_lines() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert marker not in _all_command_lines()


def _all_command_lines() -> str:
    lines = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and folder.name != str(os.getpid()):
            with contextlib.suppress(OSError):
                lines.append((folder / "cmdline").read_bytes().decode(errors="replace"))
    return "\n".join(lines)


class TestWithout:
    def test_without_bubblewrap_it_says_what_to_install(self, monkeypatch) -> None:
        monkeypatch.setattr(server_module.shutil, "which", lambda _: None)
        with pytest.raises(SandboxUnavailableError, match="apt-get install bubblewrap"):
            Base([STUDENT])

    def test_unsafe_is_the_only_way_round(self, monkeypatch) -> None:
        monkeypatch.setattr(server_module.shutil, "which", lambda _: None)
        own = Base([STUDENT], unsafe=True).servers[0].wait()
        sandbox = Sandbox(own, SMALL, {})
        assert sandbox.says("print(6 * 7)") == "42"
        folder = Path(sandbox.says("import os; print(os.getcwd())"))
        assert folder != Path.cwd()
        assert folder.is_dir()
        sandbox.child.end()
        assert not folder.exists()
        own.close()

    def test_an_ordinary_user_gets_the_same_walls(self) -> None:
        outer = ["bwrap", "--unshare-user", "--uid", "1000", "--gid", "1000"]
        outer += ["--dev-bind", "/", "/", "--proc", "/proc", sys.executable, "-c", AS_A_USER]
        done = subprocess.run(outer, capture_output=True, text=True, timeout=60)
        assert done.stdout.split() == ["1000", "False", "0000000000000000", "OSError"], done.stderr


AS_A_USER = """
from tests.autograder.test_sandbox import SMALL, STUDENT, Sandbox
from autograder.sandbox.server import Base
server = Base([STUDENT]).servers[0].wait()
own = Sandbox(server, SMALL, {})
print(own.says("import os, ctypes; print(os.getuid(), os.path.exists('/etc/passwd'))"))
capabilities = "x = (ctypes.c_uint32 * 6)(); h = (ctypes.c_uint32 * 2)(0x20080522, 0)"
print(own.says(capabilities + "; ctypes.CDLL(None).capget(h, x); print('%016x' % x[0])"))
print(own.says("import socket; socket.create_connection(('127.0.0.1', 80), 2)"))
own.child.end()
server.close()
"""
