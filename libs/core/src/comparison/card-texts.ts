import type { DiskPath } from '../io-path/disk-path';
import type { MigrationMechanism } from '../io-path/io-path';
import type { NicPath } from '../io-path/nic-path';
import { factAt } from '../nova/by-release';
import type { PlanningPolicy } from '../planning/planning-policy';
import type { RequestContext } from '../planning/request-context';
import type { PathCard } from './path-card';

/** What the guest notices of a live migration, by mechanism (handbook 4.1). In words: no source measured how long. */
const INTERRUPTION: Readonly<Record<MigrationMechanism, string>> = {
  transparent: 'the pause of the switch-over; connections stay up',
  unplug_replug:
    'the device is gone from before the switch-over until it is plugged in on the target; a bond with a virtio port on the same network keeps connections up',
  none: 'the VM is shut down for the move',
};

type Described = Pick<PathCard, 'path' | 'summary' | 'migration' | 'isolation'>;

/** What a card says of a NIC path wherever it runs. */
export function describedNic(path: NicPath, { policy }: RequestContext): Described {
  return { ...described(path, policy), isolation: { class: path.isolation, by: path.isolatedBy } };
}

/** The same for a disk path. */
export function describedDisk(path: DiskPath, { policy }: RequestContext): Described {
  const isolation = { class: path.takes === 'nothing' ? 'host_software' : 'device', by: path.isolatedBy };
  return { ...described(path, policy), isolation };
}

function described({ name, summary, migration }: NicPath | DiskPath, { release }: PlanningPolicy) {
  const { mechanism, conditions } = migration;
  const ofRelease = factAt(migration.byRelease, release);
  return {
    path: name,
    summary,
    migration: {
      mechanism,
      interruption: INTERRUPTION[mechanism],
      conditions: ofRelease === null ? conditions : [...conditions, ofRelease],
    },
  };
}
