"""``python -m swiftbuf.build``: where the Swift sources are."""

from . import swift_package

print(swift_package())
