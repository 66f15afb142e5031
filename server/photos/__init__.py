"""Photos by content: verified, kept under their sha256 with a small picture beside each, and sent piece by piece."""

from server.photos.keeping import Blob, Photos, UnknownPhoto
from server.photos.picture import MAX_BYTES

__all__ = ["MAX_BYTES", "Blob", "Photos", "UnknownPhoto"]
