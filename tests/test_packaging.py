"""Source distribution and wheel hold what the program needs, nothing that is not its own, and install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("analyzers", "index", "searcher")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OFFLINE = ("--disable-pip-version-check", "--quiet", "--no-deps", "--no-build-isolation", "--no-index")
COMPILER = bool(shutil.which("cc")) and (Path(sysconfig.get_path("include")) / "Python.h").exists()


def ours(*suffixes: str) -> set[str]:
    return {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.suffix in suffixes or file.name == "py.typed"
    }


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, built from a copy: in the checkout are things that builds left behind."""
    folder = tmp_path_factory.mktemp("packaging") / "checkout"
    for package in (*PACKAGES, "tests"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd")
        )
    files = ("pyproject.toml", "setup.py", "MANIFEST.in", "LICENSE", "NOTICE")
    for file in (*(ROOT / name for name in files), *ROOT.glob("*.md")):
        shutil.copy(file, folder)
    build = "import sys; from setuptools import build_meta; build_meta.build_sdist(sys.argv[1])"
    command = [sys.executable, "-c", build, str(folder.parent)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.parent.glob("*.tar.gz")
    return built


@pytest.fixture(scope="module")
def wheel(sdist: Path) -> Path:
    """The wheel as pip makes it from the source distribution."""
    command = [sys.executable, "-m", "pip", "wheel", *OFFLINE, "--wheel-dir", str(sdist.parent), str(sdist)]
    quickly = os.environ | {"CFLAGS": "-O0"}  # what is tried is that it installs and finds, not how fast
    done = subprocess.run(command, env=quickly, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = sdist.parent.glob("*.whl")
    return built


def environment(folder: Path) -> str:
    """Python in a fresh environment that has what searcher needs, and no searcher."""
    # Without a pip of its own, for that brings a setuptools of its own.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, capture_output=True)
    python = str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    asked = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    # Of a folder that a .pth names, the .pth files are not read: those of the editable searcher among them.
    (Path(packages) / "needed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    missing = subprocess.run([python, "-P", "-c", "import searcher"], capture_output=True, check=False)
    assert b"No module named 'searcher'" in missing.stderr
    return python


def install(python: str, file: Path, kernel: str, **told: str) -> str:
    """Install a distribution, use it, and return what that printed."""
    # What the tests run on, another kernel or another Whoosh, says nothing of what is installed.
    ours = ("SEARCHER_", "PYTHON")
    variables = {name: value for name, value in os.environ.items() if not name.startswith(ours)} | told
    printed = ""
    for command in (
        ["-m", "pip", "install", *OFFLINE, str(file)],
        [str(ROOT / ".ci" / "smoke.py"), str(ROOT / "seeds"), kernel],
    ):
        done = subprocess.run([python, *command], env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        printed = done.stdout
    return printed


@pytest.mark.skipif(not COMPILER, reason="nothing to compile the kernel with")
def test_the_wheel_installs_in_a_fresh_environment_and_finds(wheel: Path, tmp_path: Path):
    assert " compiled," in install(environment(tmp_path / "fresh"), wheel, "compiled")


def test_the_source_distribution_installs_where_there_is_no_compiler_and_finds(sdist: Path, tmp_path: Path):
    assert " numpy," in install(environment(tmp_path / "fresh"), sdist, "numpy", CC="no-such-compiler")


def test_the_source_distribution_holds_what_it_is_built_from_and_its_guides(sdist: Path):
    with tarfile.open(sdist) as archive:
        top, names = archive.getnames()[0], {name.partition("/")[2] for name in archive.getnames()}
    assert top == f"news_searcher-{PROJECT['project']['version']}"
    assert ours(".py", ".pyi", ".pyx", ".pxd", ".tsv", ".md", ".po", ".mo") <= names
    assert {"setup.py", "pyproject.toml", "LICENSE", "NOTICE", "README.md", "CHANGELOG.md"} <= names
    assert not [
        name for name in names if name.startswith(("tests/", "build/")) or name.endswith((".so", ".c"))
    ]


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


def test_the_wheel_holds_every_file_the_packages_read_and_no_source_of_what_is_compiled(names: set[str]):
    read = ours(".py", ".pyi", ".tsv", ".mo")
    assert {f"{package}/py.typed" for package in PACKAGES} <= read
    assert {"analyzers/tables/traditional.tsv", "index/locale/zh/LC_MESSAGES/searcher.mo"} <= read
    assert read <= names
    assert not [name for name in names if name.endswith((".pyx", ".pxd", ".c"))]


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with ZipFile(wheel) as archive:
        (file,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(file))


def test_the_metadata_names_the_project_s_pages_and_the_pythons_that_ci_tries(metadata: Message):
    assert {url.split(", ")[0] for url in metadata.get_all("Project-URL", [])} >= {"Homepage", "Changelog"}
    prefix = "Programming Language :: Python :: 3."
    named = [each for each in metadata.get_all("Classifier", []) if each.startswith(prefix)]
    minors = [int(each.removeprefix(prefix)) for each in named]
    assert metadata["Requires-Python"] == f">=3.{min(minors)}"
    built = [
        int(each.removeprefix("cp3").removesuffix("-*")) for each in PROJECT["tool"]["cibuildwheel"]["build"]
    ]
    tried = (ROOT / ".ci" / "run").read_text("utf-8").partition("for python in ")[2].partition(";")[0].split()
    assert minors == built == [int(each.removeprefix("3.")) for each in tried]


@pytest.mark.skipif(not COMPILER, reason="nothing to compile the kernel with")
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
