import type { Fleet } from '../../fleet/fleet';
import type { VmRequest } from '../../request/vm-request';
import { relaxConstraints } from './constraints.relaxation';
import { relaxCpuPolicy } from './cpu-policy.relaxation';
import { bridgeNetwork } from './fleet/bridge.relaxation';
import { aliasDevices } from './fleet/device-alias.relaxation';
import { openHosts } from './fleet/host-state.relaxation';
import { addHugePages } from './fleet/huge-pages.relaxation';
import { offloadFlows } from './fleet/hw-offload.relaxation';
import { enableIommu } from './fleet/iommu.relaxation';
import { createVfs } from './fleet/more-vfs.relaxation';
import { switchEswitch } from './fleet/pf-eswitch.relaxation';
import { bringLinksUp } from './fleet/pf-link.relaxation';
import { tagPfs } from './fleet/pf-network.relaxation';
import { recoverVfs } from './fleet/recovered-vfs.relaxation';
import { releaseDevices } from './fleet/released-devices.relaxation';
import { loadVhostNet } from './fleet/vhost-net.relaxation';
import { relaxFlavorSize } from './flavor-size.relaxation';
import { relaxGuestDrivers } from './guest-drivers.relaxation';
import { relaxIsolation } from './isolation.relaxation';
import { relaxMigration } from './migration.relaxation';
import { relaxNicBandwidth } from './nic-bandwidth.relaxation';
import { relaxNumaNodes } from './numa-nodes.relaxation';
import { relaxNumaPolicy } from './numa-policy.relaxation';
import { relaxPageSize } from './page-size.relaxation';
import { relaxPaths } from './paths.relaxation';
import type { Concession, FleetRelaxationRule, RelaxationRule } from './relaxation-rule';

/** Every change of the fleet that is tried. */
const FLEET_RULES: readonly FleetRelaxationRule[] = [
  openHosts,
  enableIommu,
  loadVhostNet,
  bridgeNetwork,
  offloadFlows,
  tagPfs,
  switchEswitch,
  bringLinksUp,
  recoverVfs,
  releaseDevices,
  createVfs,
  aliasDevices,
  addHugePages,
];

/** Every change of the request that is tried. */
const REQUEST_RULES: readonly RelaxationRule[] = [
  relaxNumaPolicy,
  relaxPaths,
  relaxMigration,
  relaxIsolation,
  relaxConstraints,
  relaxNumaNodes,
  relaxPageSize,
  relaxCpuPolicy,
  relaxGuestDrivers,
  relaxNicBandwidth,
  relaxFlavorSize,
];

/**
 * Everything that could be conceded for a request on a fleet, in the order in which concessions are applied, those of one
 * ladder one after the other. Changes of the fleet that change no host of it are left out.
 */
export function concessionsFor(request: VmRequest, fleet: Fleet): readonly Concession[] {
  const ofFleet = FLEET_RULES.flatMap((rule) => rule(request, fleet)).filter((concession) =>
    fleet.hosts.some((host) => concession.apply(host) !== host),
  );
  return [...ofFleet, ...REQUEST_RULES.flatMap((rule) => rule(request, fleet))];
}
