"""Make the workbook of the data behind the figures."""

from pipeline.making.build import Build
from pipeline.options import DATA
from pipeline.outputs import Output, Outputs


def make_data(build: Build) -> Outputs:
    """Return the workbook by its file name; nothing for a publication without figures. Raises ProblemsFound."""
    from pipeline.content import DATA_FILE
    from pipeline.render import reference_texts
    from pipeline.workbook import write_workbook

    publication = build.publication
    count = len(publication.figure_numbers)
    if not count:
        return {}
    numbers = {
        form.file: build.printed[form.name].figure_numbers for form in build.forms.values() if form.medium == "pages"
    }
    others = {file: own for file, own in numbers.items() if own != publication.figure_numbers}
    with build.progress.step("data"):
        references = reference_texts(publication, build.layouts, build.cache)
        content = write_workbook(publication, references, others)
    return {DATA_FILE: Output(content, f"{count} figure{'s' if count > 1 else ''}", DATA)}
