"""Reads what somebody typed into the search box: words, "phrases", -words to leave out, beginnings*.

Every word must occur. A word stands for its stems in all the languages that are indexed, whatever the reader's own.
"""

import re
from dataclasses import dataclass, replace

from search.errors import NothingAskedError, TooManyWordsError
from search.words import LANGUAGES, chunks, fold, stem, tidy

MOST_WORDS = 24
SHORTEST_BEGINNING = 2

_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟″＂", '"'))
_ASKED = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')
# Words that nearly every text has; they count only in phrases, or when nothing else was asked.
_LITTLE = frozenset(
    """a ai as au aux avec ce ces cet cette dans de des du elle en est et il ils je la le les leur leurs lui ma mais mes
    mon ne nos notre nous on ont ou où par pas pour qu que qui sa se ses son sont sur ta te tes ton tu un une vos votre
    vous y à été être
    aan al als bij dan dat de den der deze die dit door een en er haar had heb heeft het hij hoe hun ik in is je kan
    maar me men met mijn na naar niet nog nu of om onder ons onze ook op over te tot u uit uw van veel voor was wat we
    wel werd wie wij wordt ze zich zij zijn zo
    das dem der die ein eine für ist mit nicht oder und von zu
    and are by for from of the this to with""".split()  # noqa: SIM905 - a list of words reads as one
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: any of its sequences of tokens must occur; `begins` lets the last token go on."""

    sequences: tuple[tuple[str, ...], ...]
    begins: bool = False

    @property
    def tokens(self) -> frozenset[str]:
        """Every token that a reader should see marked."""
        return frozenset(token for sequence in self.sequences for token in sequence)


@dataclass(frozen=True, slots=True)
class Question:
    """A search that can be answered: at least one term."""

    terms: tuple[Term, ...]
    without: tuple[Term, ...] = ()

    def with_beginnings(self) -> "Question":
        """The same, each single word long enough also found where longer words begin with it ("wijk": wijkagent)."""
        return replace(self, terms=tuple(_beginning(term) for term in self.terms))


def read(text: str) -> Question:
    """Return what is asked for. Raises NothingAskedError without a word, TooManyWordsError beyond MOST_WORDS."""
    terms: list[Term] = []
    little: list[Term] = []
    without: list[Term] = []
    for asked in _ASKED.finditer(tidy(text).translate(_QUOTES)):
        begins = (asked["plain"] or "").endswith("*")
        if asked["minus"]:
            without += _terms(asked["phrase"], asked["plain"], begins=begins)
        elif asked["phrase"] is None and _is_little(asked["plain"]):
            little += _terms(None, asked["plain"])
        else:
            terms += _terms(asked["phrase"], asked["plain"], begins=begins)
    terms = terms or little
    if not terms:
        raise NothingAskedError
    if len(terms) + len(without) > MOST_WORDS:
        raise TooManyWordsError
    return Question(terms=tuple(dict.fromkeys(terms)), without=tuple(dict.fromkeys(without)))


def _is_little(plain: str) -> bool:
    words = [word for chunk in chunks(plain) for word in chunk.words]
    return len(words) == 1 and words[0].lower() in _LITTLE


def _terms(phrase: str | None, plain: str, *, begins: bool = False) -> list[Term]:
    """Make one term of a phrase, or one of each word; of the last one a beginning, if asked."""
    texts = [plain[chunk.start : chunk.end] for chunk in chunks(plain)] if phrase is None else [phrase]
    terms = [term for text in texts if (term := _term(text))]
    if begins and terms:
        terms[-1] = _beginning(terms[-1])
    return terms


def _term(text: str) -> Term | None:
    found = list(chunks(text))
    words = [word for chunk in found for word in chunk.words]
    others = [other for chunk in found for other in chunk.others] if len(found) == 1 else []
    sequences = [tuple(stem(word, language) for word in words) for language in LANGUAGES]
    sequences.append(tuple(fold(word) for word in words))
    sequences += [(stem(other, language),) for other in others for language in LANGUAGES]
    full = dict.fromkeys(whole for sequence in sequences if (whole := tuple(filter(None, sequence))))
    return Term(tuple(full)) if full else None


def _beginning(term: Term) -> Term:
    single = all(len(sequence) == 1 and len(sequence[0]) >= SHORTEST_BEGINNING for sequence in term.sequences)
    return replace(term, begins=True) if single else term
