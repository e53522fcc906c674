"""The facts of the prose while the verdicts of a model are merged into them."""

from dataclasses import dataclass, field

from extractor.judging.answer_shapes import Hole
from extractor.judging.statement_lists import ROLE_LISTS, in_order
from extractor.records import Count, Event, Finding, Span, Statement


@dataclass
class Merged:
    """The facts of all sections as they are merged, one section after the other."""

    counts: list[Count]
    trainings: list[Event]
    statements: dict[str, list[Statement]]
    issues: tuple[Statement, ...]
    """The issues as they stood before, to which the remedies' indexes refer."""
    findings: list[Finding] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    parts: dict[Span, Statement] = field(default_factory=dict)
    """The first part of an issue that was split, by the words of the whole."""

    def replace(self, role: str, before: Statement, said: str | None, after: Statement) -> None:
        """Put a statement into the list of its role; None: into none."""
        self.statements[ROLE_LISTS[role]].remove(before)
        if said is not None:
            self.statements[ROLE_LISTS[said]].append(after)

    def split(self, whole: Statement, parts: list[Statement]) -> None:
        """Put the parts of an issue in its place."""
        self.statements["issues"].remove(whole)
        self.statements["issues"] += parts
        self.parts[whole.evidence] = parts[0]

    def settle(self) -> None:
        """Put the statements in their order for good: from now on indexes refer to these issues."""
        ordered = self.lists()
        self.statements = {name: [*entries] for name, entries in ordered.items()}
        self.issues, self.parts = ordered["issues"], {}

    def lists(self) -> dict[str, tuple[Statement, ...]]:
        """The statements by place; remedies address the issues that they addressed before."""
        issues = [self.parts.get(issue.evidence, issue).evidence for issue in self.issues]
        return in_order(self.statements, issues)
