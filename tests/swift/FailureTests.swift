import CPython
import Testing

@testable import BufferProtocol

@Test func eachFailureSetsItsException() {
  let failures: [(Raised?, String)] = [
    (raised { () throws(Failure) in throw .type("text") }, "TypeError"),
    (raised { () throws(Failure) in throw .value("text") }, "ValueError"),
    (raised { () throws(Failure) in throw .index("text") }, "IndexError"),
    (raised { () throws(Failure) in throw .buffer("text") }, "BufferError"),
    (raised { () throws(Failure) in throw .memory("text") }, "MemoryError"),
    (raised { () throws(Failure) in throw .overflow("text") }, "OverflowError"),
  ]
  for (exception, type) in failures { #expect(exception == Raised(type: type, text: "text")) }
}

@Test func systemErrorsAreTheSubclassOfTheirCode() {
  let plain = raised { () throws(Failure) in throw .system(EACCES) }
  #expect(plain == Raised(type: "PermissionError", text: "[Errno 13] Permission denied"))
  let withPath = raised { () throws(Failure) in
    let path = try Python.evaluate("'no file'")
    throw .system(ENOENT, path: path.object)
  }
  #expect(withPath?.type == "FileNotFoundError")
  #expect(withPath?.text == "[Errno 2] No such file or directory: 'no file'")
}

@Test func aFailureCanBeForgotten() {
  Interpreter.run {
    Failure.value("text").forget()
    #expect(unsafe PyErr_Occurred() == nil)
    _ = Failure.value("text")
    #expect(!Failure.forget(.type))
    #expect(unsafe PyErr_Occurred() != nil)
    #expect(Failure.forget(.value))
    #expect(unsafe PyErr_Occurred() == nil)
  }
}

@Test func messagesShowNumbersFormatsAndShapes() throws {
  let format = try ElementFormat(">h".utf8)
  for (lengths, shape) in [([], "()"), ([5], "(5,)"), ([2, 3], "(2, 3)")] {
    let exception = raised { () throws(Failure) in
      let message = Grid(lengths: lengths, strides: lengths, itemSize: 2).withLayout {
        "\(Int.min) of '\(format)' in \($0)" as Message
      }
      throw .value(message)
    }
    #expect(exception?.text == "\(Int.min) of '>h' in \(shape)")
  }
}

@Test(arguments: [
  ("None", "None"), ("1.5", "1.5"), ("'a'", "'a'"), ("b'a'", "b'a'"), ("1j", "1j"),
  ("True", "True"), ("[1, 2]", "an object of type list"),
  // A subclass may have a `__repr__` of its own.
  ("type('Int', (int,), {})(3)", "an object of type Int"),
  ("'x' * 100", "'" + String(repeating: "x", count: 79) + "..."),
  ("10**5000", "a number with too many digits to show"),
])
func messagesShowPlainObjectsAndNameTheTypeOfOthers(expression: String, shown: String) {
  let exception = raised { () throws(Failure) in
    let object = try Python.evaluate(expression)
    throw .value("\(object.object)")
  }
  #expect(exception?.text == shown)
}
