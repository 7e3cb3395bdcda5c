"""The planes of decoded video frames as buffers, by FFmpeg, without a copy.

import numpy as np
import video_plane

for frame in video_plane.decode("clip.mkv"):
    luma = np.asarray(frame.planes[0])
"""

from ._video_plane import Decoder, Frame, PixelFormatError, Plane, decode

__all__ = ["Decoder", "Frame", "PixelFormatError", "Plane", "decode"]
