"""The Swift source of one class of the module."""

from textwrap import indent

from .call_source import (
    INITIALIZER_SLOTS,
    changing,
    closed,
    initializer,
    raising,
    wrapper,
    wrapper_name,
)
from .calls import METHOD
from .classes import Attribute, PythonClass, Subscript
from .declarations import Declaration, Kind
from .expressions import closure, giving, optional_closure, reading
from .names import label_text, quoted
from .swift_text import literal, table
from .syntax import Type


def source(made: PythonClass, package: str) -> str:
    """The whole class, in one file; its functions are private to the file."""
    blocks = [conformance(made), maker(made, package)]
    if made.methods:
        blocks.append(table("methods", made.methods, "private "))
    if made.attributes:
        blocks.append(properties(made))
    if made.initializer is not None:
        blocks.append(title(made.initializer.function) + initializer(made.initializer))
    for call in [*filter(None, [made.call, made.advance]), *made.methods]:
        blocks.append(title(call.function) + wrapper(call))
    for attribute in made.attributes:
        blocks.append(title(attribute.property) + accessors(made, attribute))
    if made.subscript is not None:
        blocks.append(title(made.subscript.subscript) + subscripts(made, made.subscript))
    if made.has_length:
        blocks.append(length(made))
    if made.element is not None and made.advance is None:
        blocks.append(iteration(made, made.element))
    return "\n".join(blocks)


def title(declaration: Declaration) -> str:
    return f"// MARK: {declaration.swift}, {declaration.place.short}\n\n"


def conformance(made: PythonClass) -> str:
    nominal = made.nominal
    protocol = "PythonClass" if nominal.kind is Kind.CLASS else "PythonValue"
    return (
        f"// MARK: {nominal.path}, {nominal.place.short}\n\n"
        f"extension {nominal.path}: @retroactive {protocol} {{\n"
        f'  public static var pythonName: StaticString {{ "{made.qualified_name}" }}\n'
        f"  public static var pythonType: ModuleReference {{ .{made.reference} }}\n"
        "}\n"
    )


def maker(made: PythonClass, package: str) -> str:
    """The function that adds the class to the module."""
    signature = made.name if made.initializer is None else made.initializer.signature("")
    text = f"{signature}\n--\n\n{made.docstring()}" if made.initializer else made.docstring()
    slots = [f".documentation({literal(text, '  ')})", *protocol_slots(made)]
    if made.methods:
        slots.append(".methods(&methods)")
    if made.attributes:
        slots.append(".properties(&properties)")
    if made.initializer is not None:
        slots += INITIALIZER_SLOTS  # the last ones
    # Without an initialiser, a derived class would have nothing to call.
    flags = ".subclassable" if made.initializer is not None else "[]"
    listed = indent(",\n".join(slots), "      ")
    return (
        f"func add_{made.identifier}(\n"
        "  to owner: BufferProtocol.Object, _ module: Module\n"
        ") throws(Failure) {\n"
        f"  try module.addClass(\n    {made.nominal.path}.self, to: owner, "
        f'"{package}.{made.name}", "{made.name}",\n'
        f'    qualifiedName: "{made.qualified_name}", flags: {flags},\n'
        f"    slots: [\n{listed},\n    ])\n}}\n"
    )


