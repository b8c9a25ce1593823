import type { DiskPathRule } from '../disk-rule';

/** `live_required` keeps off devices that stay behind when the VM moves. */
export const diskMigrationNeed: DiskPathRule = {
  name: 'disk-migration-need',
  reject(path, _disk, { request }) {
    if (request.migration !== 'live_required' || path.migration.mechanism !== 'none') return null;
    return { code: 'migration.not_live', required: 'live migration', available: 'cold migration only' };
  },
};
