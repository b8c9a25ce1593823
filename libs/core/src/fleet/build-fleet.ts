import { FleetIndex } from './fleet-index';
import type { Fleet, FleetCloud } from './fleet';
import type { HostState } from './host-state';
import { NO_DEMAND, type VfDemand } from './vf-demand';

/** Makes a fleet of these hosts, whatever their order. Of two hosts with one name the later counts. */
export function buildFleet(
  hosts: readonly HostState[],
  vfDemand: VfDemand = NO_DEMAND,
  cloud: FleetCloud | null = null,
): Fleet {
  const index = new FleetIndex(hosts);
  index.setVfDemand(vfDemand);
  index.setCloud(cloud);
  return index.fleet();
}