def protocol_slots(made: PythonClass) -> list[str]:
    path = made.nominal.path
    slots = []
    for protocol, slot, member in (
        ("CustomStringConvertible", "string", "description"),
        ("CustomDebugStringConvertible", "repr", "debugDescription"),
    ):
        if made.has(protocol):
            text = f"try {path}.held(by: holder).{member}.toPython(in: holder.scope)"
            if slot == "string" and not made.has("CustomDebugStringConvertible"):
                slot = "repr"
            call = f"Holder.method($0) {{ holder throws(Failure) in\n    {text}\n  }}"
            slots.append(f".{slot} {{\n  {call}\n}}")
    compare = "order" if made.has("Comparable") else "equality"
    if made.has("Equatable"):
        slots.append(f".richCompare {{ Holder.{compare}($0, $1, $2, of: {path}.self) }}")
        hashable = f".hash {{ Holder.hash($0, of: {path}.self) }}"
        slots.append(hashable if made.has("Hashable") else ".unhashable")
    elif made.nominal.kind is Kind.CLASS:
        slots.append(f".richCompare {{ Holder.identity($0, $1, $2, of: {path}.self) }}")
        slots.append(f".hash {{ Holder.identityHash($0, of: {path}.self) }}")
    if made.is_exporter:
        export = f"Holder.export($0, $1, $2, of: {path}.self, by: .exporterType)"
        slots += [f".getBuffer {{ {export} }}", ".releaseBuffer { Holder.endExport($0, $1) }"]
    if made.call is not None:
        slots.append(f".call({wrapper_name(made.call)})")
    if made.has_length:
        slots += [".length(countElements)", ".mappingLength(countElements)"]
    if made.subscript is not None:
        slots.append(".subscript(getItem)")
        if made.subscript.set_annotation is not None:
            slots.append(".assignSubscript(setItem)")
        if made.subscript.is_index:
            slots.append(".item { Holder.item($0, $1, getItem) }")
    if made.advance is not None:
        advance = wrapper_name(made.advance)
        slots += [".iterator(PyObject_SelfIter)", f".iteratorNext({advance})"]
    elif made.element is not None:
        slots.append(".iterator(iterate)")
    return slots


def properties(made: PythonClass) -> str:
    rows = []
    for attribute in made.attributes:
        getter = "nil" if attribute.is_closure else f"get_{attribute.name}"
        called = [getter]
        if attribute.set_annotation is not None:
            called.append(f"set_{attribute.name}")
        text = literal(attribute.property.documentation.docstring(), "    ")
        rows.append(f'  .property("{attribute.name}", {", ".join(called)}, {text}),')
    count = len(made.attributes) + 1
    head = f"nonisolated(unsafe) private var properties: InlineArray<{count}, PyGetSetDef> = ["
    return "\n".join([head, *rows, "  PyGetSetDef(),", "]", ""])


def accessors(made: PythonClass, attribute: Attribute) -> str:
    path, name = made.nominal.path, quoted(attribute.property.base)
    blocks = []
    if not attribute.is_closure:
        body, subject = closed(
            [
                f"let instance = try {path}.held(by: holder)",
                f"let result = {raising(f'instance.{name}', attribute.throws)}",
                f"return {giving(attribute.type, 'result')}",
            ],
            METHOD,
        )
        blocks.append(
            f"private func get_{attribute.name}(\n"
            "  _ owner: PyObjectPointer?, _: UnsafeMutableRawPointer?\n"
            ") -> PyObjectPointer? {\n"
            f"  Holder.method(owner) {{ {subject} throws(Failure) in\n{body}\n  }}\n}}\n"
        )
    if attribute.set_annotation is not None:
        blocks.append(setter(made, attribute, name))
    return "\n".join(blocks)


def setter(made: PythonClass, attribute: Attribute, name: str) -> str:
    argument = f'"{attribute.name}"'
    type, kept = attribute.type, []
    if type.name == "->":
        statements = [f"let callback = try Callback(argument, {argument}, in: scope)"]
        statements.append(f"let value: {type.spelled()} = {closure(type, 'callback')}")
        kept = ["holder.keep(callback)"]
    elif attribute.is_closure:
        statements = [
            f"let callback = try Callback.optional(argument, {argument}, in: scope)",
            f"let value: {type.spelled()} = {optional_closure(type, 'callback')}",
        ]
        kept = ["holder.keep(callback)"]
    else:
        statements = [f"let value = {reading(type, 'argument', argument)}"]
    if made.nominal.kind is Kind.CLASS:
        statements.append(f"let instance = try {made.nominal.path}.held(by: holder)")
        statements.append(f"instance.{name} = value")
        statements += kept
    else:
        statements.append(changing(made.nominal, f"instance.{name} = value"))
    body, subject = closed([*statements, "try raisePending()"], METHOD)
    return (
        f"private func set_{attribute.name}(\n"
        "  _ owner: PyObjectPointer?, _ value: PyObjectPointer?,\n"
        "  _: UnsafeMutableRawPointer?\n) -> CInt {\n"
        f"  Holder.setter(owner, value, {argument}) {{ {subject}, argument throws(Failure) in\n"
        f"{body}\n  }}\n}}\n"
    )


