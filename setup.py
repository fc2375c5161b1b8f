"""What pyproject.toml cannot say: what is compiled with Cython, left out where there is no C compiler."""

import os

import numpy as np
from Cython.Build import cythonize
from setuptools import Extension, setup

KERNEL = (
    *("closeness", "doc_id_lists", "hashing", "inversion", "posting_lists"),
    *("scoring", "sets", "term_lookup", "term_merging", "weighing"),
)
ANALYSIS = ("cutting", "folding", "passages", "vocabulary")
SEARCH = ("conjunction", "matching", "question", "segment_texts")
NAMES = (
    *(f"analyzers._{name}" for name in ANALYSIS),
    *(f"index.kernel._{name}" for name in KERNEL),
    *(f"index.backends.embedded.search._{name}" for name in SEARCH),
)
# `make test-bounds`: a read or write beyond an array, and a sum beyond the largest integer, end the process.
# The kernel reads by pointers, which Cython's own boundscheck does not see; Python gives -fwrapv, which lets
# sums wrap around.
SANITIZED = ["-O1", "-g", "-fno-wrapv", "-fno-omit-frame-pointer", "-fno-sanitize-recover=all"]
SANITIZERS = ["-fsanitize=address,undefined,float-cast-overflow"]
sanitized = os.environ.get("SEARCHER_SANITIZE") == "1"
OPTIMIZED = [] if "CFLAGS" in os.environ else ["-O3"]  # who gives flags has the last word
DIRECTIVES = {"language_level": "3", "boundscheck": False, "wraparound": False, "cdivision": True}

twins = cythonize(
    [
        Extension(
            name,
            [f"{name.replace('.', '/')}.pyx"],
            include_dirs=[np.get_include()],
            define_macros=[("NPY_NO_DEPRECATED_API", "NPY_2_0_API_VERSION")],
            extra_compile_args=[*SANITIZED, *SANITIZERS] if sanitized else OPTIMIZED,
            extra_link_args=SANITIZERS if sanitized else [],
        )
        for name in NAMES
    ],
    build_dir="build",
    compiler_directives=DIRECTIVES,
)
for twin in twins:
    twin.optional = not sanitized and os.environ.get("SEARCHER_COMPILED") != "1"
setup(ext_modules=twins)
