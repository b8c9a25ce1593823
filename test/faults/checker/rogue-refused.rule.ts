import type { Rule } from '../history/evidence';

/** The database itself refuses what no program may do. */
export const rogueRefused: Rule = ({ rogueAttempts }) =>
  rogueAttempts
    .filter(({ refusedBy }) => refusedBy === null)
    .map(({ kind, detail }) => ({
      rule: 'rogue-refused',
      subject: kind,
      detail: `the database let it pass: ${detail}`,
    }));
