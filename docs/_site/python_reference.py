"""The reference of the Python names: what Sphinx's autodoc is told to show, class by class."""

from . import stub

FENCE = "```{{eval-rst}}\n{}\n```\n"


def of_class(name: str) -> str:
    """A class of the native module: all that its stub declares, and help() has a text for."""
    special = stub.installed().special_methods(name)
    directive = f".. autoclass:: swiftbuf.{name}\n   :members:\n"
    return FENCE.format(directive + f"   :special-members: {', '.join(special)}\n" * bool(special))


def of_module(name: str) -> str:
    """A module in Python: what its `__all__` names."""
    return FENCE.format(f".. automodule:: {name}\n   :members:\n   :show-inheritance:\n")
