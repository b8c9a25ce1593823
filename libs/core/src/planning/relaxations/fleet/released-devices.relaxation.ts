import type { HostFacts } from '../../../fleet/compile-host';
import type { DeviceClaim } from '../../../fleet/host-claims';
import { ASPECT } from '../aspects';
import type { FleetConcession, FleetRelaxationRule } from '../relaxation-rule';
import { isOn, requestedNetworks, type RequestedNetwork } from './changed-host';

/** More VFs than this are not taken from others on one PF, but for taking all. */
const MOST_VFS = 4;

/**
 * Other VMs give back devices that they hold on a network of the request: one VF of each PF, then another, up to one a
 * NIC; last, everything on the PFs, which frees them as a whole. Their VMs would move, or change to another path.
 */
export const releaseDevices: FleetRelaxationRule = (request) =>
  requestedNetworks(request).flatMap((network) => [
    ...Array.from({ length: Math.min(network.nics.length, MOST_VFS) }, (_, index) =>
      released(network, `${index + 1} released on each PF`, index + 1),
    ),
    released(network, 'all released, and the PFs', Infinity),
  ]);

function released(network: RequestedNetwork, to: string, count: number): FleetConcession {
  return {
    target: 'fleet',
    subject: `pfs[${network.name}].vfs`,
    from: 'held by other VMs',
    to,
    costs: 'those VMs must move away or take another path',
    ladder: `pfs[${network.name}].vfs: released`,
    aspects: ASPECT.vfs,
    apply: (host) => withoutHeld(host, network, count),
  };
}

function withoutHeld(host: HostFacts, network: RequestedNetwork, count: number): HostFacts {
  const gone = new Set(
    host.inventory.pfs.filter((pf) => isOn(network, pf)).flatMap((pf) => heldOn(host, pf.address).slice(0, count)),
  );
  if (gone.size === 0) return host;
  const claims = host.claims.map((claim) =>
    claim.devices.some(({ address }) => gone.has(address))
      ? { ...claim, devices: claim.devices.filter(({ address }) => !gone.has(address)) }
      : claim,
  );
  return { ...host, claims };
}

/** Addresses of what live claims hold of a PF: its VFs, or the PF itself. Lowest first. */
function heldOn({ claims }: HostFacts, pfAddress: string): readonly string[] {
  const isOf = (device: DeviceClaim): boolean => device.pfAddress === pfAddress || device.address === pfAddress;
  return claims
    .flatMap((claim) => claim.devices.filter(isOf))
    .map(({ address }) => address)
    .sort();
}
