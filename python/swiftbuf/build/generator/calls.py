"""A Swift function as Python calls it."""

from collections.abc import Iterator
from dataclasses import dataclass

from .declarations import Function, Nominal
from .names import unique
from .syntax import Parameter, Type
from .type_map import BUFFERS


@dataclass(frozen=True)
class Entry:
    """How C code reaches a call: the function that unpacks for it, and what that passes on."""

    function: str
    subject: str
    scope: str
    takes_tuple: bool = False  # and a dict, as slots do; methods get an argument vector
    is_on_type: bool = False
    makes_instance: bool = False


FUNCTION = Entry("Module.function", "module", "Scope(module: module)")
METHOD = Entry("Holder.method", "holder", "holder.scope")
STATIC_METHOD = Entry("Holder.classMethod", "type", "Scope(type: type)", is_on_type=True)
CONSTRUCTOR = Entry(
    "Holder.constructor", "holder", "holder.scope", is_on_type=True, makes_instance=True
)
INITIALIZER = Entry("Holder.initialize", "holder", "holder.scope", makes_instance=True)
# A method that Python calls on an instance that does not hold a value yet.
REINITIALIZER = Entry("Holder.initializing", "holder", "holder.scope", makes_instance=True)
CALL = Entry("Holder.call", "holder", "holder.scope", takes_tuple=True)
# What Python calls for the next element of an iterator: nil is the end.
NEXT = Entry("Holder.next", "holder", "holder.scope")


@dataclass(frozen=True)
class Passed:
    """One parameter as Python passes it."""

    swift: Parameter
    type: Type
    name: str  # in Python
    local: str  # the variable in generated code
    annotation: str
    default: str | None  # as Swift source; None if it is required
    default_text: str  # the same as a literal in Python, or ...
    default_in_stub: str  # as code

    @property
    def is_span(self) -> bool:
        return self.type.name in BUFFERS

    @property
    def is_optional_closure(self) -> bool:
        return self.type.name == "?" and self.type.parts[0].name == "->"

    @property
    def is_kept(self) -> bool:
        """Whether the object of the method may keep it: a callable that outlives the call."""
        return self.is_optional_closure or (self.type.name == "->" and self.type.escaping)


@dataclass(frozen=True)
class Call:
    """A function as Python calls it.

    `parameters` are in the order of Python: the positional-only ones, those that must be given, the
    others, and the keyword-only ones.
    """

    function: Function
    name: str
    parameters: tuple[Passed, ...]
    positional_only: int
    positional: int
    result: Type  # of `__next__`, without the nil that is the end
    result_annotation: str
    throws: str | None
    calls_back: bool  # whether Swift code may call a Python callable meanwhile
    without_gil: bool
    interrupted: str | None  # the parameter that tells it whether to stop
    pinned: dict[str, str]  # the arguments whose memory must stay where it is, with their classes
    entry: Entry
    owner: Nominal | None  # the type that it is a member of
    callee: str  # what generated code calls

    @property
    def required(self) -> int:
        return sum(parameter.default is None for parameter in self.parameters)

    @property
    def is_on_instance(self) -> bool:
        """Whether it is called on the instance that an object holds."""
        return self.owner is not None and not (self.entry.is_on_type or self.entry.makes_instance)

    @property
    def convention(self) -> str:
        """The row of the method table that takes it."""
        if self.entry.is_on_type:
            return "classKeywords"
        if self.entry.takes_tuple or self.entry.makes_instance:
            return "keywords"
        if not self.parameters:
            return "noArguments"
        if len(self.parameters) == self.positional_only == self.required == 1:
            return "oneArgument"
        return "keywords"

    @property
    def first(self) -> str:
        """What `inspect.signature` leaves out."""
        if self.entry is FUNCTION:
            return "$module"
        return "$type" if self.entry.is_on_type else "$self"

    def signature(self, first: str) -> str:
        """``name($self, a, /, b=1, *, c=2)``, as `inspect.signature` reads it."""
        return f"{self.name}({', '.join(self.written([first] if first else [], typed=False))})"

    def stub_parameters(self, first: list[str]) -> str:
        names = [parameter.name for parameter in self.parameters]
        return ", ".join(self.written([unique(name, names) for name in first], typed=True))

    def written(self, first: list[str], typed: bool) -> Iterator[str]:
        yield from first
        if first and not (typed or self.positional_only):
            yield "/"
        for index, parameter in enumerate(self.parameters):
            if index == self.positional:
                yield "*"
            text = parameter.name
            if typed:
                text += f": {parameter.annotation}"
            if parameter.default is not None:
                shown = parameter.default_in_stub if typed else parameter.default_text
                text += f" = {shown}" if typed else f"={shown}"
            yield text
            if index + 1 == self.positional_only:
                yield "/"

    def docstring(self) -> str:
        names = {parameter.swift.name: parameter.name for parameter in self.parameters}
        return self.function.documentation.docstring(names)
