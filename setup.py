"""What pyproject.toml cannot say: what is compiled with Cython, left out where there is no C compiler."""

import numpy as np
from Cython.Build import cythonize
from setuptools import Extension, setup

KERNEL = ("documents", "hashing", "inverting", "lists", "merging", "scoring", "sets", "terms")
NAMES = ("analyzers._folding", *(f"index.kernel._{name}" for name in KERNEL))
DIRECTIVES = {"language_level": "3", "boundscheck": False, "wraparound": False, "cdivision": True}

twins = cythonize(
    [
        Extension(
            name,
            [f"{name.replace('.', '/')}.pyx"],
            include_dirs=[np.get_include()],
            define_macros=[("NPY_NO_DEPRECATED_API", "NPY_2_0_API_VERSION")],
            extra_compile_args=["-O3"],
        )
        for name in NAMES
    ],
    build_dir="build",
    compiler_directives=DIRECTIVES,
)
for twin in twins:
    twin.optional = True
setup(ext_modules=twins)
