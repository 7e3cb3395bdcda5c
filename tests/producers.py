"""Objects that hand over memory by DLPack or Arrow alone, as they should and as they should not."""

import ctypes


class Tensor:
    """A tensor: what it wraps, without the buffer protocol."""

    def __init__(self, wrapped):
        self.wrapped = wrapped

    def __dlpack__(self, **options):
        return self.wrapped.__dlpack__(**options)

    def __dlpack_device__(self):
        return self.wrapped.__dlpack_device__()


class OldTensor(Tensor):
    """A tensor from before version 1 of DLPack."""

    def __dlpack__(self):
        return self.wrapped.__dlpack__()


class ArrowOnly:
    """An Arrow array: what it wraps, without the buffer protocol."""

    def __init__(self, wrapped):
        self.wrapped = wrapped

    def __arrow_c_array__(self, requested_schema=None):
        return self.wrapped.__arrow_c_array__(requested_schema)


# DLPack's structs (https://dmlc.github.io/dlpack/latest/c_api.html), to be filled in wrongly.


class Versioned(ctypes.Structure):
    """`DLManagedTensorVersioned`, with the fields of its `DLTensor` in line."""

    _fields_ = (
        *(("major", ctypes.c_uint32), ("minor", ctypes.c_uint32)),
        *(("manager_ctx", ctypes.c_void_p), ("deleter", ctypes.c_void_p)),
        ("flags", ctypes.c_uint64),
        *(("data", ctypes.c_void_p), ("device_type", ctypes.c_int32)),
        *(("device_id", ctypes.c_int32), ("ndim", ctypes.c_int32)),
        *(("code", ctypes.c_uint8), ("bits", ctypes.c_uint8), ("lanes", ctypes.c_uint16)),
        *(("shape", ctypes.c_void_p), ("strides", ctypes.c_void_p)),
        ("byte_offset", ctypes.c_uint64),
    )


class ExchangeAPI(ctypes.Structure):
    """`DLPackExchangeAPI`. The allocator is called without the GIL, the others with it."""

    PlacePointer = ctypes.POINTER(ctypes.POINTER(Versioned))
    SetError = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
    _fields_ = (
        *(("major", ctypes.c_uint32), ("minor", ctypes.c_uint32), ("prev_api", ctypes.c_void_p)),
        (
            "allocate",
            ctypes.CFUNCTYPE(
                ctypes.c_int, ctypes.c_void_p, PlacePointer, ctypes.c_void_p, SetError
            ),
        ),
        ("from_object", ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.py_object, PlacePointer)),
        (
            "to_object",
            ctypes.PYFUNCTYPE(
                ctypes.c_int, ctypes.POINTER(Versioned), ctypes.POINTER(ctypes.py_object)
            ),
        ),
        ("lend", ctypes.c_void_p),
        (
            "stream",
            ctypes.PYFUNCTYPE(
                *(ctypes.c_int, ctypes.c_int32, ctypes.c_int32, ctypes.POINTER(ctypes.c_void_p))
            ),
        ),
    )


Deleter = ctypes.PYFUNCTYPE(None, ctypes.POINTER(Versioned))

new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype = ctypes.py_object
new_capsule.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)


class Made(Tensor):
    """A producer that returns a capsule with some struct, which it keeps itself."""

    def __init__(self, struct, name):
        self.struct, self.name = struct, name

    def __dlpack__(self, **options):
        return new_capsule(ctypes.addressof(self.struct), self.name, None)

    def __dlpack_device__(self):
        return (1, 0)


MEMORY = (ctypes.c_int16 * 6)(*range(6))


def tensor(
    *, shape=(6,), strides=None, data=MEMORY, ndim=None, name=b"dltensor_versioned", **other
):
    """A tensor of int16 over MEMORY, where nothing else is said."""
    fields = {"major": 1, "device_type": 1, "code": 0, "bits": 16, "lanes": 1} | other
    struct = Versioned(**fields)
    struct.ndim = len(shape) if ndim is None else ndim
    numbers = [(ctypes.c_int64 * len(n))(*n) if n is not None else None for n in (shape, strides)]
    # An array without elements is false.
    struct.shape, struct.strides = (None if n is None else ctypes.addressof(n) for n in numbers)
    struct.data = data and ctypes.addressof(data)
    made = Made(struct, name)
    made.kept = numbers, data
    return made
