"""The public declarations of a Swift module, as the generator sees them."""

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from .documentation import Documentation
from .syntax import Parameter, Type


@dataclass(frozen=True)
class Place:
    """Where a declaration is; lines and columns from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def short(self) -> str:
        return f"{Path(self.file).name}:{self.line}" if self.file else "the compiler"


class Kind(Enum):
    CLASS = "swift.class"
    STRUCT = "swift.struct"
    ENUM = "swift.enum"


@dataclass
class Declaration:
    """The part that all declarations share. `swift` is how Swift calls it, such as ``add(_:)``.

    `scope` is the path of the type that it is in, empty outside of types.
    """

    swift: str
    place: Place
    documentation: Documentation
    scope: str

    @property
    def base(self) -> str:
        """The name without labels."""
        return self.swift.split("(")[0].strip("`")

    @property
    def path(self) -> str:
        """How Swift code outside of types calls it, such as ``Histogram.Mode``."""
        return f"{self.scope}.{self.swift}" if self.scope else self.swift


@dataclass
class Function(Declaration):
    parameters: list[Parameter]
    result: Type
    throws: str | None = None
    is_static: bool = False
    is_mutating: bool = False
    is_failable: bool = False  # `init?`


@dataclass
class Property(Declaration):
    type: Type
    is_settable: bool = False
    is_static: bool = False
    is_constant: bool = False
    throws: str | None = None


@dataclass
class Case(Declaration):
    payload: Type | None = None


@dataclass
class Nominal(Declaration):
    """A class, struct or enum with its members."""

    kind: Kind
    conformances: set[str] = field(default_factory=set)
    base_class: str | None = None
    is_copyable: bool = True
    raw_type: Type | None = None
    initializers: list[Function] = field(default_factory=list)
    methods: list[Function] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    subscripts: list[Function] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)

    @property
    def members(self) -> list[Declaration]:
        """Everything but the cases."""
        return [*self.initializers, *self.methods, *self.properties, *self.subscripts]

    @property
    def is_error(self) -> bool:
        return "Swift.Error" in self.conformances

    @property
    def raises_itself(self) -> bool:
        """Whether it is an error that says itself which exception it is."""
        return "BufferProtocol.RaisedInPython" in self.conformances


@dataclass(frozen=True)
class Left:
    """A declaration that is not carried over, and why."""

    place: Place
    swift: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: warning: '{self.swift}' is not carried over: {self.reason}"


@dataclass
class Library:
    """Everything that a module declares."""

    module: str
    functions: list[Function] = field(default_factory=list)
    constants: list[Property] = field(default_factory=list)
    types: dict[str, Nominal] = field(default_factory=dict)
    aliases: dict[str, Type] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
