"""Signatures as the type stub has them: the help texts of the native module name no types."""

import ast
from pathlib import Path

import swiftbuf

PATH = Path(swiftbuf.__file__).with_name("_swiftbuf.pyi")


class Spelled(ast.NodeTransformer):
    """Puts the types in that the private aliases of a stub stand for."""

    def __init__(self, module: ast.Module) -> None:
        self.aliases = {
            statement.target.id: statement.value
            for statement in module.body
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
        }

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self.visit(self.aliases[node.id]) if node.id in self.aliases else node


class Stub:
    """The public classes of a stub file, with what they declare."""

    def __init__(self, text: str) -> None:
        self.declared: dict[str, dict[str, list[ast.FunctionDef]]] = {}
        module = ast.parse(text)
        for statement in Spelled(module).visit(module).body:
            if isinstance(statement, ast.ClassDef) and not statement.name.startswith("_"):
                functions = self.declared.setdefault(statement.name, {})
                for part in statement.body:
                    if isinstance(part, ast.FunctionDef):
                        functions.setdefault(part.name, []).append(part)

    def members(self, owner: str) -> list[tuple[str, str]]:
        """What a class declares, in that order, and the type of what is a property."""
        return [
            (name, ast.unparse(first.returns) if is_property(first) and first.returns else "")
            for name, (first, *_) in self.declared[owner].items()
            if name != "__new__"
        ]

    def signature(self, owner: str, name: str) -> tuple[str, str | None] | None:
        """Arguments and result; None where there is no declaration, or more than one."""
        match self.declared.get(owner, {}).get(name, []):
            case [function]:
                arguments, made_on = function.args, slice(1, None)  # not written in a call
                if arguments.posonlyargs:
                    written = {"posonlyargs": arguments.posonlyargs[made_on]}
                else:
                    written = {"args": arguments.args[made_on]}
                arguments = ast.arguments(**(vars(arguments) | written))
                result = ast.unparse(function.returns) if function.returns else None
                return f"({ast.unparse(arguments)})", result
        return None


def is_property(function: ast.FunctionDef) -> bool:
    return [ast.unparse(decorator) for decorator in function.decorator_list] == ["property"]


def installed() -> Stub:
    return Stub(PATH.read_text(encoding="utf-8"))
