"""What pyproject.toml cannot say: the kernel's twins in Cython, left out where there is no C compiler."""

import numpy as np
from Cython.Build import cythonize
from setuptools import Extension, setup

NAMES = ("hashing", "inverting", "lists", "merging", "scoring", "sets", "terms")
DIRECTIVES = {"language_level": "3", "boundscheck": False, "wraparound": False, "cdivision": True}

twins = cythonize(
    [
        Extension(
            f"index.kernel._{name}",
            [f"index/kernel/_{name}.pyx"],
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
