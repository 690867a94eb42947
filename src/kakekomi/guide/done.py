"""Which steps of a case are done: somebody had to do them, and nobody has to any more."""

from kakekomi.guide.case import Case


def done_steps(case: Case) -> tuple[str, ...]:
    """Ids of the steps that apply to somebody and are proven for all of them, sorted."""
    return tuple(sorted(step.id for step in case.pack.steps if _is_done(case, step.id)))


def _is_done(case: Case, step_id: str) -> bool:
    step = case.pack.step(step_id)
    applies = case.subjects(step.applies_sql, file=step.file)
    if not applies:
        return False
    is_done = applies <= case.subjects(step.proven_sql, file=step.file)
    return is_done and step.file not in case.failed
