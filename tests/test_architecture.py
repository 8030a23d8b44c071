"""The rules of `docs/decisions/0001` that a machine can check: sizes, names, and no human language in code.

The layers are an import-linter contract in `pyproject.toml`; style and types are ruff's and mypy's.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sijill"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "node_modules" not in p.parts)
CODE = [*MODULES, *(path for folder in ("benchmarks", "tests", "tools") for path in sorted((ROOT / folder).rglob("*.py")))]

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
MAX_PARAMETERS = 6
MAX_OPTIONS = 17  # of a command: its parameters are what the user types; `batch` has most
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "core", "manager", "handler", "processor"}
LANGUAGE_FREE = {"collect", "read", "extract", "convert", "link", "assess", "review", "lang", "gazetteer"}
# Long lists of words that are no words of a human language, with what they are.
OTHER_WORDS = {
    "sijill/read/html.py": "names of HTML elements",
    "sijill/gazetteer/index.py": "names of the sections of an index",
    "sijill/gazetteer/readers/world.py": "kinds of places as packs may write them",
    "sijill/gazetteer/scan_unknown.py": "kinds of places in packs",
}
MAX_WORDS = 12  # a list of codes or field names is shorter; a list of a language's words is not


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def iter_functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def count_parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    arguments = function.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len([n for n in names if n not in {"self", "cls"}])


def iter_plain_words(node: ast.AST) -> Iterator[str]:
    """Yield the lower-case words among the elements (or keys) of a literal collection."""
    elements: list[ast.expr | None] = []
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "split"
        and isinstance(node.func.value, ast.Constant)
    ):
        yield from re.findall(r"\b[a-z]{3,}\b", str(node.func.value.value))
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        elements = list(node.elts)
    elif isinstance(node, ast.Dict):
        elements = list(node.keys)
    for element in elements:
        if isinstance(element, ast.Constant) and isinstance(element.value, str) and re.fullmatch(r"[a-z]{3,}", element.value):
            yield element.value


def iter_strings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and source text of each string that is no docstring."""
    docstrings = {
        node.body[0].lineno
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node)
    }
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type == tokenize.STRING and token.start[0] not in docstrings:
            yield token.start[0], token.string


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_files_and_functions_are_short(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MAX_FILE_LINES, f"{lines} lines"
    long = {f.name: f.end_lineno - f.lineno + 1 for f in iter_functions(parse(path)) if f.end_lineno - f.lineno >= MAX_FUNCTION_LINES}
    assert not long, f"functions over {MAX_FUNCTION_LINES} lines: {long}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_functions_take_few_parameters(path):
    limit = MAX_OPTIONS if "cli" in path.parts else MAX_PARAMETERS
    many = {f.name: count_parameters(f) for f in iter_functions(parse(path)) if count_parameters(f) > limit}
    assert not many, f"more than {limit} parameters: {many}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_and_has_a_name_that_means_something(path):
    assert ast.get_docstring(parse(path)), "no module docstring"
    assert not FORBIDDEN_NAMES & set(path.relative_to(PACKAGE).with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_errors_are_caught_by_name(path):
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ""
            assert caught not in {"", "Exception", "BaseException"}, f"line {node.lineno}: broad except"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_are_absolute(path):
    relative = [node.lineno for node in ast.walk(parse(path)) if isinstance(node, ast.ImportFrom) and node.level]
    assert not relative, f"relative imports on lines {relative}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_letters_beyond_ascii_in_string_constants(path):
    for line, source in iter_strings(path):
        letters = [c for c in source if not c.isascii() and c.isalpha()]
        assert not letters, f"line {line}: words of human languages belong in packs/: {source[:60]}"
        assert not re.search(r"(\\u0[6-9a-f][0-9a-f]{2}){3}", source, re.IGNORECASE), f"line {line}: an escaped word: {source[:60]}"


@pytest.mark.parametrize(
    "path", [p for p in MODULES if LANGUAGE_FREE & set(p.relative_to(PACKAGE).parts) and name_of(p) not in OTHER_WORDS], ids=name_of
)
def test_no_word_lists_in_the_stages(path):
    for node in ast.walk(parse(path)):
        words = list(iter_plain_words(node))
        assert len(words) <= MAX_WORDS, f"line {node.lineno}: word lists belong in packs/: {words[:5]} ..."
    for line, source in iter_strings(path):
        alternatives = re.findall(r"(?<=[|(:])[a-z]{3,}(?=[|)])", source)
        assert len(alternatives) <= MAX_WORDS, f"line {line}: a word list in a pattern: {alternatives[:5]} ..."


def test_files_with_other_words_still_exist():
    assert all((ROOT / name).is_file() for name in OTHER_WORDS)


def test_what_reads_and_extracts_imports_no_database() -> None:
    code = "import sys, sijill.bulk, sijill.collect.lines, sijill.extract.pool; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0, (
        "it would double the time that each command needs to start"
    )
