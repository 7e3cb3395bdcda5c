from setuptools import setup

from swiftbuf.build import SwiftExtension, commands

setup(
    packages=["matrix"],
    package_dir={"": "python"},
    ext_modules=[SwiftExtension("matrix._matrix", module="Matrix", limited_api="3.11")],
    cmdclass=commands,
)
