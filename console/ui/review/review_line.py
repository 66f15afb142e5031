"""The status line of the review window: the keys that are of use to who sits there, or to nobody."""

from console.ui.status_line import StatusLine


class ReviewLine(StatusLine):
    """Like every other, with hints that follow the seat."""

    def show_keys(self, manned: bool) -> None:
        """The keys of deeds are hinted at only while somebody sits at the seat."""
        deeds = (self.tr("T mark"), self.tr("U recall")) if manned else ()
        self.hints.show_hints(self.tr("L main window follows"), *deeds, self.tr("← → cases"), self.tr("? keys"))
