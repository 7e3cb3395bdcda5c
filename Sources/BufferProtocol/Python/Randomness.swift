import CPython

#if !canImport(Darwin)  // which has it

  // The name is the C library's.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  /// Embedded Swift calls this to seed the hashes of Dictionary and Set, and for random numbers.
  ///
  /// glibc has it since 2.36. With its own copy, hidden from other libraries, a library runs on older
  /// systems too; if it is not needed, the linker drops it (`--gc-sections`).
  #if compiler(>=6.3)
    @used @c
  #else
    @_cdecl("arc4random_buf")
  #endif
  public func arc4random_buf(_ bytes: UnsafeMutableRawPointer, _ count: Int) {
    var done = 0
    while done < count {
      let part = min(count - done, 256)
      guard unsafe swiftbuf_random(bytes + done, part) != 0 else {
        fatalError("no source of random numbers")
      }
      done += part
    }
  }

#endif
