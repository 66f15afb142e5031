"""A PDF as proof of what a unit asks for: kept, its pages are photos, it is given to who sees the case, never run."""

import io
import json

import pytest
from PIL import Image
from sqlalchemy import func, select

from rules.case import PhotoKind
from rules.commands import Actor, Grant, NotAllowed, Role
from server import tables
from server.photos import UnknownPhoto
from server.photos.documents import PAGES, Documents
from tests.server.pages.visitor import Visitor, photo

WANG = Actor("wang", grants=(Grant(Role.DISPATCHER),))
ASK = "/terminal/case/case-1/ask_return"


def pdf(*colours: str) -> bytes:
    """A PDF with a page of each colour, half of A4."""
    pages = [Image.new("RGB", (420, 595), colour) for colour in colours]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=72)
    return out.getvalue()


LOCKED = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/O<28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A>
/U<5F5F4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A>/P -44>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>
%%EOF
"""


@pytest.fixture
def west(visit, hands) -> Visitor:
    """The unit's terminal with a case that was sent to it."""
    hands.dispatched("case-1")
    return visit("u-west", "en")


def case_of(parts):
    return parts.queries.case("case-1", WANG)


def test_each_page_is_a_photo_of_the_request_and_the_whole_can_be_had(west: Visitor, visit, parts) -> None:
    data = pdf("red", "blue")
    west.fill(ASK, "ask_return", [("photos", "界外证明.pdf", data), ("photos", "a.jpg", photo())], reason="not ours")
    case = case_of(parts)
    first, second, picture = case.photos
    assert {each.kind for each in case.photos} == {PhotoKind.PROOF}
    assert {each.owner for each in case.photos} == {case.requests[0].id}
    assert first.document == second.document != ""
    assert (picture.document, first.mime) == ("", "image/jpeg")
    red, blue = (
        Image.open(io.BytesIO(parts.photos.get(each.sha256).data)).getpixel((9, 9)) for each in (first, second)
    )
    assert (red[0] > 200, red[2] < 60, blue[2] > 200, blue[0] < 60) == (True,) * 4

    west.get("/terminal/case/case-1")
    assert west.text.count("whole PDF") == 2
    west.get(f"/terminal/case/case-1/document/{first.document}")
    assert west.page.content == data
    told = west.page.headers
    assert (told["content-type"], told["x-content-type-options"]) == ("application/pdf", "nosniff")
    assert told["content-disposition"].startswith("attachment")
    assert "sandbox" in told["content-security-policy"]


def test_nobody_else_and_nothing_else_is_given_by_that_path(west: Visitor, visit, parts) -> None:
    west.fill(ASK, "ask_return", [("photos", "proof.pdf", pdf("red"))], reason="not ours")
    (page,) = case_of(parts).photos
    east = visit("u-east", "en")
    east.get(f"/terminal/case/case-1/document/{page.document}")
    assert east.page.status_code == 404
    for other in (page.sha256, "0" * 64, "x"):
        west.get(f"/terminal/case/case-1/document/{other}")
        assert west.page.status_code == 404
    with pytest.raises(UnknownPhoto):
        parts.photos.get(page.document, "thumb")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("cut.pdf", pdf("red")[:200], "cannot be read"),
        ("false.pdf", b"%PDF-1.7\n" + b"\0" * 400, "cannot be read"),
        ("locked.pdf", LOCKED, "locked by a password"),
        ("long.pdf", pdf(*["white"] * (PAGES + 1)), "at most 10 pages"),
        ("word.docx", b"PK\x03\x04", "expected JPEG, PNG, WebP or PDF"),
    ],
    ids=["cut", "false", "locked", "long", "docx"],
)
def test_what_is_no_proof_is_told_with_its_name_and_nothing_typed_is_lost(
    west: Visitor, parts, name: str, data: bytes, words: str
) -> None:
    text = west.fill(ASK, "ask_return", [("photos", name, data), ("photos", "a.jpg", photo())], reason="not ours")
    assert west.page.status_code == 422
    assert name in text
    assert words in text
    assert "not ours" in text
    assert "a.jpg" in text  # the photo beside it is kept
    assert case_of(parts).requests == ()


def test_too_large_a_file_is_told_with_its_size(west: Visitor, parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.pages.uploads.MAX_BYTES", 1000)
    text = west.fill(ASK, "ask_return", [("photos", "big.pdf", pdf("red") + b"\n" * 4000)], reason="not ours")
    assert west.page.status_code == 422
    assert "big.pdf" in text
    assert "too large" in text


def test_a_kept_pdf_goes_with_the_next_try_and_a_forged_word_does_not(west: Visitor, parts) -> None:
    west.fill(ASK, "ask_return", [("photos", "proof.pdf", pdf("red"))], reason=" ")
    assert west.page.status_code == 422
    kept = west.hidden("ask_return")["kept-photos"]
    with parts.database.read() as connection:
        blobs = connection.scalar(select(func.count()).select_from(tables.blobs))
    assert blobs == 2  # the PDF and its page
    word = json.loads(kept)
    forged = json.dumps(word | {"pages": [[word["sha256"], 1]]})  # a PDF is no picture
    west.fill(ASK, "ask_return", reason="not ours", **{"kept-photos": forged})
    assert case_of(parts).photos == ()


def test_what_the_script_sent_ahead_goes_with_the_form(west: Visitor, parts) -> None:
    form = west.hidden_of(ASK, "ask_return")
    ahead = {"csrf": form["csrf"]}
    west.post("/terminal/case/case-1/photo/ask_return", ahead, files=[("photos", ("proof.pdf", pdf("red", "blue")))])
    (kept,) = west.page.json()["photos"]
    assert [line["words"] for line in kept["said"]] == ["page of a PDF"]
    west.fill(ASK, "ask_return", reason="not ours", **{"kept-photos": kept["word"]})
    case = case_of(parts)
    assert [photo.owner for photo in case.photos] == [case.requests[0].id] * 2


def test_where_work_is_shown_a_pdf_is_no_photo(visit, hands, parts) -> None:
    hands.dispatched("case-1")
    west = visit("u-west", "en")
    west.press("case-1", "sign")
    text = west.fill("/terminal/case/case-1/feedback", "feedback", [("photos", "proof.pdf", pdf("red"))], text="done")
    assert west.page.status_code == 422
    assert "expected JPEG, PNG or WebP" in text
    assert 'accept="image/jpeg,image/png,image/webp"' in west.get("/terminal/case/case-1/feedback")
    assert "application/pdf" in west.get(ASK)


def test_the_same_pdf_twice_is_kept_once(parts) -> None:
    documents, data = Documents(parts.photos), pdf("red")
    assert documents.keep(data) == documents.keep(data)
    with pytest.raises(NotAllowed, match=r"rule\.pdf_unreadable"):
        documents.keep(b"%PDF-")
