from setuptools import setup

from swiftbuf.build import SwiftExtension, commands

setup(
    packages=["sample"],
    ext_modules=[SwiftExtension("sample._sample", module="Sample", limited_api="3.11")],
    cmdclass=commands,
)
