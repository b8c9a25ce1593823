import { networkKey } from '../fleet/vf-demand';
import { NIC_PATHS } from '../io-path/catalogue';
import type { VmRequest } from '../request/vm-request';

/** VF NICs that were asked for in the last 24 hours, by physical network and by the vCPUs of the VMs that asked. */
export interface RecentVfNics {
  /** In lower case; empty for tunnelled networks. */
  readonly physicalNetwork: string;
  readonly vcpus: number;
  /** NICs that were given a VF. */
  readonly placed: number;
  /** NICs of requests that found no valid host. */
  readonly unplaced: number;
}

const VF_PATHS: ReadonlySet<string> = new Set(NIC_PATHS.filter(({ takes }) => takes === 'vf').map(({ name }) => name));

/**
 * The NICs of a rejected request that would have had to have a VF: those that allow paths on VFs only. One that may go
 * otherwise does not lack a VF.
 */
export function unplacedVfNics({ nics, flavor, count }: VmRequest): readonly RecentVfNics[] {
  return nics
    .filter(({ paths }) => paths !== null && paths.length > 0 && paths.every((path) => VF_PATHS.has(path)))
    .map(({ physicalNetwork }) => ({
      physicalNetwork: networkKey(physicalNetwork),
      vcpus: flavor.vcpus,
      placed: 0,
      unplaced: count,
    }));
}
