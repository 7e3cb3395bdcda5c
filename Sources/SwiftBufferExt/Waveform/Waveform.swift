import BufferProtocol
import CPython

// The type `swiftbuf.Waveform`: the functions of its slots, methods and attributes. Each is in a
// file of this folder; their texts for `help` are in `Manual.swift` and the files next to it.

func makeWaveformType(_ module: Module) throws(Failure) -> OwnedObject {
  let type = unsafe try makeBufferType(
    "swiftbuf.Waveform", module: module, flags: [.subclassable, .immutable, .sequence],
    slots: [
      .documentation(Manual.waveform),
      .new(waveformNew),
      .repr(waveformRepr),
      .richCompare(waveformCompare),
      .unhashable,
      .truth(waveformTruth),
      .refusedInPlace(Py_nb_inplace_add),
      .refusedInPlace(Py_nb_inplace_subtract),
      .refusedInPlace(Py_nb_inplace_multiply),
      .refusedInPlace(Py_nb_inplace_matrix_multiply),
      .refusedInPlace(Py_nb_inplace_true_divide),
      .refusedInPlace(Py_nb_inplace_floor_divide),
      .refusedInPlace(Py_nb_inplace_remainder),
      .refusedInPlace(Py_nb_inplace_lshift),
      .refusedInPlace(Py_nb_inplace_rshift),
      .refusedInPlace(Py_nb_inplace_and),
      .refusedInPlace(Py_nb_inplace_xor),
      .refusedInPlace(Py_nb_inplace_or),
      .refusedInPlacePower,
      .length(waveformLength),
      .mappingLength(waveformLength),
      .item(waveformItem),
      .contains(waveformContains),
      .iterator(waveformIterator),
      .subscript(waveformSubscript),
      .assignSubscript(waveformAssign),
      .methods(&methods),
      .properties(&properties),
      .vectorcall(waveformCall),
    ])
  try type.object.addDLPackExchange()
  return type
}

// CPython keeps the addresses of these tables, each of which ends with an empty row.

nonisolated(unsafe) private var methods: InlineArray<30, PyMethodDef> = unsafe [
  .classKeywords("from_buffer", waveformFromBuffer, Manual.fromBuffer),
  .classKeywords("from_values", waveformFromValues, Manual.fromValues),
  .classKeywords("from_file", waveformFromFile, Manual.fromFile),
  .classKeywords("mmap", waveformMap, Manual.mmap),
  .keywords("tobytes", waveformToBytes, Manual.toBytes),
  .noArguments("tolist", waveformToList, Manual.toList),
  .keywords("cast", waveformCast, Manual.cast),
  .noArguments("toreadonly", waveformToReadOnly, Manual.toReadOnly),
  .noArguments("copy", waveformCopy, Manual.copy),
  .oneArgument("fill", waveformFill, Manual.fill),
  .noArguments("byteswap", waveformByteSwap, Manual.byteSwap),
  .keywords("convert", waveformConvert, Manual.convert),
  .keywords("envelope", waveformEnvelope, Manual.envelope),
  .keywords("plot", waveformPlot, Manual.plot),
  .noArguments("flush", waveformFlush, Manual.flush),
  .noArguments("release", waveformRelease, Manual.release),
  .noArguments("__enter__", waveformEnter, Manual.enter),
  .keywords("__exit__", waveformExit, Manual.exit),
  .oneArgument("__reduce_ex__", waveformReduce, Manual.reduceEx),
  .noArguments("__copy__", waveformCopy, Manual.shallowCopy),
  .oneArgument("__deepcopy__", waveformDeepCopy, Manual.deepCopy),
  .noArguments("_repr_svg_", waveformSVG, Manual.reprSVG),
  .noArguments("__sizeof__", waveformSizeOf, Manual.sizeOf),
  .keywords("__dlpack__", waveformDLPack, Manual.dlpack),
  .noArguments("__dlpack_device__", waveformDLPackDevice, Manual.dlpackDevice),
  .noArguments("__arrow_c_schema__", waveformArrowSchema, Manual.arrowSchema),
  .keywords("__arrow_c_array__", waveformArrowArray, Manual.arrowArray),
  .oneArgument("__buffer__", waveformBuffer, Manual.buffer),
  .oneArgument("__release_buffer__", waveformReleaseBuffer, Manual.releaseBuffer),
  PyMethodDef(),
]

nonisolated(unsafe) private var properties: InlineArray<15, PyGetSetDef> = unsafe [
  .property("obj", waveformObj, Manual.obj),
  .property("format", waveformFormat, Manual.format),
  .property("fields", waveformFields, Manual.fields),
  .property("itemsize", waveformItemSize, Manual.itemSize),
  .property("nbytes", waveformNBytes, Manual.nbytes),
  .property("ndim", waveformNDim, Manual.ndim),
  .property("shape", waveformShape, Manual.shape),
  .property("strides", waveformStrides, Manual.strides),
  .property("suboffsets", waveformSubOffsets, Manual.subOffsets),
  .property("readonly", waveformReadOnly, Manual.readOnly),
  .property("c_contiguous", waveformCContiguous, Manual.cContiguous),
  .property("f_contiguous", waveformFContiguous, Manual.fContiguous),
  .property("contiguous", waveformContiguous, Manual.contiguous),
  .property("exports", waveformExports, Manual.exports),
  PyGetSetDef(),
]
