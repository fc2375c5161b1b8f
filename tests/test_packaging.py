"""The wheel holds what the program needs, and nothing that is not its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("analyzers", "index", "searcher")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy: in the checkout, setuptools packs what an earlier build left behind."""
    folder = tmp_path_factory.mktemp("packaging")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd")
        )
    for file in (
        ROOT / "pyproject.toml",
        ROOT / "setup.py",
        ROOT / "LICENSE",
        ROOT / "NOTICE",
        *ROOT.glob("*.md"),
    ):
        shutil.copy(file, folder)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    offline = ["--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, *offline, "--wheel-dir", str(folder), str(folder)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_passes_check_wheel_contents(wheel: Path):
    checker = Path(sys.executable).with_name("check-wheel-contents")
    done = subprocess.run([checker, wheel], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_brings_three_packages_and_their_metadata(names: set[str]):
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_holds_every_file_the_packages_read(names: set[str]):
    ours = {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.suffix in (".py", ".pyi", ".tsv") or file.name == "py.typed"
    }
    assert {f"{package}/py.typed" for package in PACKAGES} <= ours
    assert {"analyzers/opencc_ts_characters.tsv", "index/pages/weights.tsv"} <= ours
    assert ours <= names


@pytest.mark.skipif(
    not shutil.which("cc") or not (Path(sysconfig.get_path("include")) / "Python.h").exists(),
    reason="nothing to compile the kernel with",
)
def test_the_kernel_is_compiled_where_there_is_a_compiler(names: set[str]):
    compiled = {name.split(".")[0] for name in names if name.endswith((".so", ".pyd"))}
    sources = (file for package in PACKAGES for file in (ROOT / package).rglob("*.pyx"))
    assert compiled == {file.relative_to(ROOT).with_suffix("").as_posix() for file in sources}
    asked = [sys.executable, "-c", "import index.kernel; print(index.kernel.COMPILED)"]
    environment = {name: value for name, value in os.environ.items() if name != "SEARCHER_KERNEL"}
    said = subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout == "True\n", "run: make"


def test_the_wheel_brings_the_licence_and_the_notice_of_what_it_borrows(names: set[str]):
    assert {name.rpartition("/")[2] for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_wheel_installs_the_command(wheel: Path):
    with ZipFile(wheel) as archive:
        (entry_points,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "searcher = searcher.start:main" in archive.read(entry_points).decode()
