"""Imports run one way, foreign packages stay where they belong, and `import searcher` is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("analyzers", "index", "searcher")  # each may import those before it
AT_HOME = {  # package: where it may be imported, by the beginning of the module's name
    "whoosh": ("index.",),
    "jieba": ("analyzers.",),
    "rjieba": ("analyzers.",),
    "click": ("searcher.cli", "searcher.render"),
    "rich": ("searcher.cli", "searcher.render", "searcher.browse."),
    "textual": ("searcher.browse.",),
    "pypdfium2": ("index.intake.formats.pdf",),
    "opensearchpy": ("index.backends.opensearch",),
    "xlsxwriter": ("searcher.workbook.",),
    "borax": ("searcher.language.festivals.",),
}
HEAVY = (
    "click",
    "rich",
    "textual",
    "jieba",
    "rjieba",
    "borax",
    "opensearchpy",
)  # rjieba loads its dictionary on import


def _name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {_name(file): file for layer in LAYERS for file in sorted((ROOT / layer).rglob("*.py"))}


def _imports(module: str) -> Iterator[tuple[int, str]]:
    """Yield (line, module imported), imports inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} imports relatively"
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                yield node.lineno, submodule if submodule in MODULES else str(node.module)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_its_own_layer_and_those_below(module: str):
    layer = LAYERS.index(module.partition(".")[0])
    above = LAYERS[layer + 1 :]
    assert not [(line, name) for line, name in _imports(module) if name.partition(".")[0] in above]


@pytest.mark.parametrize("module", MODULES)
def test_a_foreign_package_is_imported_only_where_it_is_at_home(module: str):
    strays = [
        (line, name)
        for line, name in _imports(module)
        if not f"{module}.".startswith(AT_HOME.get(name.partition(".")[0], ""))
    ]
    assert not strays


def test_no_modules_import_each_other_in_a_circle_not_even_inside_functions():
    graph = {
        module: {name for _, name in _imports(module) if name in MODULES and name != module}
        for module in MODULES
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' <- '.join(error.args[1])}")


def test_nothing_above_the_seam_knows_an_engine():
    engines = [name for name in MODULES if name.startswith("index.backends.")]
    known = {
        name for module in MODULES for _, name in _imports(module) if not module.startswith("index.backends")
    }
    assert engines
    assert not known.intersection(engines)


def test_no_modules_name_stands_twice():
    names = [module.rpartition(".")[2] for module, file in MODULES.items() if not file.name.startswith("__")]
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    assert twice == []


def test_import_searcher_loads_no_terminal_code_and_no_dictionary():
    code = f"import sys, searcher; print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
