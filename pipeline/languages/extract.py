"""Words of a form.yaml for translators' programs: pybabel calls this by the name that pyproject.toml gives."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO

CALLED = re.compile(r"""called:\s*(['"]?)(.+?)\1\s*(?:#.*)?$""")


def extract_called(
    file: IO[bytes], keywords: Mapping[str, object], comment_tags: Collection[str], options: Mapping[str, object]
) -> Iterator[tuple[int, str, str | tuple[str, str], list[str]]]:
    """Yield the name of a form, that of its folder, and what it is called, as Babel asks for messages."""
    yield 1, "pgettext", ("form", Path(file.name).resolve().parent.name), []
    for number, line in enumerate(file.read().decode("utf-8").splitlines(), 1):
        if found := CALLED.match(line):
            yield number, "gettext", found[2], []
