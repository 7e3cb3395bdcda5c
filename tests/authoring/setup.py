from setuptools import setup

from swiftbuf.build import SwiftExtension, commands

setup(
    packages=["probe"],
    ext_modules=[SwiftExtension("probe._probe", product="Probe", limited_api="3.11")],
    cmdclass=commands,
)
