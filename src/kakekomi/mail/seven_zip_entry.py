"""What a 7z archive says about its files and the streams they are packed in."""

import msgspec


class Coder(msgspec.Struct, frozen=True):
    """One step of unpacking."""

    method: bytes
    properties: bytes
    inputs: int
    outputs: int


class Folder(msgspec.Struct, frozen=True):
    """Coders that work together on some packed streams and give one unpacked stream."""

    coders: tuple[Coder, ...]
    binds: tuple[tuple[int, int], ...]
    """Input that takes what an output gives."""
    packed_inputs: tuple[int, ...]
    """Inputs that read the packed streams."""
    sizes: tuple[int, ...] = ()
    """Unpacked size of each output."""
    crc: int | None = None

    @property
    def size(self) -> int:
        """Size of the stream that the folder gives: the output that no input takes."""
        bound = {output for _, output in self.binds}
        return next((size for i, size in enumerate(self.sizes) if i not in bound), 0)


class Streams(msgspec.Struct, frozen=True):
    """Packed streams, folders, and how each folder's stream is cut into files."""

    packed_at: int = 0
    packed_sizes: tuple[int, ...] = ()
    folders: tuple[Folder, ...] = ()
    pieces: tuple[tuple[tuple[int, int | None], ...], ...] = ()
    """For each folder size and CRC-32 of each file in it."""


class File(msgspec.Struct, frozen=True):
    """A file or folder."""

    name: str
    has_stream: bool
    is_folder: bool


class Header(msgspec.Struct, frozen=True):
    """What an archive holds."""

    streams: Streams
    files: tuple[File, ...]
