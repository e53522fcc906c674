"""Own checks: what a package imports that adds some (``extractor.extensions`` says how it announces them).

A check is a function from a :class:`Context` to drafts of findings, registered under an id that begins with
the name of its package. Its docstring is shown where checks are listed. It must be pure: the same Report, the
same findings. ``year_check`` compares a Report with that of the year before. For example::

    from extractor.checks import Context, Draft, Severity, check

    @check("mycity.many_carried_over")
    def many_carried_over(context: Context):
        '''More than 100 applications are carried over.'''
        table = context.report.tables.applications
        cells = table.get("carried_out") if table else None
        if cells and (cells["total"].value or 0) > 100:
            number = cells["total"].value
            yield Draft(
                Severity.WARNING, f"结转 {number} 件", f"{number} applications are carried over",
                where=("/tables/applications/carried_out/total",), left=number,
            )
"""

from extractor.records import Severity, Suspect
from extractor.validate.check_registry import Draft, check, year_check
from extractor.validate.context import Context

__all__ = ["Context", "Draft", "Severity", "Suspect", "check", "year_check"]
