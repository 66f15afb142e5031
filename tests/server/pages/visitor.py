"""Somebody with a browser without script: follows links, fills in forms, keeps cookies."""

import io
import re
from html import unescape

import requests
from PIL import ExifTags, Image

PASSWORD = "right-horse"  # of everybody in the small city
FORM = re.compile(r"<form\b(.*?)</form>", re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')


class Visitor:
    """One browser; answers are kept in `page`."""

    def __init__(self, url: str, language: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Accept-Language"] = language
        self.page = requests.Response()

    @property
    def text(self) -> str:
        """The page as text with its entities read."""
        return unescape(self.page.text)

    def get(self, path: str, **options) -> str:
        """Open a page, following redirects."""
        self.page = self._session.get(self.url + path, timeout=60, **options)
        return self.text

    def post(self, path: str, data=None, **options) -> str:
        """Send a form as it is given."""
        self.page = self._session.post(self.url + path, data=data, timeout=60, **options)
        return self.text

    def sign_in(self, login: str, password: str = PASSWORD) -> str:
        """Sign in at the front page."""
        return self.post("/sign-in", {"login": login, "password": password, "next": ""})

    def hidden(self, verb: str) -> dict[str, str]:
        """The hidden fields of the form on this page whose button says `verb`."""
        for form in FORM.findall(self.page.text):
            if f'value="{verb}"' in form:
                return {name: unescape(value) for name, value in HIDDEN.findall(form)}
        raise AssertionError(f"no form for {verb}: {self.text}")

    def hidden_of(self, path: str, verb: str) -> dict[str, str]:
        """Open a page and read the hidden fields of its form."""
        self.get(path)
        return self.hidden(verb)

    def press(self, case_id: str, verb: str, **options) -> str:
        """Press the button `verb` on the page of a case."""
        self.get(f"/terminal/case/{case_id}")
        return self.post(f"/terminal/case/{case_id}/{verb}", self.hidden(verb), **options)

    def fill(self, path: str, verb: str, files=(), **words: str) -> str:
        """Open a form, fill it in and send it; `files` as (field, name, bytes)."""
        self.get(path)
        return self.post(
            path.partition("?")[0],
            self.hidden(verb) | words,
            files=[(field, (name, data)) for field, name, data in files],
        )

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()


def photo(colour: str = "green", size: int = 8, taken: str = "", lon: float = 0, lat: float = 0) -> bytes:
    """A picture of one colour; `taken` as cameras write it, "2015:04:22 08:50:00"; lon and lat in degrees."""
    out, exif = io.BytesIO(), Image.Exif()
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if lon:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (lon, 0.0, 0.0)
        gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (lat, 0.0, 0.0)
    Image.new("RGB", (size, size), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def rows(text: str) -> list[str]:
    """The ids of the cases on a list, in order."""
    return re.findall(r'class="task"[^>]*data-id="([^"]+)"', text)
