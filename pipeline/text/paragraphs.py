"""Every block as paragraphs and lists, for speaker's notes: nothing that is typed is lost, and nothing else stands there.

    typed                 in the text of an entry    in notes, abstract, statement    in a title, a claim, a cell
    a list                a list                     a list                           refused
    ### a heading         a heading                  a bold paragraph                 refused
    > a quotation         a quotation                a paragraph                      as typed
    code                  code                       its words                        its words
    --- a rule            a rule                     nothing                          as typed
    {fact} alone          large                      a bold paragraph                 the number
    ^[a note]             at the foot of the page    in brackets; left out of slides  at the foot; left out of slides
    @fig-… alone          the figure                 refused                          “Figure 1”
    a table               a table                    refused                          as typed
    ::: a box             a box                      refused                          refused
    @box-… alone          the box                    refused                          its title

Pages print abstract and statement as they are: what a slide's notes do not take is refused there as well, because it
would be lost. What is refused is told by foreign_notations. The second column is made here, the third by the parser.
"""

from collections.abc import Iterable, Iterator, Sequence

from markdown_it.token import Token


def as_paragraphs(tokens: Sequence[Token]) -> list[Token]:
    """Return blocks as paragraphs and lists; a row of a table is a paragraph."""
    return list(_Flattener().walk(tokens))


class _Flattener:
    """A reader of blocks that knows in which items of lists it is, and whether each has words already."""

    def __init__(self) -> None:
        self.begun: list[bool] = []
        self.row: list[Token] | None = None

    def walk(self, tokens: Iterable[Token]) -> Iterator[Token]:
        heading = False
        for token in tokens:
            kind = token.type
            if kind in ("bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close"):
                yield token
            elif kind == "list_item_open":
                self.begun.append(False)
                yield token
            elif kind == "list_item_close":
                self.begun.pop()
                yield token
            elif kind in ("heading_open", "heading_close"):
                heading = token.nesting == 1
            elif kind == "tr_open":
                self.row = []
            elif kind == "tr_close":
                yield from self.paragraph(self.row or [])
                self.row = None
            elif kind == "inline" and self.row is not None:
                self.row += [*([_text(" · ")] if self.row else []), *_noted(token.children or [])]
            elif kind == "inline":
                words = _noted(token.children or [])
                yield from self.paragraph([_strong(1), *words, _strong(-1)] if heading else words)
            elif kind in ("fence", "code_block"):
                yield from self.paragraph(_lines(token.content))
            elif kind == "key" and self.begun:
                yield from self.paragraph([_strong(1), Token("fact", "", 0, meta=token.meta), _strong(-1)])
            elif kind in ("key", "figure"):
                yield token

    def paragraph(self, children: list[Token]) -> Iterator[Token]:
        """Yield a paragraph; within the item of a list its words alone, on a line of their own if others stand before."""
        if not children:
            return
        if self.begun:
            before = [Token("hardbreak", "br", 0)] if self.begun[-1] else []
            self.begun[-1] = True
            yield Token("inline", "", 0, children=before + children)
        else:
            yield Token("paragraph_open", "p", 1, block=True)
            yield Token("inline", "", 0, children=children)
            yield Token("paragraph_close", "p", -1, block=True)


def _noted(children: Sequence[Token]) -> list[Token]:
    """Return the words of a paragraph with its notes in brackets; one that only cites is left out, as citations are."""
    result: list[Token] = []
    at = 0
    while at < len(children):
        if children[at].type == "note_open":
            end = next(n for n in range(at, len(children)) if children[n].type == "note_close")
            inside = children[at + 1 : end]
            if any(
                token.type == "fact" or any(map(str.isalnum, token.content))
                for token in inside
                if token.type != "citation"
            ):
                result += [_text(" ("), *inside, _text(")")]
            at = end
        else:
            result.append(children[at])
        at += 1
    return result


def _lines(code: str) -> list[Token]:
    lines: list[Token] = []
    for line in code.rstrip("\n").split("\n"):
        lines += [*([Token("hardbreak", "br", 0)] if lines else []), _text(line)]
    return lines


def _text(words: str) -> Token:
    return Token("text", "", 0, content=words)


def _strong(nesting: int) -> Token:
    return Token("strong_open" if nesting == 1 else "strong_close", "strong", nesting)  # type: ignore[arg-type]
