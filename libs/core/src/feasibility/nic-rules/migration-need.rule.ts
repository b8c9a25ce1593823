import type { NicPathRule } from '../nic-rule';

/** `live_required` keeps off paths that Nova will not move while the VM runs. */
export const nicMigrationNeed: NicPathRule = {
  name: 'nic-migration-need',
  reject(path, _nic, { request }) {
    if (request.migration !== 'live_required' || path.migration.mechanism !== 'none') return null;
    return { code: 'migration.not_live', required: 'live migration', available: 'cold migration only' };
  },
};
