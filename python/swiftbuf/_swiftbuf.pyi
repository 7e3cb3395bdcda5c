# The types of the native module; tests/test_typing.py compares them with the real one.
# Elements are Any: their type depends on the format, which is known only at run time.

from collections.abc import Iterable, Iterator, Sequence
from types import EllipsisType
from typing import (
    Any,
    ClassVar,
    Literal,
    Protocol,
    Self,
    SupportsComplex,
    SupportsFloat,
    SupportsIndex,
    TypeAlias,
    TypeVar,
    overload,
    type_check_only,
)

from _typeshed import ReadableBuffer, StrOrBytesPath, WriteableBuffer
from typing_extensions import CapsuleType, disjoint_base

from ._plot import Plot

@type_check_only
class _DType(Protocol):
    """A numpy.dtype, recognized by its attributes, so that NumPy need not be installed."""

    @property
    def str(self) -> str: ...
    @property
    def itemsize(self) -> int: ...

@type_check_only
class _ExportsArrow(Protocol):
    """A pyarrow.Array and the like."""

    def __arrow_c_array__(self) -> tuple[object, object]: ...

@type_check_only
class _ExportsDLPack(Protocol):
    """A torch.Tensor and the like."""

    def __dlpack__(self) -> Any: ...
    def __dlpack_device__(self) -> tuple[Any, Any]: ...

# A class is a NumPy scalar type.
_Format: TypeAlias = str | _DType | type[Any]
_Lengths: TypeAlias = SupportsIndex | tuple[SupportsIndex, ...]
_Shape: TypeAlias = SupportsIndex | Sequence[SupportsIndex]
_Real: TypeAlias = SupportsIndex | SupportsFloat
_Number: TypeAlias = SupportsIndex | SupportsFloat | SupportsComplex
_Part: TypeAlias = SupportsIndex | slice[Any, Any, Any] | EllipsisType
_Scalar: TypeAlias = SupportsIndex | SupportsFloat | SupportsComplex | bytes
_BufferT = TypeVar("_BufferT", bound=WriteableBuffer)
# Not simply Iterable[Any]: a str is an iterable of str, endlessly, and elements are never str.
_Values: TypeAlias = Iterable[_Scalar | list[Any] | tuple[Any, ...] | Iterable[_Scalar]]

@disjoint_base
class Waveform:
    def __new__(
        cls, shape: _Lengths, format: _Format = "d", *, align: SupportsIndex = 64
    ) -> Self: ...
    @classmethod
    def from_values(
        cls,
        values: ReadableBuffer | _Values,
        format: _Format = "d",
        *,
        align: SupportsIndex = 64,
    ) -> Self: ...
    @classmethod
    def from_buffer(
        cls,
        source: ReadableBuffer | _ExportsArrow | _ExportsDLPack,
        format: _Format | None = None,
        *,
        offset: SupportsIndex = 0,
        count: SupportsIndex | None = None,
        readonly: bool | None = None,
    ) -> Self: ...
    @classmethod
    def from_file(
        cls,
        path: StrOrBytesPath,
        format: _Format = "B",
        *,
        offset: SupportsIndex = 0,
        count: SupportsIndex | None = None,
        align: SupportsIndex = 64,
    ) -> Self: ...
    @classmethod
    def mmap(
        cls,
        path: StrOrBytesPath,
        format: _Format = "B",
        *,
        mode: Literal["r", "r+", "c"] = "c",
        offset: SupportsIndex = 0,
        count: SupportsIndex | None = None,
    ) -> Self: ...

    # The attributes of memoryview, and exports.
    @property
    def obj(self) -> Any: ...
    @property
    def format(self) -> str: ...
    @property
    def fields(self) -> dict[str, tuple[str, int]] | None: ...
    @property
    def itemsize(self) -> int: ...
    @property
    def nbytes(self) -> int: ...
    @property
    def ndim(self) -> int: ...
    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def strides(self) -> tuple[int, ...]: ...
    @property
    def suboffsets(self) -> tuple[int, ...]: ...
    @property
    def readonly(self) -> bool: ...
    @property
    def c_contiguous(self) -> bool: ...
    @property
    def f_contiguous(self) -> bool: ...
    @property
    def contiguous(self) -> bool: ...
    @property
    def exports(self) -> int: ...

    # Elements and views. An int gives an element, or a row if there are several dimensions.
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, key: slice[Any, Any, Any] | EllipsisType | str, /) -> Waveform: ...
    @overload
    def __getitem__(self, key: SupportsIndex | tuple[_Part, ...], /) -> Any: ...
    def __setitem__(
        self, key: _Part | tuple[_Part, ...] | str, value: _Scalar | ReadableBuffer | _Values, /
    ) -> None: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __contains__(self, value: object, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleMethodOverride]

    # All elements.
    def tobytes(self, order: Literal["C", "F", "A"] | None = "C") -> bytes: ...
    def tolist(self) -> Any: ...
    def cast(self, format: _Format, shape: _Shape | None = None) -> Waveform: ...
    def toreadonly(self) -> Waveform: ...
    def copy(self) -> Self: ...
    def fill(self, value: _Scalar | tuple[Any, ...] | list[Any], /) -> None: ...
    def byteswap(self) -> None: ...
    @overload
    def convert(
        self,
        format: _Format | None = None,
        *,
        scale: _Number = 1,
        offset: _Number = 0,
        overflow: Literal["raise", "clip"] = "raise",
        out: None = None,
    ) -> Waveform: ...
    @overload
    def convert(
        self,
        format: _Format | None = None,
        *,
        scale: _Number = 1,
        offset: _Number = 0,
        overflow: Literal["raise", "clip"] = "raise",
        out: _BufferT,
    ) -> _BufferT: ...
    def envelope(self, bins: SupportsIndex) -> Waveform: ...
    def plot(
        self,
        *,
        channels: SupportsIndex | Iterable[SupportsIndex] | None = None,
        rate: SupportsIndex | SupportsFloat | None = None,
        range: tuple[_Real, _Real] | list[_Real] | Literal["each"] | None = None,
        axis: SupportsIndex = 0,
    ) -> Plot: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, memo: Any, /) -> Self: ...
    def __reduce_ex__(self, protocol: SupportsIndex, /) -> tuple[Any, ...]: ...
    def __sizeof__(self) -> int: ...
    def _repr_svg_(self) -> str | None: ...

    # Lifetime of the memory.
    def flush(self) -> None: ...
    def release(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *exception: object) -> None: ...

    # The array API standard's DLPack, and the Arrow PyCapsule interface.
    __dlpack_c_exchange_api__: ClassVar[CapsuleType]
    def __dlpack__(
        self,
        *,
        stream: None = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[int, int] | None = None,
        copy: bool | None = None,
    ) -> CapsuleType: ...
    def __dlpack_device__(self) -> tuple[int, int]: ...
    def __arrow_c_schema__(self) -> CapsuleType: ...
    def __arrow_c_array__(
        self, requested_schema: object | None = None
    ) -> tuple[CapsuleType, CapsuleType]: ...

    # PEP 688, on Python 3.11 too.
    def __buffer__(self, flags: int, /) -> memoryview: ...
    def __release_buffer__(self, view: memoryview, /) -> None: ...

# Has no __buffer__ itself and is not a buffer; subclasses define it and thereby become buffers.
class Exporter: ...

# For python -m swiftbuf.
def _statistics(
    waveform: Waveform, scale: float, /
) -> tuple[tuple[float, ...], tuple[float, ...], int, int, int]: ...
