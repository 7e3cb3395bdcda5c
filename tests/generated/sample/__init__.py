from ._sample import *  # noqa: F403
