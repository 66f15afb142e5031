"""The pages as an application: manifest, icons, worker, and the page for when nothing is kept."""

import io
import re

from PIL import Image


def test_the_manifest_names_the_program_in_the_visitors_language_and_its_icons_exist(visit) -> None:
    for language, name in (("zh-CN", "网格派遣台"), ("en", "Griddesk")):
        visitor = visit(language=language)
        visitor.get("/app.webmanifest")
        assert visitor.page.headers["Content-Type"] == "application/manifest+json"
        told = visitor.page.json()
        assert (told["short_name"], told["start_url"], told["scope"], told["display"]) == (
            name, "/", "/", "standalone",
        )  # fmt: skip
        assert [(icon["sizes"], icon["purpose"]) for icon in told["icons"]] == [
            ("192x192", "any"),
            ("512x512", "any"),
            ("512x512", "maskable"),
        ]
        for icon in told["icons"]:
            visitor.get(icon["src"])
            assert visitor.page.headers["Content-Type"] == "image/png"
            size = Image.open(io.BytesIO(visitor.page.content)).size
            assert f"{size[0]}x{size[1]}" == icon["sizes"]


def test_every_page_names_manifest_and_script_and_may_use_them(visit) -> None:
    visitor = visit("u-west")
    assert '<link rel="manifest" href="/app.webmanifest" crossorigin="use-credentials">' in visitor.text
    policy = visitor.page.headers["Content-Security-Policy"]
    assert "manifest-src 'self'" in policy
    assert "worker-src 'self'" in policy


def test_the_worker_is_served_at_the_root_and_keeps_files_that_exist(visit) -> None:
    visitor = visit()
    script = visitor.get("/sw.js")
    assert visitor.page.headers["Content-Type"].startswith("text/javascript")
    assert visitor.page.headers["Cache-Control"] == "no-cache"
    stamp = re.findall(r'const STAMP = "([0-9a-f]{8})"', script)[0]
    files = re.findall(r'"([a-z]+\.(?:css|js|svg))"', script.partition("const FILES")[2].partition("]")[0])
    assert "pages.js" in files
    for name in files:
        visitor.get(f"/static/{stamp}/{name}")
        assert visitor.page.status_code == 200
        assert "immutable" in visitor.page.headers["Cache-Control"]
        for needed in re.findall(r'from "\./([a-z]+\.js)"', visitor.page.text):
            assert needed in files, f"{name} needs {needed}"


def test_the_page_for_nothing_kept_names_nobody(visit) -> None:
    west = visit("u-west", "en")
    text = west.get("/offline")
    assert "This page is not kept on this device" in text
    assert "csrf" not in text
    assert "sign_out" not in text
