import type { MigrationMechanism } from '../io-path/io-path';
import { factAt } from '../nova/by-release';
import { isAtLeast, type OpenStackRelease } from '../nova/openstack-release';
import type { Assignment } from '../planning/devices/assignment';
import type { MigrationAnswer } from '../planning/decision';

/** From the VM's point of view the least mobile device decides. */
const LEAST_MOBILE_FIRST: readonly MigrationMechanism[] = ['none', 'unplug_replug', 'transparent'];

const ALIAS_STAYS = 'a device from pci_passthrough:alias is not moved by a live migration (handbook 4.1)';
const ALIAS_MAY_MOVE =
  'from 2025.1 on it would be where device_spec and alias say live_migratable, and a VFIO variant driver serves it (handbook 4.2)';
const PINNED = 'every compute runs Train or later (NUMA, pinned CPUs and huge pages move since then)';

/** How the VM moves, and on which conditions (handbook 4.1). */
export function migrationAnswer(
  assignment: Assignment,
  release: OpenStackRelease,
  candidateTargets: number,
): MigrationAnswer {
  const { nics, disks, aliasDevices, anchor } = assignment;
  const paths = [...nics, ...disks].map((device) => device.path.migration);
  const mechanisms = paths.map((migration) => migration.mechanism);
  if (aliasDevices.length > 0) mechanisms.push('none');
  const mechanism = LEAST_MOBILE_FIRST.find((candidate) => mechanisms.includes(candidate)) ?? 'transparent';
  const conditions = new Set(paths.flatMap((migration) => migration.conditions));
  for (const { path } of [...nics, ...disks]) {
    const ofRelease = factAt(path.migration.byRelease, release);
    if (ofRelease !== null) conditions.add(ofRelease);
  }
  if (aliasDevices.length > 0) {
    conditions.add(ALIAS_STAYS);
    if (isAtLeast(release, '2025.1')) conditions.add(ALIAS_MAY_MOVE);
  }
  if (anchor.topology !== null) conditions.add(PINNED);
  return { live: mechanism !== 'none', mechanism, conditions: [...conditions], candidateTargets };
}
