from setuptools import setup

from swiftbuf.build import SwiftExtension, commands

setup(
    packages=["selections"],
    ext_modules=[SwiftExtension("selections._selections", module="Selections", limited_api="3.11")],
    cmdclass=commands,
)
