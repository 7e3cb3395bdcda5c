"""zstandard and lz4: from a Waveform, and into one."""

import io

import lz4.block
import lz4.frame
import pytest
import zstandard
from copies import address, copies, recording

from swiftbuf import Waveform

PIECE = 65_536


@pytest.fixture
def w():
    return recording((500_000, 2))  # large beside the buffers of the libraries


@pytest.fixture
def received(w):
    return Waveform(w.shape, w.format)


COMPRESSORS = {
    "zstandard": (zstandard.compress, zstandard.decompress),
    "lz4.frame": (lz4.frame.compress, lz4.frame.decompress),
    "lz4.block": (lz4.block.compress, lz4.block.decompress),
}


@pytest.mark.parametrize(("compress", "decompress"), COMPRESSORS.values(), ids=COMPRESSORS)
@pytest.mark.parametrize("format", ["B", "h", ">h", "d"])
def test_compress_takes_a_waveform_of_any_format(compress, decompress, format):
    w = recording((100, 2), format)
    assert decompress(compress(w)) == bytes(w)


@pytest.mark.parametrize("compress", [row[0] for row in COMPRESSORS.values()], ids=COMPRESSORS)
def test_compress_refuses_a_strided_waveform(compress, w):
    with pytest.raises(BufferError):
        compress(w[::2])


def test_a_zstandard_writer_compresses_from_the_memory(tmp_path, w):
    path = tmp_path / "samples.zst"

    def write():
        with open(path, "wb") as file, zstandard.ZstdCompressor().stream_writer(file) as writer:
            assert writer.write(w) == w.nbytes

    assert copies(write, w) < 0.1
    assert zstandard.decompress(path.read_bytes(), w.nbytes) == bytes(w)


def test_an_lz4_file_compresses_in_pieces_from_the_memory(tmp_path, w):
    path, raw = tmp_path / "samples.lz4", w.cast("B")

    def write():
        with lz4.frame.open(path, "wb") as file:
            for start in range(0, len(raw), PIECE):
                file.write(raw[start : start + PIECE])

    assert copies(write, w) < 0.1
    assert lz4.frame.decompress(path.read_bytes()) == bytes(w)


def test_zstandard_decompresses_into_a_waveform(w, received):
    data = zstandard.compress(w)
    reader = zstandard.ZstdDecompressor().stream_reader(data)
    assert copies(lambda: reader.readinto(received), w) < 0.1
    assert received == w


def test_zstandard_decompresses_a_file_into_a_waveform(w, received):
    reader = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(zstandard.compress(w)))
    assert reader.readinto(received) == w.nbytes
    assert received == w


def test_zstandard_decompresses_pieces_into_slices(w, received):
    reader = zstandard.ZstdDecompressor().stream_reader(zstandard.compress(w))
    for start in range(0, len(received), 1000):
        assert reader.readinto(received[start : start + 1000]) == 4000
    assert received == w


def test_zstandard_decompress_makes_bytes(w):
    data = zstandard.compress(w)
    assert 0.9 < copies(lambda: zstandard.decompress(data), w) < 1.1


@pytest.mark.parametrize("lz4", [lz4.frame, lz4.block], ids=["frame", "block"])
def test_lz4_decompress_makes_a_second_copy_for_a_moment(lz4, w):
    data = lz4.compress(w)
    assert copies(lambda: lz4.decompress(data, return_bytearray=True), w) > 1.9


@pytest.mark.parametrize("lz4", [lz4.frame, lz4.block], ids=["frame", "block"])
def test_a_bytearray_of_lz4_is_a_waveform_without_another_copy(lz4, w):
    data = lz4.decompress(lz4.compress(w), return_bytearray=True)
    samples = Waveform.from_buffer(data, w.format).cast(w.format, w.shape)
    assert (address(samples), samples.readonly) == (address(data), False)
    assert samples == w


def test_lz4_decompresses_a_file_in_pieces_into_slices(w, received):
    raw = received.cast("B")
    with lz4.frame.open(io.BytesIO(lz4.frame.compress(w))) as file:

        def read():
            for start in range(0, len(raw), PIECE):
                piece = raw[start : start + PIECE]
                assert file.readinto(piece) == len(piece)

        assert copies(read, w) < 0.2
    assert received == w
