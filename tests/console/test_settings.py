from pathlib import Path

import pytest

from console.settings import SettingsError, load_settings, remember_choices, remember_guide, seen_guides


def load(folder: Path, *more: str) -> object:
    return load_settings(["--files", str(folder), *more])


def test_without_a_word_it_is_the_demo_city_in_chinese(tmp_path: Path) -> None:
    settings = load_settings(["--files", str(tmp_path)])
    assert (settings.server, settings.embedded, settings.lang, settings.theme) == ("", "demo-day", "zh_CN", "dark")


def test_the_command_line_goes_over_the_choices_and_these_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('server = "https://a"\nlang = "en"\ntheme = "dark"\n')
    remember_choices(tmp_path, "zh_CN", "light")
    settings = load_settings(["--files", str(tmp_path), "--lang", "en"])
    assert (settings.server, settings.lang, settings.theme) == ("https://a", "en", "light")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ('servre = "x"', "servre", "server"),
        ("server = 5", "server", "a text"),
        ('theme = "pink"', "theme", "dark | light"),
        ("trust_env = 1", "trust_env", "true | false"),
        ("server", "file", "TOML"),
    ],
)
def test_a_wrong_setting_names_file_setting_and_what_was_expected(
    tmp_path: Path, text: str, name: str, expected: str
) -> None:
    (tmp_path / "settings.toml").write_text(text)
    with pytest.raises(SettingsError) as caught:
        load(tmp_path)
    assert caught.value.details["place"] == str(tmp_path / "settings.toml")
    assert caught.value.details["name"] == name
    assert expected in caught.value.details["expected"]


def test_a_settings_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        load(tmp_path, "--settings", str(tmp_path / "none.toml"))


def test_several_addresses_of_the_server_stand_in_order(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('server = ["https://a", "https://b"]\n')
    settings = load_settings(["--files", str(tmp_path)])
    assert (settings.server, settings.servers) == ("https://a", ("https://a", "https://b"))
    given = load_settings(["--files", str(tmp_path), "--server", "https://c", "--server", "https://d"])
    assert (given.server, given.servers) == ("https://c", ("https://c", "https://d"))


def test_without_an_address_there_is_none(tmp_path: Path) -> None:
    assert load_settings(["--files", str(tmp_path)]).servers == ()


def test_the_packs_of_a_training_are_its_own(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('pack = "/desk/packs"\n')
    assert load_settings(["--files", str(tmp_path)]).pack == Path("/desk/packs")
    assert load_settings(["--files", str(tmp_path), "--training"]).pack is None


@pytest.mark.parametrize("torn", [b'lang = "z', b"\x00" * 40, b'colour = "red"\n', b"\xff\xfe"])
def test_choices_of_the_windows_that_cannot_be_read_were_never_made(tmp_path: Path, torn: bytes) -> None:
    (tmp_path / "choices.toml").write_bytes(torn)
    assert load_settings(["--files", str(tmp_path)]).lang == "zh_CN"
    remember_choices(tmp_path, "en", "light")
    assert load_settings(["--files", str(tmp_path)]).lang == "en"


def test_guides_that_cannot_be_read_are_shown_once_more(tmp_path: Path) -> None:
    (tmp_path / "guides.txt").write_bytes(b"wang desk\n\xff\xfe\n")
    assert "wang desk" in seen_guides(tmp_path)
    remember_guide(tmp_path, "li review")
    assert {"wang desk", "li review"} <= seen_guides(tmp_path)


def test_a_disk_that_takes_nothing_costs_no_more_than_the_choice(tmp_path: Path) -> None:
    (tmp_path / "choices.toml.new").mkdir()
    (tmp_path / "guides.txt").mkdir()
    remember_choices(tmp_path, "en", "light")
    remember_guide(tmp_path, "wang desk")
    assert seen_guides(tmp_path) == frozenset()
    assert load_settings(["--files", str(tmp_path)]).lang == "zh_CN"
