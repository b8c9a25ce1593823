import type {
  CloudFlavor,
  CloudServer,
  ComputeService,
  HostAggregate,
  Hypervisor,
  ServerMove,
  ServerTopology,
} from '@iopath/core';
import type { NewFlavor } from '@iopath/usecases';
import { readAggregate, readComputeService, readHypervisor } from './records/compute-host.record';
import { readFlavor } from './records/flavor.record';
import { readServer, readServerMove, readTopology } from './records/server.record';
import { readPages } from './service/pages';
import { segment, ServiceClient, type ClientKit } from './service/service-client';
import type { SpokenApi } from './session/discovery';

/**
 * From Zed's 2.93 on; extra specs are checked from 2.86, topology is told from 2.78. 2.100 (2025.1) is the highest whose
 * answers are known here (nova/api/openstack/compute/rest_api_version_history.rst).
 */
const COMPUTE: SpokenApi = {
  service: 'compute',
  versionId: /^v2\.1$/,
  microversions: { min: { major: 2, minor: 93 }, max: { major: 2, minor: 100 } },
};

/** Instance actions that take a server to another host (`nova/compute/instance_actions.py`). */
const MOVES: readonly string[] = ['migrate', 'live-migration', 'resize', 'evacuate'];

/** Nova's API, as an administrator. */
export class NovaClient {
  private readonly client: ServiceClient;

  constructor(
    kit: ClientKit,
    private readonly pageSize: number,
  ) {
    this.client = new ServiceClient(COMPUTE, kit);
  }

  async computeServices(): Promise<readonly ComputeService[]> {
    const document = await this.client.read('/os-services', { binary: 'nova-compute' });
    return document.records('services').map(readComputeService);
  }

  async *hypervisors(): AsyncGenerator<Hypervisor> {
    for await (const item of this.pages('/os-hypervisors/detail', 'hypervisors')) yield readHypervisor(item);
  }

  async hostAggregates(): Promise<readonly HostAggregate[]> {
    return (await this.client.read('/os-aggregates')).records('aggregates').map(readAggregate);
  }

  async *servers(filter: { host?: string; changedSinceMs?: number; name?: string }): AsyncGenerator<CloudServer> {
    const { host, changedSinceMs, name } = filter;
    const query = {
      all_tenants: 1,
      host,
      // Nova's `name` is a regular expression: narrowed below.
      name: name === undefined ? undefined : `^${name.replaceAll(/[^\w -]+/g, '.+')}$`,
      'changes-since': changedSinceMs === undefined ? undefined : new Date(changedSinceMs).toISOString(),
    };
    for await (const item of this.pages('/servers/detail', 'servers', query)) {
      const server = readServer(item);
      if (name === undefined || server.name === name) yield server;
    }
  }

  async server(id: string): Promise<CloudServer | null> {
    const document = await this.client.find(`/servers/${segment(id)}`);
    return document === null ? null : readServer(document.record('server'));
  }

  async serverTopology(id: string): Promise<ServerTopology | null> {
    const document = await this.client.find(`/servers/${segment(id)}/topology`);
    return document === null ? null : readTopology(document);
  }

  async serverMoves(id: string): Promise<readonly ServerMove[]> {
    const document = await this.client.find(`/servers/${segment(id)}/os-instance-actions`);
    const actions = document?.records('instanceActions').map(readServerMove) ?? [];
    return actions.filter(({ action }) => MOVES.includes(action)).sort((a, b) => b.startedAtMs - a.startedAtMs);
  }

  async *flavors(): AsyncGenerator<CloudFlavor> {
    // `is_public=None`: public ones and others (nova/api/openstack/compute/flavors.py).
    for await (const item of this.pages('/flavors/detail', 'flavors', { is_public: 'None' })) yield readFlavor(item);
  }

  async createFlavor({ name, description, vcpus, ramMib, diskGib, isPublic }: NewFlavor): Promise<CloudFlavor> {
    const flavor = {
      name,
      description,
      vcpus,
      ram: ramMib,
      disk: diskGib,
      'os-flavor-access:is_public': isPublic,
    };
    const answer = await this.client.send({ method: 'POST', path: '/flavors', body: { flavor } });
    return readFlavor(this.client.document(answer, '/flavors').record('flavor'));
  }

  async addExtraSpecs(flavorId: string, extraSpecs: Readonly<Record<string, string>>): Promise<void> {
    const path = `/flavors/${segment(flavorId)}/os-extra_specs`;
    await this.client.send({ method: 'POST', path, body: { extra_specs: extraSpecs } });
  }

  async deleteFlavor(id: string): Promise<void> {
    await this.client.send({ method: 'DELETE', path: `/flavors/${segment(id)}`, accepted: [404] });
  }

  async createServer(body: Readonly<Record<string, unknown>>): Promise<{ readonly id: string }> {
    const answer = await this.client.send({ method: 'POST', path: '/servers', body });
    return { id: this.client.document(answer, '/servers').record('server').text('id') };
  }

  async deleteServer(id: string): Promise<void> {
    await this.client.send({ method: 'DELETE', path: `/servers/${segment(id)}`, accepted: [404] });
  }

  async serverAction(id: string, action: Readonly<Record<string, unknown>>): Promise<void> {
    await this.client.send({ method: 'POST', path: `/servers/${segment(id)}/action`, body: action });
  }

  private pages(path: string, items: string, query: Readonly<Record<string, string | number | undefined>> = {}) {
    const list = { service: 'compute', path, query, items, more: 'links', pageSize: this.pageSize } as const;
    return readPages(this.client, list);
  }
}
