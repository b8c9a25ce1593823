import { buildFleet } from '../../fleet/build-fleet';
import { compileHost } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import { hardwareClassOf } from '../../fleet/hardware-class';
import { type CalibratedModel, modelKeyOf } from '../../io-path/calibration/calibrated-model';

/**
 * The fleet for planning by another version of the performance model: each host is keyed for its scopes. The policy has to
 * name the same version.
 *
 * @param model null: as shipped.
 */
export function fleetPredictedBy(fleet: Fleet, model: CalibratedModel | null): Fleet {
  let found = false;
  const hosts = fleet.hosts.map((host) => {
    const { hostName, inventory } = host;
    const modelKey = modelKeyOf({ hostName, hardwareClass: hardwareClassOf(inventory) }, model);
    if (modelKey === host.modelKey) return host;
    found = true;
    return compileHost({ ...host, modelKey });
  });
  return found ? buildFleet(hosts, fleet.vfDemand, fleet.cloud) : fleet;
}
