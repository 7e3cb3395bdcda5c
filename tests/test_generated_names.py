"""Names of a Swift library that mean something else in the code that is generated for it."""

import array
import inspect
import json
import re

import pytest

from swiftbuf.build.generator import documentation, module_source
from swiftbuf.build.generator.declarations import Function, Kind, Library, Nominal, Place
from swiftbuf.build.generator.names import OWN_TYPES
from swiftbuf.build.generator.syntax import type_of


@pytest.mark.parametrize("name", ["around", "inside", "selves", "keywords"])
def test_parameters_may_have_names_of_generated_code(sample, name):
    function = getattr(sample, name)
    numbers = {name: number for number, name in enumerate(inspect.signature(function).parameters)}
    assert function(**numbers) == list(numbers.values())


def test_parameters_may_have_names_of_types_and_no_name(sample):
    assert sample.types(1, callback=lambda: 2, range=range(3), holder=4) == [1, 2, 3, 4]
    assert sample.underscored(0, scope=1, scope_=2, object=3) == [1, 2, 3]


def test_buffers_and_callables_may_have_names_of_generated_code(sample):
    changed = array.array("b", [0, 0])
    sample.spans(array.array("b", [2]), changed, 3)
    assert changed.tolist() == [5, 5]
    assert sample.called(lambda a, b: a * 10 + b, lambda a: a, lambda: (4, 5)) == [12, 3, 5]


def test_a_function_that_needs_nothing_of_the_generated_code(sample):
    assert sample.silent(scope=array.array("b"), arguments=array.array("b")) is None


def test_a_default_is_not_the_parameter_of_that_name(sample):
    assert sample.defaults() == [1, 7, 0]
    assert sample.defaults(2, object=(3, 4)) == [2, 7, 3]


def test_functions_and_constants_may_have_names_of_generated_code(sample):
    assert (sample.definition, sample.scope_, sample.vector) == (1, 2, 3)
    assert (sample.value0, sample.counter_limit) == (4, 5)
    assert (sample.functions(), sample.tuple(1), sample.owner()) == (1, 1, 2)
    assert sample.methods(3, 1) == [3, 1]


def test_functions_whose_generated_names_would_be_one(sample):
    assert sample.fit(1, to=2) == 3
    calls = [sample.fit_parameters, sample.a1, sample.a_1, sample.aB, sample.a_b, sample.call_fit]
    assert [call() for call in calls] == [1, 2, 3, 4, 5, 6]


def test_classes_and_members_may_have_names_of_generated_code(sample):
    iteration = sample.Iteration(sample.Exporter())
    assert (iteration.upper, iteration.x, iteration.item, iteration[9]) == (1, 2, 3, 9)
    assert iteration.iteration(1, self=2, instance=3) == [1, 2, 3]
    assert (iteration.initialize(1, 2), iteration.parameters()) == (3, 7)
    assert sample.Iteration.methods == 8
    assert sample.Exporter().exporter(sample.Exporter(), 1, 2) == [1, 2]
    assert [member.name for member in sample.Members] == ["ITERATION", "SELF", "DEFAULT"]


def test_a_function_that_there_is_no_way_to_call_is_left_out():
    said = (Place("F.swift", 3, 1), documentation.parse([]), "")
    library = Library("Fit", [Function("scope()", *said, [], type_of("Int"))])
    assert not module_source.plan(library, "fit").left
    library.types["Fit"] = Nominal("Fit", *said, Kind.CLASS)
    (left,) = module_source.plan(library, "fit").left
    assert str(left).startswith("F.swift:3:1: warning: 'scope()' is not carried over: ")
    assert "Fit.scope would be one of the type Fit; rename it" in left.reason


def test_a_method_needs_no_other_name():
    said = (Place("F.swift", 3, 1), documentation.parse([]))
    method = Function("scope()", *said, "Fit", [], type_of("Int"))
    fit = Nominal("Fit", *said, "", Kind.CLASS, methods=[method])
    assert not module_source.plan(Library("Fit", types={"Fit": fit}), "fit").left


def test_types_that_generated_code_mentions_are_those_that_it_needs(sample_project):
    source, _ = sample_project
    (build,) = source.glob("build/swift-*")
    text = (build / "graphs/BufferProtocol.symbols.json").read_text()
    paths = [symbol["pathComponents"] for symbol in json.loads(text)["symbols"]]
    sources = (file.read_text() for file in build.glob("binding/Sources/*/*.swift"))
    code = re.sub(r'"(\\.|[^"\\])*"|//.*|^import .*', "", "\n".join(sources), flags=re.MULTILINE)
    mentioned = set(re.findall(r"(?<![.\w])[A-Z]\w*", code))
    # Types of the library of that name, and of its parameters.
    theirs = {"Buffer", "Iteration", "Object", "FileSystemPath"}
    assert mentioned & {path for path, *inner in paths if not inner} - theirs == OWN_TYPES
