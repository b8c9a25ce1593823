import { compileHost } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { HostClaim } from '../../fleet/host-claims';
import type { HostState } from '../../fleet/host-state';
import { networkKey } from '../../fleet/vf-demand';
import type { Inventory, PhysicalFunction } from '../../inventory/inventory';
import type { HeldVm } from '../held-vm';
import type { FailedPart } from '../replan-request';
import { foreignServersOn, withChangedHosts, withClosedHosts } from './closed-hosts';
import { NO_TARGETS, type ReplanTask, type ServerInTheWay } from './replan-task';

/** What of one host does not work any more, though the host does. */
interface Broken {
  /** Addresses of PFs. */
  readonly pfs: ReadonlySet<string>;
  /** Physical networks that no bridge of the host reaches any more. */
  readonly networks: ReadonlySet<string>;
}

/**
 * Every VM that uses what failed leaves, and nobody comes to it. The bridge of a physical network is taken to hang on the
 * network's PFs: it is lost with the last of them, for no inventory tells which uplink a bridge has.
 */
export function failureTask(failed: readonly FailedPart[], fleet: Fleet, vms: readonly HeldVm[]): ReplanTask {
  const lostHosts = new Set(failed.flatMap((part) => (part.kind === 'host' ? part.hostName : [])));
  const broken = new Map<string, Broken>();
  for (const host of fleet.hosts) {
    const parts = brokenOn(host, failed);
    if (!lostHosts.has(host.hostName) && (parts.pfs.size > 0 || parts.networks.size > 0)) {
      broken.set(host.hostName, parts);
    }
  }
  const changed = new Map(
    fleet.hosts.flatMap((host) => {
      const parts = broken.get(host.hostName);
      return parts === undefined ? [] : [[host.hostName, withoutParts(host, parts)] as const];
    }),
  );
  const claims = new Map(fleet.hosts.map((host) => [host.hostName, host.claims]));
  const isHit = (vm: HeldVm): boolean => {
    if (lostHosts.has(vm.hostName)) return true;
    const parts = broken.get(vm.hostName);
    if (parts === undefined) return false;
    const claim = claims.get(vm.hostName)?.find(({ reservationId }) => reservationId === vm.reservationId);
    return holdsPart(claim, parts) || isOnNetwork(vm, parts);
  };
  return {
    fleet: withClosedHosts(withChangedHosts(fleet, changed), lostHosts, 'disabled'),
    mustLeave: vms.filter((vm) => isHit(vm)),
    mayMove: vms.filter((vm) => !isHit(vm)),
    lostHosts,
    onlyTo: NO_TARGETS,
    notOurs: [
      ...foreignServersOn(fleet, lostHosts, 'its host failed; the advisor did not place it'),
      ...foreignUsers(fleet, broken),
    ],
  };
}

function brokenOn({ hostName, inventory }: HostState, failed: readonly FailedPart[]): Broken {
  const pfs = new Set<string>();
  const networks = new Set<string>();
  for (const part of failed) {
    if (part.kind === 'physical_network' && (part.hostName === null || part.hostName === hostName)) {
      const network = networkKey(part.physicalNetwork);
      networks.add(network);
      for (const pf of inventory.pfs) if (networkKey(pf.physicalNetwork) === network) pfs.add(pf.address);
    }
    if ((part.kind === 'pf' || part.kind === 'link') && part.hostName === hostName) pfs.add(part.address);
  }
  for (const { physicalNetwork } of inventory.pfs.filter(({ address }) => pfs.has(address))) {
    if (physicalNetwork !== null && !isReached(networkKey(physicalNetwork), inventory.pfs, pfs)) {
      networks.add(networkKey(physicalNetwork));
    }
  }
  const known = new Set([...inventory.pfs, ...inventory.bridges].map((each) => networkKey(each.physicalNetwork)));
  return { pfs, networks: new Set([...networks].filter((network) => known.has(network))) };
}

/** Whether a PF of the network still works. */
function isReached(network: string, pfs: readonly PhysicalFunction[], broken: ReadonlySet<string>): boolean {
  return pfs.some(
    ({ address, physicalNetwork, linkState }) =>
      !broken.has(address) && networkKey(physicalNetwork) === network && linkState !== 'down',
  );
}

/** The host with links that are down and bridges that are gone, which rules read as they do of any host. */
function withoutParts(host: HostState, { pfs, networks }: Broken): HostState {
  const { inventory } = host;
  const left: Inventory = {
    ...inventory,
    pfs: inventory.pfs.map((pf) => (pfs.has(pf.address) ? { ...pf, linkState: 'down' } : pf)),
    bridges: inventory.bridges.filter(({ physicalNetwork }) => !networks.has(networkKey(physicalNetwork))),
  };
  return compileHost({ ...host, inventory: left });
}

function holdsPart(claim: HostClaim | undefined, { pfs }: Broken): boolean {
  return claim?.devices.some(({ pfAddress }) => pfAddress !== null && pfs.has(pfAddress)) === true;
}

/** Whether a NIC without device reaches a network that is gone. */
function isOnNetwork({ request, paths }: HeldVm, { networks }: Broken): boolean {
  return request.nics.some(
    ({ name, physicalNetwork }) =>
      physicalNetwork !== null && networks.has(networkKey(physicalNetwork)) && paths.nics[name] !== undefined,
  );
}

function foreignUsers(fleet: Fleet, broken: ReadonlyMap<string, Broken>): readonly ServerInTheWay[] {
  return fleet.hosts.flatMap(({ hostName, claims }) => {
    const parts = broken.get(hostName);
    if (parts === undefined) return [];
    return claims
      .filter((claim) => claim.isForeign === true && holdsPart(claim, parts))
      .map(({ reservationId, projectId }) => ({
        serverId: reservationId,
        projectId,
        hostName,
        detail: 'it has a device of what failed; the advisor did not place it',
      }));
  });
}
