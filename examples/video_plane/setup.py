from setuptools import setup

from swiftbuf.build import SwiftExtension, commands

setup(
    packages=["video_plane"],
    package_dir={"": "python"},
    ext_modules=[
        SwiftExtension("video_plane._video_plane", module="VideoPlane", limited_api="3.11")
    ],
    cmdclass=commands,
)
