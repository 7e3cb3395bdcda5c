"""A sound card for machines that have none."""

import pytest

# alsa-lib's own plugins (pcm_null, pcm_file): what is played goes into one file, byte for byte,
# and what is recorded comes from another.
ALSA = """
pcm.null {{ type null }}
pcm.!default {{
  type file
  slave.pcm "null"
  file "{folder}/played.raw"
  infile "{folder}/to_record.raw"
  format "raw"
}}
"""


@pytest.fixture(scope="session", autouse=True)
def sound_card(tmp_path_factory):
    """The folder with the files of the card, made before PortAudio is loaded and looks for one."""
    folder = tmp_path_factory.mktemp("sound_card")
    (folder / "to_record.raw").write_bytes(bytes(1 << 20))
    configuration = folder / "asound.conf"
    configuration.write_text(ALSA.format(folder=folder))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ALSA_CONFIG_PATH", str(configuration))
        yield folder
