import type { CloudNetwork } from '../cloud/cloud-records';
import type { Fault } from '../fault';
import type { PortAnswer } from '../planning/decision';

/** More candidates than this help nobody. */
const NAMED_CANDIDATES = 10;

export type ChosenNetworks =
  | { readonly ok: true; /** Of each NIC. */ readonly networkIds: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * The network of every NIC: the one that was named for it, else the only one that the project can use on its physical
 * network. A network that is on another one would lead the port to other devices than were planned.
 *
 * @param given network ids by NIC; null: none was named
 * @param projectIds whose networks may be taken; shared ones may be anyway
 */
export function chooseNetworks(
  ports: readonly PortAnswer[],
  given: Readonly<Record<string, string>> | null,
  projectIds: readonly string[],
  networks: readonly CloudNetwork[],
): ChosenNetworks {
  const faults: Fault[] = [];
  const networkIds: Record<string, string> = {};
  for (const nic of Object.keys(given ?? {})) {
    if (ports.some(({ name }) => name === nic)) continue;
    faults.push({
      pointer: pointerOf(nic),
      code: 'network.unknown_nic',
      message: 'the request has no NIC of this name',
    });
  }
  for (const port of ports) {
    const named = given !== null && Object.hasOwn(given, port.name) ? given[port.name] : undefined;
    const found = named === undefined ? onlyNetwork(port, projectIds, networks) : namedNetwork(port, named, networks);
    if (typeof found === 'string') networkIds[port.name] = found;
    else faults.push(found);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, networkIds };
}

function namedNetwork(port: PortAnswer, id: string, networks: readonly CloudNetwork[]): string | Fault {
  const network = networks.find((one) => one.id === id);
  if (network === undefined) {
    return { pointer: pointerOf(port.name), code: 'network.not_found', message: 'there is no network of this id' };
  }
  if (isOn(network, port.physicalNetwork)) return id;
  const message = `the NIC was planned on ${wordsFor(port.physicalNetwork)}, and this network is on ${wordsFor(networkOf(network))}`;
  return { pointer: pointerOf(port.name), code: 'network.other_physical_network', message };
}

function onlyNetwork(
  port: PortAnswer,
  projectIds: readonly string[],
  networks: readonly CloudNetwork[],
): string | Fault {
  const there = networks.filter((network) => isOn(network, port.physicalNetwork));
  const its = there.filter(({ shared, projectId }) => shared || (projectId !== null && projectIds.includes(projectId)));
  const [only] = its;
  if (only !== undefined && its.length === 1) return only.id;
  const candidates = its.length > 0 ? its : there;
  const names = candidates.slice(0, NAMED_CANDIDATES).map(({ id, name }) => `${id} (${name})`);
  const tell = names.length === 0 ? '' : `; name one of ${names.join(', ')}`;
  const where = wordsFor(port.physicalNetwork);
  return its.length > 1
    ? {
        pointer: pointerOf(port.name),
        code: 'network.ambiguous',
        message: `${its.length} networks are on ${where}${tell}`,
      }
    : { pointer: pointerOf(port.name), code: 'network.none', message: `the project has no network on ${where}${tell}` };
}

/**
 * Nova asks for devices on the first segment that has a physical network (`nova/network/neutron.py
 * _get_physnet_tunneled_info`); names are compared without case (`nova/pci/utils.py pci_device_prop_match`).
 */
function networkOf({ segments }: CloudNetwork): string | null {
  return segments.find(({ physicalNetwork }) => physicalNetwork !== null)?.physicalNetwork ?? null;
}

function isOn(network: CloudNetwork, physicalNetwork: string | null): boolean {
  return networkOf(network)?.toLowerCase() === physicalNetwork?.toLowerCase();
}

function wordsFor(physicalNetwork: string | null): string {
  return physicalNetwork === null ? 'tunnels' : `physical network ${physicalNetwork}`;
}

function pointerOf(nic: string): string {
  return `/networks/${nic.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
