"""The reference of the Python names: what Sphinx's autodoc is told to show, in the stub's order."""

from . import stub

FENCE = "```{{eval-rst}}\n{}```\n"


def of_class(name: str) -> str:
    """A class of the native module, with all that its stub declares."""
    lines = [f".. autoclass:: swiftbuf.{name}", ""]
    for member, type in stub.installed().members(name):
        directive = "autoattribute" if type else "automethod"
        lines += [f"   .. {directive}:: swiftbuf.{name}.{member}"]
        lines += [f"      :annotation: : {type}"] * bool(type)
    return FENCE.format("\n".join(lines) + "\n")


def of_module(name: str) -> str:
    """A module in Python: what its `__all__` names."""
    return FENCE.format(f".. automodule:: {name}\n   :members:\n   :show-inheritance:\n")