def subscripts(made: PythonClass, subscript: Subscript) -> str:
    instance = f"let instance = try {made.nominal.path}.held(by: holder)"
    keys, passed = key_statements(subscript)
    statements = [instance, *keys] if subscript.is_index else [*keys, instance]
    statements.append(f"let result = instance[{passed}]")
    element = subscript.element
    if subscript.may_be_missing:
        (element,) = element.parts
        statements.append("guard let result else { throw .key(argument) }")
    body, subject = closed([*statements, f"return {giving(element, 'result')}"], METHOD)
    blocks = [
        "private func getItem(\n  _ owner: PyObjectPointer?, _ key: PyObjectPointer?\n"
        ") -> PyObjectPointer? {\n"
        f"  Holder.method(owner, key) {{ {subject}, argument throws(Failure) in\n{body}\n  }}\n}}\n"
    ]
    if subscript.set_annotation is not None:
        before = [instance, *keys] if subscript.is_index else keys
        value = reading(subscript.element, "value", '"value"')
        if subscript.may_be_missing:
            read = [
                f"let element: {subscript.element.spelled()}",
                f"if let value {{\n  element = {indent(value, '  ').lstrip()}\n}} else {{\n"
                "  element = nil\n}",
            ]
        else:
            refusal = 'throw .type("an element cannot be deleted")'
            read = [f"guard let value else {{ {refusal} }}", f"let element = {value}"]
        change = f"instance[{passed}] = element"
        if made.nominal.kind is Kind.CLASS:
            after = [change] if subscript.is_index else [instance, change]
        else:
            after = [changing(made.nominal, change)]
        body, subject = closed([*read, *before, *after, "try raisePending()"], METHOD)
        blocks.append(
            "private func setItem(\n  _ owner: PyObjectPointer?, _ key: PyObjectPointer?,\n"
            "  _ value: PyObjectPointer?\n) -> CInt {\n"
            f"  Holder.assign(owner, key, value) {{ {subject}, argument, value throws(Failure) in\n"
            f"{body}\n  }}\n}}\n"
        )
    return "\n".join(blocks)


def key_statements(subscript: Subscript) -> tuple[list[str], str]:
    """The code that reads the key of a subscript, and the argument for Swift's subscript."""
    parameters = subscript.subscript.parameters
    labels = ["" if p.label in ("_", p.name) else f"{label_text(p.label)}: " for p in parameters]
    if subscript.is_index:
        name = parameters[0].name
        read = f'try argument.index("{name}", count: instance.count)'
        return [f"let key = {read}"], f"{labels[0]}key"
    if len(parameters) == 1:
        read = reading(subscript.keys[0], "argument", f'"{parameters[0].name}"')
        return [f"let key = {read}"], f"{labels[0]}key"
    pair = Type("()", subscript.keys, ("",) * len(subscript.keys))
    passed = ", ".join(f"{label}key.{index}" for index, label in enumerate(labels))
    read = reading(pair, "argument", '"key"')
    return [f"let key = {read}"], passed


def length(made: PythonClass) -> str:
    return (
        "private func countElements(_ owner: PyObjectPointer?) -> Int {\n"
        "  Holder.length(owner) { holder throws(Failure) in\n"
        f"    try {made.nominal.path}.held(by: holder).count\n  }}\n}}\n"
    )


def iteration(made: PythonClass, element: Type) -> str:
    value = indent(giving(element, "element"), "      ").lstrip()
    return (
        "private func iterate(_ owner: PyObjectPointer?) -> PyObjectPointer? {\n"
        "  Holder.method(owner) { holder throws(Failure) in\n"
        f"    let instance = try {made.nominal.path}.held(by: holder)\n"
        "    let iteration = SwiftIteration(instance.makeIterator()) {\n"
        f"      element, scope throws(Failure) in\n      {value}\n    }}\n"
        "    return try Holder.make(\n"
        "      holder.scope.module().kept(.iterationType), holding: iteration)\n  }\n}\n"
    )
