import BufferProtocol
import CPython

/// How many different texts there are: Strings are hashed and compared.
func probeDistinct(_ owner: PyObjectPointer?, _ object: PyObjectPointer?) -> PyObjectPointer? {
  Module.function(owner, object) { module, texts throws(Failure) in
    let texts = try [String].fromPython(texts, "texts", in: Scope(module: module))
    return try OwnedObject(Set(texts).count)
  }
}
