"""Small wrong changes to a Python source, one at a time: swapped operators, shifted numbers, dropped statements.

Decorators, annotations, docstrings and imports are left alone: they do not say what the code computes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import attrs

_SWAPPED: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,),
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
_OTHER_CALL = {"min": "max", "max": "min"}
_DROPPED = (ast.Assign, ast.AugAssign, ast.Expr, ast.Continue, ast.Break)
_LEFT_ALONE = frozenset({"decorator_list", "returns", "annotation", "type_comment"})


@attrs.frozen
class Mutant:
    """One wrong version of a source. `function` and the statement before and after name it where lines move."""

    line: int
    function: str
    before: str
    after: str
    source: str = attrs.field(repr=False)


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of `source`, in the order of its lines."""
    tree = ast.parse(source)
    for function, statement, parent, field, position, node in _places(tree):
        for other in _alternatives(node):
            shown = node if statement is None or isinstance(node, ast.stmt) else statement
            before = _head(shown)
            _put(parent, field, position, other)
            ast.fix_missing_locations(tree)
            after = _head(other if shown is node else shown)
            if after != before:
                yield Mutant(getattr(shown, "lineno", 0), function, before, after, ast.unparse(tree))
            _put(parent, field, position, node)


_Place = tuple[str, ast.stmt | None, ast.AST, str, int | None, ast.AST]


def _places(tree: ast.Module) -> Iterator[_Place]:
    """(function, innermost statement, parent, field, position in the field's list, node) of every node."""
    stack: list[tuple[ast.AST, str, ast.stmt | None]] = [(tree, "", None)]
    while stack:
        parent, function, statement = stack.pop()
        children = [] if isinstance(parent, ast.Import | ast.ImportFrom) else list(_children(parent))
        for field, position, node in children:
            own = node if isinstance(node, ast.stmt) else statement
            yield function, own, parent, field, position, node
        for _, _, node in reversed(children):
            inner = node.name if isinstance(node, ast.FunctionDef) else function
            stack.append((node, inner, node if isinstance(node, ast.stmt) else statement))


def _children(parent: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(parent):
        if field in _LEFT_ALONE:
            continue
        if isinstance(value, ast.AST):
            yield field, None, value
        elif isinstance(value, list):
            yield from ((field, position, node) for position, node in enumerate(value) if isinstance(node, ast.AST))


def _put(parent: ast.AST, field: str, position: int | None, node: ast.AST) -> None:
    if position is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[position] = node


def _alternatives(node: ast.AST) -> list[ast.AST]:
    if type(node) in _SWAPPED:
        return [other() for other in _SWAPPED[type(node)]]
    if isinstance(node, ast.Constant):
        return _other_constants(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        return [node.operand]
    if isinstance(node, ast.Name) and node.id in _OTHER_CALL:
        return [ast.Name(_OTHER_CALL[node.id], node.ctx)]
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.If | ast.While):
        return _decided(node)
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return [ast.Pass()] if isinstance(node, _DROPPED) and not is_text else []


def _other_constants(value: object) -> list[ast.AST]:
    if isinstance(value, bool):
        return [ast.Constant(not value)]
    if isinstance(value, int | float):
        return [ast.Constant(value + 1), ast.Constant(value - 1)]
    return []


def _decided(node: ast.If | ast.While) -> list[ast.AST]:
    """The branch always taken and never taken; a loop only never, since for ever is no answer."""
    choices = [False] if isinstance(node, ast.While) else [True, False]
    return [type(node)(ast.Constant(choice), node.body, node.orelse) for choice in choices]


def _head(node: ast.AST) -> str:
    """The first line of a statement, enough to recognise it by."""
    return ast.unparse(node).split("\n", 1)[0]
