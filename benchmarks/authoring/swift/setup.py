import os

from setuptools import setup

from swiftbuf.build import SwiftExtension, commands

limited_api = os.environ.get("LIMITED_API") or None

setup(
    name="authored",
    ext_modules=[SwiftExtension("authored", module="Authored", limited_api=limited_api)],
    cmdclass=commands,
)
