"""YAML of the packs: bytes in, checked values out; every mistake is named with its file and line.

In: a YAML file and a schema (a frozen `msgspec.Struct`, or a list or dict of them). Out: a value of that schema. Scalars are
read as text and become numbers or booleans only where the schema asks for them, so that the country `NO` stays Norway and
`2011` may be a text; a bare `null`, `~` or nothing is None. A key given twice, a key that the schema does not know and a value
of the wrong kind raise `PackError`, which lists all faults of the file.
Not here: the schemas (`sijill.packs.actors`, `.sources`, `.codebook`, `.language`), cross-references (`sijill.packs.check`).
"""

import difflib
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec
import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sijill.errors import PackError

T = TypeVar("T")
_NULLS = frozenset({"", "~", "null"})


def load_yaml(path: Path, schema: type[T]) -> T:
    """Return the file's value as `schema`; raises PackError that names file and line of every fault."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PackError(f"cannot be read: {error.strerror}", file=str(path)) from error
    return parse_yaml(data, schema, file=str(path))


def parse_yaml(data: bytes | str, schema: type[T], *, file: str) -> T:
    """Return `data` as `schema`; `file` is the name used in messages. Raises PackError."""
    root = _compose(data, file)
    if root is None:
        raise PackError("the file is empty", file=file, line=1)
    try:
        return msgspec.convert(_construct(root, file), schema, strict=False)
    except msgspec.ValidationError as error:
        faults = sorted(set(_iter_faults(root, schema))) or [(1, str(error))]
        line, message = faults[0]
        others = "".join(f"\n{file}:{n}: {text}" for n, text in faults[1:])
        raise PackError(message + others, file=file, line=line) from error


def load_entries(folders: tuple[Path, ...], part: str, schema: type[T]) -> list[tuple[T, Path]]:
    """Return every entry of `FOLDER/part/*.yml` (each file a list of `schema`) with its file, folders in the order given."""
    entry_list: Any = list[schema]  # type: ignore[valid-type]
    return [(entry, path) for folder in folders for path in sorted((folder / part).glob("*.yml")) for entry in load_yaml(path, entry_list)]


def _compose(data: bytes | str, file: str) -> Node | None:
    """Return the root node, every scalar as text."""
    loader = yaml.CBaseLoader(data)
    try:
        node: Node | None = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise PackError(f"not valid YAML: {problem}", file=file, line=mark.line + 1 if mark else None) from error
    finally:
        loader.dispose()
    return node


def _construct(node: Node, file: str) -> Any:
    """Return the plain value of a node: text, None, list or dict."""
    if isinstance(node, ScalarNode):
        return None if not node.style and node.value in _NULLS else node.value
    if isinstance(node, SequenceNode):
        return [_construct(item, file) for item in node.value]
    made: dict[str, Any] = {}
    for key, value in node.value:
        if key.value in made:
            raise PackError(f"the key {key.value!r} is given twice", file=file, line=_line(key))
        made[key.value] = _construct(value, file)
    return made


def _line(node: Node) -> int:
    """Return the line of a node, from 1."""
    return int(node.start_mark.line) + 1


def _iter_faults(node: Node, schema: Any) -> Iterator[tuple[int, str]]:
    """Yield line and message of every place where the node does not fit the schema."""
    if isinstance(schema, type) and issubclass(schema, msgspec.Struct):
        yield from _iter_struct_faults(node, schema)
        return
    origin, arguments = get_origin(schema), get_args(schema)
    if origin in (Union, types.UnionType) and type(None) in arguments and len(arguments) == 2:
        if _construct(node, "") is not None:
            yield from _iter_faults(node, next(a for a in arguments if a is not type(None)))
    elif origin is dict and isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _iter_faults(key, arguments[0])
            yield from _iter_faults(value, arguments[1])
    elif origin in (list, tuple, set, frozenset) and isinstance(node, SequenceNode):
        for item in node.value:
            yield from _iter_faults(item, arguments[0])
    else:
        yield from _iter_value_faults(node, schema)


def _iter_struct_faults(node: Node, schema: type[msgspec.Struct]) -> Iterator[tuple[int, str]]:
    """Yield unknown keys (with the nearest known one), missing keys and faults of the values of a mapping."""
    if not isinstance(node, MappingNode):
        yield _line(node), f"expected keys and values of {schema.__name__}"
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(schema)}
    given = {key.value for key, _ in node.value}
    missing = [name for name, field in fields.items() if field.required and name not in given]
    if missing:
        yield _line(node), f"missing {', '.join(missing)}"
    sound = not missing
    for key, value in node.value:
        if key.value not in fields:
            near = difflib.get_close_matches(key.value, fields, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"allowed: {', '.join(sorted(fields))}"
            yield _line(key), f"unknown key {key.value!r}; {hint}"
            sound = False
            continue
        for fault in _iter_faults(value, fields[key.value].type):
            yield fault
            sound = False
    if sound:
        yield from _iter_value_faults(node, schema)


def _iter_value_faults(node: Node, schema: Any) -> Iterator[tuple[int, str]]:
    """Yield the fault of one value taken as a whole, if it has one."""
    try:
        msgspec.convert(_construct(node, ""), schema, strict=False)
    except msgspec.ValidationError as error:
        shown = f" (given: {node.value!r})" if isinstance(node, ScalarNode) else ""
        yield _line(node), f"{error}{shown}"
