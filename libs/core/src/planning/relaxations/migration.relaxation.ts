import { ASPECT } from './aspects';
import type { RelaxationRule } from './relaxation-rule';

/** Gives up live migration. */
export const relaxMigration: RelaxationRule = ({ migration }) =>
  migration !== 'live_required'
    ? []
    : [
        {
          target: 'request',
          subject: 'migration',
          pointer: '/migration',
          from: 'live_required',
          to: 'cold_ok',
          ladder: 'migration',
          costs: 'the VM must be shut down to leave its host',
          aspects: ASPECT.migration,
          apply: (request) => ({ ...request, migration: 'cold_ok' }),
        },
      ];
