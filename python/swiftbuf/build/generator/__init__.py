"""Writes the Python module of a Swift library: its Swift source, and its stub file.

From the library to the module, file by file:

- What the library declares: ``symbol_graph`` reads it, with ``syntax``, into ``declarations``, with
  their ``documentation`` and the ``attributes`` for Python in it.
- What that becomes in Python: ``type_map`` has a row for each type, ``planning`` plans ``calls``,
  ``classes``, ``enums`` and ``errors`` the types, by ``names``, ``defaults`` and ``gil``.
- The text: ``module_source``, ``class_source``, ``call_source`` and ``argument_source``, of
  ``expressions`` and ``swift_text``; and ``stub``. ``binding`` makes the package of them.
"""
