import CPython

#if !canImport(Darwin)  // which has it

  // The name is the C library's.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  /// What Embedded Swift calls to seed the hashes of Dictionary and Set, and for its random numbers.
  ///
  /// glibc has it from 2.36 on. A library with its own, which no other library sees, runs on older
  /// systems too; one that never needs it does not have it (`--gc-sections`).
  @used @c
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
