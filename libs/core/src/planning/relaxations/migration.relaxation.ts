import type { RelaxationRule } from './relaxation-rule';

/** Gives up live migration. */
export const relaxMigration: RelaxationRule = (request) =>
  request.migration !== 'live_required'
    ? []
    : [
        {
          change: 'migration: live_required -> cold_ok',
          ladder: 'migration',
          costs: 'the VM must be shut down to leave its host',
          request: { ...request, migration: 'cold_ok' },
        },
      ];
