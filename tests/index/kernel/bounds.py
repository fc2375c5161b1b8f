"""A check that the compiled kernel reads and writes nothing beyond an array, and that no sum overflows.

    python -m tests.index.kernel.bounds      (`make test-bounds`)

The kernel reads by pointers, so an index beyond an array mostly finds other values, and no test notices. Here
the modules are compiled with AddressSanitizer and UndefinedBehaviorSanitizer in a copy of the checkout, and
the tests that give damaged arrays to the kernel run there. The first wrong read ends the process and prints
its line.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

COPY = ROOT / ".venv" / "bounds"
COPIED = ("analyzers", "index", "searcher", "training", "tests", "seeds")
TESTS = (
    *("tests/index/kernel", "tests/index/backends/embedded/codec"),
    "tests/index/backends/embedded/search/test_conjunction.py",
    *(f"tests/analyzers/test_{name}.py" for name in ("folding", "lexicon", "passages", "vocabulary")),
)
# A read of one byte beyond an array of numpy: the sanitizer must report it.
BEYOND = """
import ctypes, numpy
numbers = numpy.arange(8, dtype=numpy.int64)
ctypes.memmove(ctypes.create_string_buffer(99), numbers.ctypes.data, 65)
"""


def main() -> None:
    library = sanitizer()
    compile_copy()
    environment = os.environ | {
        "LD_PRELOAD": str(library),
        "PYTHONMALLOC": "malloc",  # Python's own pools would hide what lies beyond a small object
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
        "UBSAN_OPTIONS": "print_stacktrace=1",
    }
    environment.pop("SEARCHER_KERNEL", None)
    assert_it_sees(environment)
    pytest = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--capture=no", "--numprocesses=auto"]
    raise SystemExit(
        subprocess.run(
            [*pytest, "--hypothesis-profile=bounds", *TESTS], cwd=COPY, env=environment, check=False
        ).returncode
    )


def sanitizer() -> Path:
    """Return AddressSanitizer's library: it is preloaded, because Python was not compiled with it."""
    try:
        asked = ["gcc", "-print-file-name=libasan.so"]
        library = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    except OSError as error:
        raise SystemExit(f"gcc: {error.strerror}; test-bounds needs gcc with its libasan") from error
    if not library.is_absolute():  # gcc repeats the name of what it does not have
        raise SystemExit("libasan.so: gcc does not have it; test-bounds needs gcc with its libasan")
    return library


def compile_copy() -> None:
    """Copy the checkout as it is now and compile it there."""
    shutil.rmtree(COPY, ignore_errors=True)
    for name in COPIED:
        shutil.copytree(
            ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd")
        )
    for file in ("setup.py", "pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy2(ROOT / file, COPY / file)
    build = [sys.executable, "setup.py", "--quiet", "build_ext", "--inplace"]
    done = subprocess.run(
        build,
        cwd=COPY,
        env=os.environ | {"SEARCHER_SANITIZE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def assert_it_sees(environment: dict[str, str]) -> None:
    """Assert that the compiled modules contain checks, and that a read beyond an array ends a process."""
    compiled = [file for package in COPIED[:3] for file in (COPY / package).rglob("*.so")]
    assert len(compiled) == len(list(ROOT.glob("index/**/*.pyx")) + list(ROOT.glob("analyzers/*.pyx")))
    assert all(b"__asan_report_load" in file.read_bytes() for file in compiled)
    where = (
        "import index.kernel as kernel, index.kernel._posting_lists as lists; "
        "print(kernel.COMPILED, lists.__file__)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", where], cwd=COPY, env=environment, capture_output=True, text=True, check=True
    )
    assert asked.stdout.startswith(f"True {COPY}"), asked.stdout
    read = subprocess.run(
        [sys.executable, "-c", BEYOND], env=environment, capture_output=True, text=True, check=False
    )
    assert read.returncode, "a read beyond an array is not seen"
    assert "heap-buffer-overflow" in read.stderr, read.stderr


if __name__ == "__main__":
    main()
