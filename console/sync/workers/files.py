"""City packs and photos on a thread of their own: they hold up no question, and no sign-in holds up a pack."""

from PySide6.QtCore import Qt, Signal, Slot

from console.facts import BlobOut
from console.facts.photos import Stuck
from console.sync.blobs import Upload
from console.sync.client import Client
from console.sync.errors import Failing, NotTaken, Refused, ServerUnreachable
from console.sync.packs import fetch
from console.sync.waits import Waits
from console.sync.workers.worker import Worker


class FileWorker(Worker):
    """Fetches city packs, sends photos up; one after the other."""

    pack_came = Signal(object)  # Pack
    uploaded = Signal(object, str)  # BlobOut, rule of a refusal or ""
    upload_failed = Signal(object)  # Stuck: it may be asked for again
    upload_wanted = Signal()
    _more = Signal()  # another piece, after what was asked meanwhile

    def __init__(self, client: Client) -> None:
        super().__init__(client, Waits("files"))
        self.due.connect(self._go_on)
        self._pack = ""
        self._blob: BlobOut | None = None
        self._upload: Upload | None = None
        self._more.connect(self._send_on, Qt.ConnectionType.QueuedConnection)

    @Slot(str)
    def fetch_pack(self, version: str) -> None:
        """Fetch a city pack, until it is here."""
        self._pack = version
        self._go_on()

    @Slot(object)
    def upload(self, blob: BlobOut) -> None:
        """Send a photo up; a pack that is asked for meanwhile is fetched between two of its pieces."""
        self._blob, self._upload = blob, Upload(self._client, blob)
        self._send_on()

    @Slot()
    def _send_on(self) -> None:
        if self._upload is None or self._blob is None or self._stopped:
            return
        with self._guarded():
            try:
                refused = self._upload.step()
            except ServerUnreachable as error:
                self._put_off(self._blob, error)
                self._wait(self._waits.after(error))
                return
            except Exception:
                self._put_off(self._blob, Failing("link.program"))
                raise
            self._waits.success()
            if refused is None:
                self._more.emit()
                return
            blob, self._upload, self._blob = self._blob, None, None
            self.uploaded.emit(blob, refused)

    def _put_off(self, blob: BlobOut, error: ServerUnreachable) -> None:
        """Asked for again after the wait, it goes on where the server has it."""
        self._upload = self._blob = None
        own = isinstance(error, NotTaken | Failing)
        self.upload_failed.emit(Stuck(blob.sha256, error.reason, error.details, own))

    @Slot()
    def _go_on(self) -> None:
        """Go on with what could not be had: first the pack, then the photos."""
        with self._guarded():
            if not self._pack or self._has_fetched():
                self.upload_wanted.emit()

    def _has_fetched(self) -> bool:
        try:
            pack = fetch(self._client, self._pack)
        except ServerUnreachable as error:
            self._wait(self._waits.after(error))
            return False
        except Refused as refused:
            self._wait(self._waits.after(refused.unreachable))
            return False
        self._pack = ""
        self._waits.success()
        self.pack_came.emit(pack)
        return True
