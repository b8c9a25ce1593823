import type { Fault } from '../../fault';
import type { Fleet } from '../../fleet/fleet';
import type { PlanningPolicy } from '../../planning/planning-policy';
import { addHost } from './add-host.change';
import { addHostsLike } from './add-hosts-like.change';
import { addPf } from './add-pf.change';
import type { ChangedFleet } from './changed-fleet';
import { ChangingFleet } from './changing-fleet';
import type { FleetChange } from './fleet-change';
import { removeHost } from './remove-host.change';
import { removePf } from './remove-pf.change';
import { setProfile } from './set-profile.change';
import { setSriovNumvfs } from './set-sriov-numvfs.change';
import { useModel } from './use-model.change';

/**
 * The fleet as it would be with these changes, made in their order. Pure, and quick: hosts that nothing changes stay the
 * same objects.
 *
 * What VMs hold stays held, of a device that is gone too, until they have moved: `uprooted` names them, and a plan for the
 * changed fleet has to move them whatever else it is for.
 *
 * A change with a fault changes nothing; later ones are looked at nevertheless, so that all faults are told at once.
 */
export function changeFleet(fleet: Fleet, policy: PlanningPolicy, changes: readonly FleetChange[]): ChangedFleet {
  const changing = new ChangingFleet(fleet, policy);
  const faults = changes.flatMap((change, nth) =>
    make(change, changing).map((fault) => ({ ...fault, pointer: `/changes/${nth}${fault.pointer}` })),
  );
  return { ...changing.changed(), faults };
}

function make(change: FleetChange, fleet: ChangingFleet): readonly Fault[] {
  switch (change.op) {
    case 'add_host':
      return addHost(change, fleet);
    case 'add_hosts_like':
      return addHostsLike(change, fleet);
    case 'remove_host':
      return removeHost(change, fleet);
    case 'add_pf':
      return addPf(change, fleet);
    case 'remove_pf':
      return removePf(change, fleet);
    case 'set_sriov_numvfs':
      return setSriovNumvfs(change, fleet);
    case 'set_profile':
      return setProfile(change, fleet);
    case 'use_model':
      return useModel(change, fleet);
  }
}
