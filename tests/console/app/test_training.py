"""The folders of trainings, and what the command line makes of `--training`."""

from pathlib import Path

from console.app.training import TRAINING, forget_runs
from console.models.lock import FolderLock
from console.settings import load_settings


def test_a_training_works_in_a_new_folder_and_keeps_its_scores_beside(tmp_path: Path) -> None:
    plain = load_settings(["--files", str(tmp_path)])
    assert (plain.files, plain.embedded, plain.results) == (tmp_path, "demo-day", None)
    trained = load_settings(["--files", str(tmp_path), "--training", "7"])
    assert (trained.embedded, trained.server, trained.seed) == (TRAINING, "", 7)
    assert trained.files.parent == tmp_path / "training" / "runs"
    assert trained.results == tmp_path / "training" / "results"
    assert load_settings(["--files", str(tmp_path), "--training"]).seed == 1


def test_language_and_theme_that_were_chosen_hold_for_a_training_too(tmp_path: Path) -> None:
    (tmp_path / "choices.toml").write_text('lang = "en"\ntheme = "light"\n', encoding="utf-8")
    trained = load_settings(["--files", str(tmp_path), "--training"])
    assert (trained.lang, trained.theme) == ("en", "light")


def test_earlier_runs_are_forgotten_but_for_those_in_use(tmp_path: Path) -> None:
    own, old, used = (tmp_path / name for name in ("3", "1", "2"))
    for folder in (own, old, used):
        folder.mkdir()
        (folder / "outbox.db").write_bytes(b"x")
    lock = FolderLock(used)
    forget_runs(own)
    lock.release()
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["2", "3"]
    assert (own / "outbox.db").exists()
