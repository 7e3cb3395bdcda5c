/// Reading and mapping files.
extension Manual {
  static let fromFile: StaticString = """
    from_file($type, path, format='B', *, offset=0, count=None, align=64)
    --

    Read a file into new memory and return it as a one-dimensional Waveform.

    path is a str, bytes or os.PathLike. offset is in bytes, count in
    elements; without a count, the rest of the file is read. The file is read
    once, without holding the GIL. The Waveform is writable; changes to it do
    not reach the file. align is as in Waveform().

    OSError: the file cannot be opened or read (IsADirectoryError for a
    directory).
    ValueError: it is empty, too short for offset and count, not a multiple of
    the item size, or not a regular file (file.readinto(w) reads devices).
    """

  static let mmap: StaticString = """
    mmap($type, path, format='B', *, mode='c', offset=0, count=None)
    --

    Map a file into memory and return it as a one-dimensional Waveform.

    path, format, offset (in bytes) and count (in elements) are as in
    from_file(), and so are the errors. mode says what happens to changes:

        'c'   they stay in this memory (copy-on-write); only the pages that
              are written to are copied; the file is opened for reading
        'r'   the memory is read-only
        'r+'  they change the file: other readers see them at once; they are
              written to the disk later by the system, or by flush()

    The offset need not be a multiple of the page size. The map lives until
    release(), or until the last view of it is freed; the file is closed at
    once. The file must not become shorter in the meantime: reading past its
    new end terminates the process (SIGBUS), as with mmap.mmap and
    numpy.memmap.

    OSError: the file cannot be opened or mapped.
    ValueError: the mode is unknown; the file is empty, too short, not a
    multiple of the item size, or not a regular file.
    Cost: O(1); a page is read when it is first used.
    """

  static let flush: StaticString = """
    flush($self)
    --

    Write the changes in a file map to the disk.

    Writes the whole map, even if called on a view of it, without holding the
    GIL, and returns when the data is on the disk (msync). Maps of mode 'r' and
    'c' have nothing to write.

    ValueError: this is not a file map. OSError: the system could not write.
    """
}
