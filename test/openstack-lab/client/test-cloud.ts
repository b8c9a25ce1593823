import { randomBytes } from 'node:crypto';
import { until } from '../machine/until';
import { IMAGE } from '../services/glance';
import { type OpenStackSession, Refused } from './session';

const BUILT_WITHIN_MS = 180_000;
const GONE_WITHIN_MS = 120_000;
const POLL_MS = 700;

/** A server as Nova shows it to an administrator; the few fields that tests look at. */
export interface TestServer {
  readonly id: string;
  readonly status: string;
  readonly host: string | null;
  /** Nova's reason for `ERROR`; null without one. */
  readonly fault: string | null;
}

export interface TestPort {
  readonly id: string;
  readonly hostId: string | null;
  readonly vifType: string | null;
  readonly pciSlot: string | null;
}

export interface FlavorWish {
  readonly vcpus: number;
  readonly ramMib: number;
  readonly diskGib?: number;
  readonly extraSpecs?: Readonly<Record<string, string>>;
}

type Json = Readonly<Record<string, unknown>>;

/** Makes things in the lab's cloud as an administrator would, under names of its own, and takes them away again. */
export class TestCloud {
  private readonly servers: string[] = [];
  private readonly ports: string[] = [];
  private readonly networks: string[] = [];
  private readonly flavors: string[] = [];
  private readonly images: string[] = [];
  private readonly tag = randomBytes(3).toString('hex');
  private count = 0;

  constructor(readonly session: OpenStackSession) {}

  /** A name that nothing else has. */
  name(what: string): string {
    this.count += 1;
    return `${what}-${this.tag}-${this.count}`;
  }

  async network(physicalNetwork: string): Promise<string> {
    const provider = { 'provider:network_type': 'vlan', 'provider:physical_network': physicalNetwork };
    const made = await this.session.post('network', '/networks', {
      network: { name: this.name('network'), ...provider },
    });
    const { id } = made['network'] as { readonly id: string };
    this.networks.push(id);
    const subnet = { network_id: id, ip_version: 4, cidr: '10.99.0.0/16', enable_dhcp: false };
    await this.session.post('network', '/subnets', { subnet });
    return id;
  }

  async port(networkId: string, vnicType: string, more: Json = {}): Promise<string> {
    const port = { network_id: networkId, name: this.name('port'), 'binding:vnic_type': vnicType, ...more };
    const made = await this.session.post('network', '/ports', { port });
    return this.keepPort((made['port'] as { readonly id: string }).id);
  }

  /** Of one that somebody else made, to be taken away too. */
  keepServer(id: string): void {
    this.servers.push(id);
  }

  /** Of one that somebody else made, to be taken away too. */
  keepPort(id: string): string {
    this.ports.push(id);
    return id;
  }

  async flavor({ vcpus, ramMib, diskGib = 0, extraSpecs = {} }: FlavorWish): Promise<string> {
    const flavor = { name: this.name('flavor'), vcpus, ram: ramMib, disk: diskGib };
    const made = await this.session.post('compute', '/flavors', { flavor });
    const { id } = made['flavor'] as { readonly id: string };
    this.flavors.push(id);
    if (Object.keys(extraSpecs).length > 0) {
      await this.session.post('compute', `/flavors/${id}/os-extra_specs`, { extra_specs: extraSpecs });
    }
    return id;
  }

  /** Of one that somebody else made, to be taken away too. */
  keepFlavor(id: string): void {
    this.flavors.push(id);
  }

  async projectId(name: string): Promise<string> {
    const { projects } = await this.session.get('keystone', `/projects?name=${name}`);
    const [project] = projects as { readonly id: string }[];
    if (project === undefined) throw new Error(`there is no project ${name}`);
    return project.id;
  }

  async image(properties: Readonly<Record<string, string>> = {}): Promise<string> {
    const { images } = await this.session.get('image', `/v2/images?name=${IMAGE}`);
    const [plain] = images as { readonly id: string }[];
    if (plain === undefined) throw new Error(`there is no image ${IMAGE}`);
    if (Object.keys(properties).length === 0) return plain.id;
    const wish = { name: this.name('image'), disk_format: 'raw', container_format: 'bare', ...properties };
    const { id } = (await this.session.post('image', '/v2/images', wish)) as { readonly id: string };
    this.images.push(id);
    await this.session.upload('image', `/v2/images/${id}/file`, Buffer.alloc(1024));
    return id;
  }

