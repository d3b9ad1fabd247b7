"""What the command line asks for, where nothing is said."""

from pathlib import Path

import pytest
from desk import ROOT

from pipeline.command import read_command

pytestmark = pytest.mark.quick


def test_output_is_beside_its_content_unless_told_otherwise(tmp_path: Path) -> None:
    content = tmp_path / "other" / "content"
    content.mkdir(parents=True)
    assert read_command([], ROOT).options.output == ROOT / "output"
    assert read_command([f"--content={content}"], ROOT).options.output == tmp_path / "other" / "output"
    assert read_command([f"--content={content}", f"--output={tmp_path}"], ROOT).options.output == tmp_path
