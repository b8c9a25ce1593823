import { aliasPool, aliasTakesFrom } from '../../feasibility/alias-pool';
import type { HostState } from '../../fleet/host-state';
import type { PciDevice } from '../../inventory/inventory';
import { nearestDevices } from '../../nova-fit/nearest-devices';
import type { PortRequest } from '../../nova-fit/port-requests';
import type { NumaAffinityPolicy } from '../../request/vm-request';
import { GivenDevices } from './given-devices';
import type { RequestContext } from '../request-context';
import { DEFAULT_POLICY, type Spot } from './spot';

const NO_REQUESTS: readonly PortRequest[] = [];

/**
 * The NUMA policy of a request by alias: what flavor or image state, else what the alias itself does
 * (`nova/pci/request.py _translate_alias_to_requests`), else Nova's default.
 */
export function aliasPolicy(alias: string | null, { flavorPciPolicy, pciAliases }: RequestContext): NumaAffinityPolicy {
  const ofAlias = alias === null ? null : (pciAliases?.numaPolicyOf(alias) ?? null);
  return flavorPciPolicy ?? ofAlias ?? DEFAULT_POLICY;
}

/** Of devices under several aliases, those that Nova might take one of, for each alias. */
export function nearestByAlias(
  devices: readonly PciDevice[],
  { anchor, host, context }: Spot,
  given: GivenDevices,
): readonly PciDevice[] {
  const left = devices.filter((device) => given.isFree(device));
  const aliases = [...new Set(left.map((device) => device.alias))];
  return aliases.flatMap((alias) =>
    nearestDevices(
      left.filter((device) => device.alias === alias),
      (device) => device.numaNode,
      aliasPolicy(alias, context),
      anchor.nodes,
      host.cells,
    ),
  );
}

/**
 * Devices for the aliases that the caller's own flavor names; null when they do not suffice. Nova serves the flavor
 * before the ports. Which of its nearest devices it takes nobody can tell: the planner takes functions of the NICs that
 * the ports ask for last.
 */
export function takeAliasDevices(spot: Spot, given: GivenDevices): readonly PciDevice[] | null {
  const { host, context } = spot;
  const taken: PciDevice[] = [];
  for (const { alias, count } of context.aliases) {
    const pool = sparingPorts(aliasPool(host, alias, context.pciAliases), host, context);
    for (let nth = 0; nth < count; nth++) {
      const [device] = nearestByAlias(pool, spot, given);
      if (device === undefined) return null;
      given.giveDevice(device);
      taken.push(device);
    }
  }
  return taken;
}

/** Whether the devices that the caller's own flavor names can be had, competitors aside. */
export function hasAliasDevices(spot: Spot): boolean {
  return takeAliasDevices(spot, new GivenDevices()) !== null;
}

/**
 * The flavor's requests by alias that take functions of NICs, each device a request of its own. Ports are served from
 * what these leave, whichever devices Nova takes for them.
 */
export function nicRequestsByAlias(context: RequestContext, host: HostState): readonly PortRequest[] {
  const { aliases, pciAliases } = context;
  if (pciAliases === null) return NO_REQUESTS;
  return aliases.flatMap(({ alias, count }): PortRequest[] => {
    const taking = host.pfs.flatMap((pf) => {
      const takes = aliasTakesFrom(pf, alias, pciAliases);
      return takes === null ? [] : [{ takes, pf }];
    });
    const [first] = taking;
    if (first === undefined) return [];
    const pfs = taking.map(({ pf }) => pf);
    const policy = aliasPolicy(alias, context);
    const countedWhole = first.takes === 'pf' ? pfs : [];
    const request: PortRequest = { takes: first.takes, physicalNetwork: null, policy, pfs, countedWhole };
    return Array.from({ length: count }, () => request);
  });
}

function sparingPorts(pool: readonly PciDevice[], host: HostState, { nics }: RequestContext): readonly PciDevice[] {
  if (nics.length === 0 || pool.every(({ deviceClass }) => deviceClass !== 'network')) return pool;
  const asked = new Set(nics.map(({ nic }) => nic.physicalNetwork?.toLowerCase() ?? null));
  const servesPorts = new Set(
    host.pfs.filter(({ pf }) => asked.has(pf.physicalNetwork?.toLowerCase() ?? null)).map(({ pf }) => pf.address),
  );
  const isSpare = ({ address, pfAddress }: PciDevice): boolean => !servesPorts.has(pfAddress ?? address);
  return [...pool.filter(isSpare), ...pool.filter((device) => !isSpare(device))];
}
