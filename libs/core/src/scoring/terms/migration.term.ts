import type { MigrationMechanism } from '../../io-path/io-path';
import type { MigrationNeed } from '../../request/vm-request';
import type { ScoreTerm } from '../score-term';

/** How much of a VM's mobility a mechanism keeps, by how much the caller cares. */
const WORTH: Readonly<Record<MigrationNeed, Readonly<Record<MigrationMechanism, number>>>> = {
  live_required: { transparent: 1, unplug_replug: 0.3, none: 0 },
  live_preferred: { transparent: 1, unplug_replug: 0.5, none: 0 },
  cold_ok: { transparent: 1, unplug_replug: 0.9, none: 0.8 },
};

const WORDS: Readonly<Record<MigrationMechanism, string>> = {
  transparent: 'live migration unseen by the guest',
  unplug_replug: 'live migration by unplug and replug',
  none: 'cold migration only',
};

interface Mobility {
  readonly path: { readonly migration: { readonly mechanism: MigrationMechanism } };
  readonly migration: MigrationNeed;
}

/** The table in one line: `live_required` 1 / 0.3 / 0 … */
function worths(): string {
  return Object.entries(WORTH)
    .map(([need, { transparent, unplug_replug, none }]) => `\`${need}\` ${transparent} / ${unplug_replug} / ${none}`)
    .join(', ');
}

/** Rewards paths that let the VM move. */
export const migrationEase: ScoreTerm<Mobility> = {
  name: 'migration',
  formula: `by need, for a path that moves unseen / by unplugging / not at all: ${worths()}`,
  value: ({ path, migration }) => WORTH[migration][path.migration.mechanism],
  reason: ({ path }) => WORDS[path.migration.mechanism],
};
