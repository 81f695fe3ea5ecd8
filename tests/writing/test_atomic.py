"""Files are written whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from govreport.errors import WriteFailed
from govreport.writing.atomic import write_atomically

ROOT = os.name == "posix" and os.geteuid() == 0


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def mounted(tmp_path):
    """Gives a function that mounts something on a new folder; what was mounted goes when the test ends."""
    done: list[Path] = []

    def mount(*arguments: str) -> Path:
        folder = tmp_path / f"mount{len(done)}"
        folder.mkdir()
        if not ROOT:
            pytest.skip("only root can mount a file system")
        asked = subprocess.run(["mount", *arguments, str(folder)], capture_output=True, text=True, check=False)
        if asked.returncode:
            pytest.skip(f"no file system can be mounted here: {asked.stderr.strip()}")
        done.append(folder)
        return folder

    yield mount
    for folder in done:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_file_is_written_with_the_folders_it_needs(tmp_path):
    path = tmp_path / "a" / "b" / "r.json"
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["r.json"]


def test_an_old_file_is_replaced_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "r.json"
    path.write_bytes(b"old and longer")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_permissions_that_the_user_s_mask_gives(tmp_path):
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "r.json", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "r.json").stat().st_mode & 0o777 == 0o640


def test_a_full_disk_leaves_the_old_file_and_no_other(mounted):
    disk = mounted("-t", "tmpfs", "-o", "size=64k", "tmpfs")
    path = disk / "r.json"
    path.write_bytes(b"old")
    with pytest.raises(WriteFailed) as caught:
        write_atomically(path, b"x" * 1_000_000)
    assert str(caught.value) == f"{path}: cannot be written: No space left on device; the old file is unchanged"
    assert path.read_bytes() == b"old"
    assert names(disk) == ["r.json"]


def test_a_full_disk_without_an_old_file_leaves_nothing(mounted):
    disk = mounted("-t", "tmpfs", "-o", "size=64k", "tmpfs")
    with pytest.raises(WriteFailed, match="No space left on device; nothing was written"):
        write_atomically(disk / "r.json", b"x" * 1_000_000)
    assert names(disk) == []


def test_a_folder_that_may_not_be_written_leaves_the_old_file(mounted):
    disk = mounted("-t", "tmpfs", "-o", "size=64k", "tmpfs")
    path = disk / "r.json"
    path.write_bytes(b"old")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(WriteFailed, match="Read-only file system; the old file is unchanged"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(os.name != "posix" or ROOT, reason="root may write everywhere")
def test_a_folder_without_permission_leaves_the_old_file(tmp_path):
    path = tmp_path / "r.json"
    path.write_bytes(b"old")
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(WriteFailed, match="Permission denied; the old file is unchanged"):
            write_atomically(path, b"new")
    finally:
        tmp_path.chmod(0o755)
    assert path.read_bytes() == b"old"


def test_a_file_in_the_place_of_a_folder_is_told_by_name(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteFailed, match=r"r\.json: cannot be written: .*; nothing was written"):
        write_atomically(tmp_path / "file" / "r.json", b"new")


def test_a_folder_in_the_place_of_the_file_is_left_as_it_is(tmp_path):
    (tmp_path / "r.json").mkdir()
    with pytest.raises(WriteFailed, match="cannot be written: is a folder"):
        write_atomically(tmp_path / "r.json", b"new")
    assert names(tmp_path) == ["r.json"]


@pytest.mark.parametrize("name", ["x" * 300 + ".json", "a\0b.json"])
def test_a_name_that_the_system_refuses_is_an_error_and_leaves_nothing(tmp_path, name):
    with pytest.raises(WriteFailed, match="nothing was written"):
        write_atomically(tmp_path / name, b"new")
    assert names(tmp_path) == []


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_whatever_step_fails_the_old_file_stays_alone(tmp_path, monkeypatch, step):
    path = tmp_path / "r.json"
    path.write_bytes(b"old")

    def fail(*_, **__):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(WriteFailed, match="Input/output error; the old file is unchanged"):
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["r.json"]


def test_an_interrupt_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    path = tmp_path / "r.json"
    path.write_bytes(b"old")

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["r.json"])


def test_a_system_that_lets_no_folder_be_opened_is_written_to_all_the_same(tmp_path, monkeypatch):
    from govreport.writing import atomic

    path = tmp_path / "r.json"
    monkeypatch.setattr(atomic.os, "name", "nt")
    atomic._sync_folder(tmp_path / "no such folder")
    monkeypatch.undo()
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


KILLED = """
import os, sys
from pathlib import Path
from govreport.writing.atomic import write_atomically
real = os.fsync
def stop(handle):
    real(handle)
    print("written", flush=True)
    sys.stdin.read()
os.fsync = stop
write_atomically(Path(sys.argv[1]), b"new" * 100_000)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_a_kill_in_the_middle_leaves_the_old_file_whole(tmp_path):
    path = tmp_path / "r.json"
    path.write_bytes(b"old")
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline() == "written\n"
        child.kill()
    assert child.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    write_atomically(path, b"newer")
    assert path.read_bytes() == b"newer"


def test_a_reader_never_sees_half_a_file(tmp_path):
    path = tmp_path / "r.json"
    contents = {b"a" * 300_000, b"b" * 200_000}
    write_atomically(path, b"a" * 300_000)
    script = (
        "import sys; from pathlib import Path; from govreport.writing import write_atomically\n"
        "while True:\n"
        "    write_atomically(Path(sys.argv[1]), b'b' * 200_000); write_atomically(Path(sys.argv[1]), b'a' * 300_000)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(path)]) as child:
        end = time.monotonic() + 1.5
        seen = set()
        while time.monotonic() < end:
            seen.add(path.read_bytes())
        child.kill()
    assert seen <= contents


def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_atomically(tmp_path / "link.txt", b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"