  /**
   * Creates a server and waits until it is built or not.
   *
   * @param body what stands under `server` in `POST /servers`
   * @throws Refused when Nova takes no such request
   */
  async boot(body: Json): Promise<TestServer> {
    const made = await this.session.post('compute', '/servers', { server: body });
    const { id } = made['server'] as { readonly id: string };
    this.servers.push(id);
    return this.settled(id, ['ACTIVE', 'ERROR']);
  }

  async server(id: string): Promise<TestServer> {
    const { server } = await this.session.get('compute', `/servers/${id}`);
    const { status, fault, ...rest } = server as Json & {
      readonly status: string;
      readonly fault?: { message: string };
    };
    const host = rest['OS-EXT-SRV-ATTR:host'];
    return { id, status, host: typeof host === 'string' ? host : null, fault: fault?.message ?? null };
  }

  /** Waits until a server is in one of these states. */
  settled(id: string, states: readonly string[]): Promise<TestServer> {
    const ask = async (): Promise<TestServer | null> => {
      const server = await this.server(id);
      return states.includes(server.status) ? server : null;
    };
    return until(`server ${id} in ${states.join(' or ')}`, BUILT_WITHIN_MS, ask, POLL_MS);
  }

  async act(serverId: string, action: Json): Promise<void> {
    await this.session.post('compute', `/servers/${serverId}/action`, action);
  }

  /** The host's NUMA nodes that a server's cells lie on, in order of its cells. */
  async hostNodes(serverId: string): Promise<readonly number[]> {
    const { nodes } = await this.session.get('compute', `/servers/${serverId}/topology`);
    return (nodes as { readonly host_node?: number }[]).flatMap(({ host_node }) => host_node ?? []);
  }

  async portOf(id: string): Promise<TestPort> {
    const { port } = await this.session.get('network', `/ports/${id}`);
    const read = port as Json;
    const profile = read['binding:profile'] as Json | undefined;
    const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
    return {
      id,
      hostId: text(read['binding:host_id']),
      vifType: text(read['binding:vif_type']),
      pciSlot: text(profile?.['pci_slot']),
    };
  }

  /** @throws when there are servers of anybody: where the next one comes to lie would depend on them */
  async refuseUnlessEmpty(): Promise<void> {
    const { servers } = await this.session.get('compute', '/servers?all_tenants=1');
    const names = (servers as { readonly name: string }[]).map(({ name }) => name);
    if (names.length > 0) throw new Error(`the cloud is to be empty, and has the servers ${names.join(', ')}`);
  }

  /** Deletes servers and waits until Nova has forgotten them. */
  async deleteServers(ids: readonly string[] = this.servers): Promise<void> {
    for (const id of ids) await this.ignoringMissing(this.session.delete('compute', `/servers/${id}`));
    for (const id of ids) {
      const gone = async (): Promise<true | null> => {
        try {
          await this.session.get('compute', `/servers/${id}`);
          return null;
        } catch (error) {
          if (error instanceof Refused && error.status === 404) return true;
          throw error;
        }
      };
      await until(`the end of server ${id}`, GONE_WITHIN_MS, gone, POLL_MS);
    }
  }

  /** Takes away what it made. */
  async clear(): Promise<void> {
    await this.deleteServers();
    const each: readonly (readonly ['network' | 'compute' | 'image', string, string[]])[] = [
      ['network', '/ports', this.ports],
      ['network', '/networks', this.networks],
      ['compute', '/flavors', this.flavors],
      ['image', '/v2/images', this.images],
    ];
    for (const [service, path, ids] of each) {
      for (const id of ids) await this.ignoringMissing(this.session.delete(service, `${path}/${id}`));
    }
    for (const list of [this.servers, this.ports, this.networks, this.flavors, this.images]) list.length = 0;
  }

  private async ignoringMissing(deletion: Promise<unknown>): Promise<void> {
    try {
      await deletion;
    } catch (error) {
      if (!(error instanceof Refused && error.status === 404)) throw error;
    }
  }
}
