import type { Rule } from '../history/evidence';

const DECIDED = ['ready', 'no_valid_host', 'failed'];

/** Whatever was accepted is there in the end, and decided. */
export const acceptedIsDecided: Rule = ({ operations, rows }) => {
  const status = new Map(rows.recommendations.map((row) => [row.id, row.status]));
  const accepted = operations.filter(({ kind, outcome, target }) => {
    return kind === 'create' && outcome.kind === 'ok' && target !== null;
  });
  const ids = new Set(accepted.map(({ target }) => target ?? ''));
  return [...ids]
    .filter((id) => !DECIDED.includes(status.get(id) ?? ''))
    .map((id) => ({
      rule: 'accepted-is-decided',
      subject: `recommendation ${id}`,
      detail: `accepted, and in the end it is ${status.get(id) ?? 'not there'}`,
    }));
};
