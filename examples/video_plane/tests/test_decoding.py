"""The decoder: what it yields, and what becomes of files that are none."""

import os
import socket

import av
import numpy as np
import pytest
import video_plane


def test_it_is_an_iterator_of_all_frames(clip):
    decoder = video_plane.decode(clip(frames=7))
    assert iter(decoder) is decoder
    assert len(list(decoder)) == 7
    assert list(decoder) == []
    assert next(decoder, "no more") == "no more"


def test_a_frame_says_what_it_is(clip):
    frames = list(video_plane.decode(clip("yuv422p10le", frames=7)))
    assert {(frame.width, frame.height, frame.format) for frame in frames} == {
        (321, 241, "yuv422p10le")
    }
    assert [frame.time for frame in frames] == pytest.approx([n / 25 for n in range(7)], abs=1e-3)
    assert not any(frame.is_corrupt for frame in frames)
    with pytest.raises(AttributeError):
        frames[0].width = 1


def test_a_path_is_str_bytes_or_pathlike(clip):
    path = clip()
    for spelling in (path, str(path), os.fsencode(path)):
        assert len(list(video_plane.decode(spelling))) == 3
    assert len(list(video_plane.decode(path=path))) == 3
    with pytest.raises(TypeError, match="path: 3 is neither str, bytes nor os.PathLike"):
        video_plane.decode(3)
    with pytest.raises(ValueError, match=r"path: 'a\\x00b' contains a null character"):
        video_plane.decode("a\0b")


@pytest.mark.parametrize("name", ["a:b.mkv", "http:x.mkv", "pipe:0", b"\xff.mkv", "100%d.mkv"])
def test_a_path_is_never_a_url(clip, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with open(name, "wb") as file:
        file.write(clip().read_bytes())
    assert len(list(video_plane.decode(name))) == 3


@pytest.mark.parametrize("name", ["missing.mkv", b"missing.mkv", "http://localhost/x.mkv", ""])
def test_a_missing_file(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError) as caught:
        video_plane.decode(name)
    assert caught.value.filename == name


def test_a_missing_file_of_a_path_object(tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        video_plane.decode(tmp_path / "missing.mkv")
    assert caught.value.filename == str(tmp_path / "missing.mkv")


def test_a_directory(tmp_path):
    with pytest.raises(IsADirectoryError) as caught:
        video_plane.decode(tmp_path)
    assert caught.value.filename == str(tmp_path)


@pytest.mark.parametrize("content", [b"", b"nothing", bytes(100_000), b"RIFF" + bytes(1000)])
def test_a_file_that_is_no_video(tmp_path, content):
    path = tmp_path / "clip.mkv"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=f"^'{path}': FFmpeg says 'Invalid data found"):
        video_plane.decode(path)


def test_a_file_of_sound_alone(ffmpeg, tmp_path):
    path = tmp_path / "tone.wav"
    ffmpeg("-f", "lavfi", "-i", "sine=duration=0.1", path)
    with pytest.raises(ValueError, match=f"^'{path}': FFmpeg says 'Stream not found'$"):
        video_plane.decode(path)


def test_sound_beside_the_video_is_skipped(ffmpeg, tmp_path):
    path = tmp_path / "both.mkv"
    sources = ("-f", "lavfi", "-i", "sine=duration=1", "-f", "lavfi", "-i", "testsrc=duration=1")
    ffmpeg(*sources, "-c:v", "ffv1", path)
    assert len(list(video_plane.decode(path))) == 25


def test_a_playlist_does_not_reach_the_network(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x.ts"
        path = tmp_path / "list.m3u8"
        path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{url}\n#EXT-X-ENDLIST\n")
        with pytest.raises(ValueError, match="Invalid data"):
            video_plane.decode(path)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_header_that_is_cut_off(clip, tmp_path):
    path = tmp_path / "cut.mkv"
    path.write_bytes(clip().read_bytes()[:500])
    with pytest.raises(ValueError, match=f"^'{path}': FFmpeg says"):
        video_plane.decode(path)


def test_a_frame_that_is_cut_off(clip, tmp_path):
    path = tmp_path / "cut.nut"
    path.write_bytes(clip(codec="rawvideo", suffix="nut", frames=5).read_bytes()[:-5000])
    decoder = video_plane.decode(path)
    assert len([next(decoder) for _ in range(4)]) == 4
    with pytest.raises(ValueError, match=f"^'{path}': FFmpeg says 'Invalid argument'$"):
        next(decoder)
    assert list(decoder) == []


def test_a_frame_that_ffmpeg_has_mended_is_corrupt(clip, tmp_path):
    path = tmp_path / "cut.avi"
    whole = clip(codec="mpeg4", suffix="avi", frames=30)
    content = whole.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    frames = list(video_plane.decode(path))
    with av.open(str(path)) as container:
        expected = [frame.is_corrupt for frame in container.decode(video=0)]
    assert [frame.is_corrupt for frame in frames] == expected
    assert expected[-1] is True
    pairs = list(zip(frames, video_plane.decode(whole), strict=False))
    same = [np.array_equal(*(np.asarray(f.planes[0]) for f in pair)) for pair in pairs]
    assert same == [not corrupt for corrupt in expected]


def test_a_closed_decoder(clip):
    decoder = video_plane.decode(clip())
    next(decoder)
    assert decoder.close() is None
    for _ in range(2):
        with pytest.raises(ValueError, match="^decoder: it is closed$"):
            next(decoder)
        decoder.close()


def test_ffmpeg_prints_nothing(clip, tmp_path, capfd):
    path = tmp_path / "cut.avi"
    path.write_bytes(clip(codec="mpeg4", suffix="avi", frames=30).read_bytes()[:20_000])
    assert list(video_plane.decode(path))
    assert capfd.readouterr() == ("", "")
