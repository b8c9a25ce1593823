import type { TestCloud } from '../../openstack-lab/client/test-cloud';
import type { AdvisedCloud } from '../support/advised-cloud';
import { type AgreementCase, VNIC_TYPES } from './agreement-case';
import type { Recommendation } from './recommendation';

/** What stands ready in the cloud for one request: `POST /servers` is all that is left. */
export interface Booking {
  /** Without a host. */
  readonly server: Readonly<Record<string, unknown>>;
  /** NIC -> Neutron's port. */
  readonly portIds: Readonly<Record<string, string>>;
}

interface PortWish {
  readonly name: string;
  readonly physicalNetwork: string;
  readonly vnicType: string;
  readonly more: Readonly<Record<string, unknown>>;
}

/** Networks by the physical network that they are on. */
export type Networks = Readonly<Record<string, string>>;

/**
 * Has the advisor carry out a `ready` recommendation that it has reserved: `:realise` makes flavor and ports, and tells
 * the body of `POST /servers`, with no host.
 */
export async function bookRealised(
  { cloud, send }: Pick<AdvisedCloud, 'cloud' | 'send'>,
  networks: Networks,
  { request }: AgreementCase,
  { id, nova }: Recommendation,
): Promise<Booking> {
  const image = await cloud.image({ ...request.image?.properties, ...nova.image_properties });
  const ofNics = (request.nics ?? []).map(({ name, physical_network }) => [name, networks[physical_network]]);
  const answer = await send('POST', `/v1/recommendations/${id}:realise`, {
    image,
    networks: Object.fromEntries(ofNics) as object,
    ports_project: await cloud.projectId('admin'),
    placement: request.constraints?.availability_zone === undefined ? 'free' : 'zone',
  });
  const [vm] = (answer.json['vms'] ?? []) as RealisedVm[];
  if (vm === undefined) throw new Error(`${answer.status} ${answer.text}`);
  cloud.keepFlavor(vm.flavor.id);
  for (const port of vm.ports) cloud.keepPort(port.id);
  return {
    server: vm.server_request.body.server,
    portIds: Object.fromEntries(vm.ports.map((port) => [port.nic, port.id])),
  };
}

/** What the suite reads of one VM of a realisation. */
interface RealisedVm {
  readonly flavor: { readonly id: string };
  readonly ports: readonly { readonly nic: string; readonly id: string }[];
  readonly server_request: { readonly body: { readonly server: Readonly<Record<string, unknown>> } };
}

/** What would be asked of Nova where nothing is recommended: the request as it is, with the ports that its paths need. */
export async function bookAsked(cloud: TestCloud, networks: Networks, { request }: AgreementCase): Promise<Booking> {
  const ports = (request.nics ?? []).map((nic): PortWish => ({
    name: nic.name,
    physicalNetwork: nic.physical_network,
    vnicType: VNIC_TYPES[nic.paths[0]],
    more: nic.numa_affinity_policy === undefined ? {} : { numa_affinity_policy: nic.numa_affinity_policy },
  }));
  const { vcpus, ram_mib: ramMib, disk_gib: diskGib, extra_specs: extraSpecs = {} } = request.flavor;
  const flavor = { vcpus, ramMib, diskGib, extraSpecs };
  return book(cloud, networks, request.constraints, flavor, request.image?.properties ?? {}, ports);
}

async function book(
  cloud: TestCloud,
  networks: Networks,
  constraints: AgreementCase['request']['constraints'],
  flavor: Parameters<TestCloud['flavor']>[0],
  properties: Readonly<Record<string, string>>,
  ports: readonly PortWish[],
): Promise<Booking> {
  const portIds: Record<string, string> = {};
  for (const { name, physicalNetwork, vnicType, more } of ports) {
    const network = networks[physicalNetwork];
    if (network === undefined) throw new Error(`there is no network on ${physicalNetwork}`);
    portIds[name] = await cloud.port(network, vnicType, more);
  }
  const zone = constraints?.availability_zone;
  const server = {
    name: cloud.name('server'),
    flavorRef: await cloud.flavor(flavor),
    imageRef: await cloud.image(properties),
    networks: ports.length === 0 ? 'none' : ports.map(({ name }) => ({ port: portIds[name] })),
    ...(zone === undefined ? {} : { availability_zone: zone }),
  };
  return { server, portIds };
}
