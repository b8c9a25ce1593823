import type { Evidence, Fault, Rule, Violation } from '../history/evidence';

const RULE = 'no-defect';
/** A process that starts while a store is away may give up and be started again. */
const STORE_FAULT_ECHO_MS = 40_000;

/** Whatever happens, the only 5xx is a 503 with a code, no answer is beyond the documented ones, and no process ends by itself. */
export const noDefect: Rule = (evidence) => [...defectiveAnswers(evidence), ...deaths(evidence)];

function defectiveAnswers({ operations }: Evidence): readonly Violation[] {
  return operations.flatMap(({ id, kind, target, outcome }) => {
    if (outcome.kind !== 'indeterminate' || outcome.status === null) return [];
    if (outcome.status === 503 && outcome.why !== '') return [];
    const detail = `${kind} of ${target} was answered with ${outcome.status} ${outcome.why}`;
    return [{ rule: RULE, subject: `operation ${id}`, detail }];
  });
}

function deaths({ unexpectedEnds, faults }: Evidence): readonly Violation[] {
  return unexpectedEnds
    .filter(({ wasReady, atMs }) => wasReady || !faults.some((fault) => mayStopAStart(fault, atMs)))
    .map(({ name, exit, lastLines }) => ({
      rule: RULE,
      subject: `process ${name}`,
      detail: `ended by itself with ${exit}: ${lastLines.slice(-3).join(' / ')}`,
    }));
}

function mayStopAStart({ target, fromMs, untilMs }: Fault, atMs: number): boolean {
  return target === 'postgres' && fromMs <= atMs && atMs <= untilMs + STORE_FAULT_ECHO_MS;
}
