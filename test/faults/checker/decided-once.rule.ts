import type { Evidence, Rule, Violation } from '../history/evidence';
import { groupBy } from './group-by';
import { movedBy } from './serial-order/reservation-histories';

const RULE = 'decided-once';

/**
 * A decision never changes: every answer shows the same one, and the database holds what was shown. Nor is it made twice: a
 * VM has one reservation of the decision, and one more for each time that somebody asked for one.
 */
export const decidedOnce: Rule = (evidence) => [...changedDecisions(evidence), ...secondReservations(evidence)];

function changedDecisions({ operations, rows }: Evidence): readonly Violation[] {
  const seen = operations.flatMap(({ seen: { recommendations } }) => recommendations);
  const decided = groupBy(
    seen.filter(({ decision }) => decision !== null),
    ({ id }) => id,
  );
  const stored = new Map(rows.recommendations.map(({ id, status }) => [id, status]));
  return [...decided].flatMap(([id, sights]) => {
    const decisions = new Set(sights.map(({ decision }) => decision));
    const statuses = new Set([...sights.map(({ status }) => status), stored.get(id) ?? 'gone']);
    if (decisions.size === 1 && statuses.size === 1) return [];
    const detail = `${decisions.size} decisions were shown, of status ${[...statuses].join(', ')}`;
    return [{ rule: RULE, subject: `recommendation ${id}`, detail }];
  });
}

function secondReservations({ operations, rows }: Evidence): readonly Violation[] {
  const asked = operations.filter(({ outcome }) => outcome.kind !== 'refused');
  const again = [
    ...asked.filter(({ kind }) => kind === 'reserve').map(({ target }) => target),
    ...asked.filter(({ kind }) => kind === 'swap').flatMap(movedBy),
  ];
  const times = groupBy(again, (id) => id);
  const ofVm = groupBy(rows.reservations, ({ recommendationId, member }) => `${recommendationId} ${member}`);
  return [...ofVm].flatMap(([vm, reservations]) => {
    const [id = ''] = vm.split(' ');
    const allowed = 1 + (times.get(id)?.length ?? 0);
    if (reservations.length <= allowed) return [];
    const detail = `VM ${vm.split(' ')[1]} has ${reservations.length} reservations, and ${allowed} were asked for at most`;
    return [{ rule: RULE, subject: `recommendation ${id}`, detail }];
  });
}
