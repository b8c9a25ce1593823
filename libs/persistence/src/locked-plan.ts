import { type GroupPolicy, keepsGroupPolicy, type ReadyDecision } from '@iopath/core';
import { GroupMovedError, type ReservationPlan, StaleSnapshotError } from '@iopath/usecases';
import type { Session, Statement } from './database';
import { HOSTS_OF_GROUP, readHosts } from './fleet.reader';
import { plannedVersions } from './ledger';

/**
 * VMs of one server group are placed one commit after another: rows do not tell of a VM that is about to come, so two
 * commits on different hosts would not see each other. Taken before any host, as everywhere in the ledger.
 */
const LOCK_GROUP: Statement = {
  name: 'ledger.lock_group',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('server_group/' || $1, 0))`,
};

const LOCK_PLANNED_HOSTS: Statement = {
  name: 'ledger.lock_planned_hosts',
  text: `
    SELECT host_name, version, state = 'active' AS active FROM host
    WHERE host_name = ANY ($1) ORDER BY host_name FOR NO KEY UPDATE`,
};

/** Policies that a commit has to hold VMs to; what a soft one weighs was weighed. */
export const HARD_POLICIES: readonly GroupPolicy[] = ['affinity', 'anti-affinity'];

export interface ServerGroup {
  readonly id: string;
  readonly policy: GroupPolicy;
}

/**
 * Takes the locks under which a plan is written, and so makes sure that it still holds: from here to the end of the
 * transaction nobody else changes claims of its hosts, or places VMs of its group.
 *
 * @returns what the plan has become on hosts that had moved on; null when it stands as it is.
 * @throws GroupMovedError; StaleSnapshotError when the hosts have moved on and the plan cannot be made again on them.
 */
export async function lockPlan(
  session: Session,
  plan: ReservationPlan,
  group: ServerGroup | null,
): Promise<ReadyDecision | null> {
  const planned = plannedVersions(plan.placements);
  const hostNames = [...planned.keys()];
  if (group !== null && HARD_POLICIES.includes(group.policy)) await holdGroup(session, group, hostNames);

  const held = await session.query<{ host_name: string; version: string; active: boolean }>(LOCK_PLANNED_HOSTS, [
    hostNames,
  ]);
  const isAsPlanned = held.every((host) => host.active && Number(host.version) === planned.get(host.host_name));
  if (isAsPlanned && held.length === hostNames.length) return null;

  const again = plan.again?.(await readHosts(session, hostNames)) ?? null;
  if (again === null)
    throw new StaleSnapshotError(`Of ${hostNames.join(', ')}, not every host is as it was planned on.`);
  return again;
}

/** Waits for whoever places VMs of this server group; nobody else does until the transaction ends. */
export async function lockGroup(session: Session, id: string): Promise<void> {
  await session.query(LOCK_GROUP, [id]);
}

async function holdGroup(session: Session, { id, policy }: ServerGroup, hostNames: readonly string[]): Promise<void> {
  await lockGroup(session, id);
  const rows = await session.query<{ host_name: string }>(HOSTS_OF_GROUP, [id]);
  const groupHosts = rows.map((row) => row.host_name);
  if (keepsGroupPolicy(policy, hostNames, groupHosts)) return;
  throw new GroupMovedError(`Server group ${id} is on ${groupHosts.join(', ')} by now.`);
}
