import { type RecentVfNics, unplacedVfNics, type VmRequest } from '@iopath/core';
import type { Database, Statement } from './database';

/** A VM that moved has several allocations of one NIC, and asked for it once. */
const PLACED: Statement = {
  name: 'fleet.recent_vf_nics_placed',
  text: `
    SELECT coalesce(lower(physical_network), '') AS "physicalNetwork", (request #>> '{flavor,vcpus}')::int AS vcpus,
           count(DISTINCT (recommendation.id, member, device))::int AS placed, 0 AS unplaced
    FROM recommendation JOIN allocation ON allocation.recommendation_id = recommendation.id
    WHERE recommendation.created_at > now() - interval '24 hours' AND kind = 'vf'
    GROUP BY 1, 2 ORDER BY 1, 2`,
};

/** The newest of them; a client that tries again sends the same request. */
const UNPLACED: Statement = {
  name: 'fleet.recent_requests_without_host',
  text: `
    SELECT DISTINCT project_id, request FROM (
      SELECT project_id, request FROM recommendation
      WHERE created_at > now() - interval '24 hours' AND status = 'no_valid_host'
      ORDER BY created_at DESC, id DESC LIMIT 1000
    ) AS newest`,
};

/** As `FleetReader.recentVfNics`. */
export async function readRecentVfNics(database: Database): Promise<readonly RecentVfNics[]> {
  const placed = await database.query<RecentVfNics>(PLACED);
  const rejected = await database.query<{ readonly request: VmRequest }>(UNPLACED);
  const all = new Map<string, RecentVfNics>();
  for (const nics of [...placed, ...rejected.flatMap(({ request }) => unplacedVfNics(request))]) {
    const key = `${nics.vcpus} ${nics.physicalNetwork}`;
    const sum = all.get(key) ?? { ...nics, placed: 0, unplaced: 0 };
    all.set(key, { ...sum, placed: sum.placed + nics.placed, unplaced: sum.unplaced + nics.unplaced });
  }
  return [...all.values()];
}
