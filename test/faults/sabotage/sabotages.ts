import type { Client } from 'pg';
import type { ActionName } from '../clients/random-client';
import type { SabotageName } from '../options';
import type { Patch } from './patched-installation';

/** One way to break the product, and the rules of which one at least has to notice. */
export interface Sabotage {
  /** To the compiled program. */
  readonly patches: readonly Patch[];
  /** To the migrated database. */
  readonly statements: readonly string[];
  readonly rogueKeeps: boolean;
  /** What clients do more often, so that a short run goes where the defect is. */
  readonly favoured: Readonly<Partial<Record<ActionName, number>>>;
  readonly foundBy: readonly string[];
}

export const SABOTAGE_OF: Readonly<Record<SabotageName, Sabotage>> = {
  /** Nothing but the programs' own care keeps a device from a second owner; the rogue has none. */
  'drop-unique-index': {
    patches: [],
    statements: [
      'ALTER TABLE allocation DROP CONSTRAINT allocation_live_device_key',
      'DROP INDEX reservation_live_member_key',
      'ALTER TABLE allocation DROP CONSTRAINT allocation_pf_or_vf_excl',
    ],
    rogueKeeps: true,
    favoured: {},
    foundBy: ['one-owner-recorded', 'one-owner-observed'],
  },

  /** The API says "accepted" and writes a moment later, if it is still there and the database is. */
  'acknowledge-before-commit': {
    patches: [
      {
        folder: 'libs/usecases/src/recommendations',
        pattern: /await this\.ports\.store\.create\((\{[^;]*\})\);/,
        replacement:
          '{ id, created: true }; const late = $1; setTimeout(() => this.ports.store.create(late).catch(() => undefined), 1500);',
      },
    ],
    statements: [],
    rogueKeeps: false,
    favoured: {},
    foundBy: ['accepted-is-decided', 'serial-order'],
  },

  /** Neither a confirm nor its write asks whether the time is over, and neither does the database. */
  'skip-fencing': {
    patches: [
      {
        folder: 'libs/persistence/src',
        pattern: /(state = 'reserved' AND )?expires_at <= clock_timestamp\(\) AS overdue/g,
        replacement: 'false AS overdue',
      },
      {
        folder: 'libs/persistence/src',
        pattern: / AND reservation\.expires_at > clock_timestamp\(\)/g,
        replacement: '',
      },
    ],
    statements: [
      'DROP TRIGGER IF EXISTS reservation_in_time ON reservation',
      'DROP TRIGGER IF EXISTS allocation_in_time ON allocation',
      'DROP TRIGGER IF EXISTS reservation_transition ON reservation',
      'DROP TRIGGER IF EXISTS allocation_transition ON allocation',
    ],
    rogueKeeps: false,
    favoured: { confirmLate: 40 },
    foundBy: ['late-confirm-refused', 'serial-order'],
  },
};

/** Sends the statements of a sabotage. */
export async function weaken(sql: Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.query(statement);
}
