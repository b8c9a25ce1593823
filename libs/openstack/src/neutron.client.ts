import type { CloudNetwork, CloudPort, NetworkAgent } from '@iopath/core';
import type { NewPort } from '@iopath/usecases';
import { readAgent } from './records/agent.record';
import { readNetwork } from './records/network.record';
import { readPort } from './records/port.record';
import { readPages } from './service/pages';
import { segment, ServiceClient, type ClientKit } from './service/service-client';
import type { SpokenApi } from './session/discovery';

const NETWORK: SpokenApi = { service: 'network', versionId: /^v2\.0$/, microversions: null };

/** Neutron's API, as an administrator. */
export class NeutronClient {
  private readonly client: ServiceClient;

  constructor(
    kit: ClientKit,
    private readonly pageSize: number,
  ) {
    this.client = new ServiceClient(NETWORK, kit);
  }

  async agents(): Promise<readonly NetworkAgent[]> {
    return (await this.client.read('/agents')).records('agents').map(readAgent);
  }

  async extensions(): Promise<readonly string[]> {
    return (await this.client.read('/extensions')).records('extensions').map((extension) => extension.text('alias'));
  }

  async *networks({ projectId }: { projectId?: string }): AsyncGenerator<CloudNetwork> {
    for await (const item of this.pages('/networks', 'networks', { project_id: projectId })) yield readNetwork(item);
  }

  async *ports({ hostId, deviceId, name }: PortFilter): AsyncGenerator<CloudPort> {
    const query = { 'binding:host_id': hostId, device_id: deviceId, name };
    for await (const item of this.pages('/ports', 'ports', query)) yield readPort(item);
  }

  async createPort(port: NewPort): Promise<CloudPort> {
    const answer = await this.client.send({ method: 'POST', path: '/ports', body: { port } });
    return readPort(this.client.document(answer, '/ports').record('port'));
  }

  async deletePort(id: string): Promise<void> {
    await this.client.send({ method: 'DELETE', path: `/ports/${segment(id)}`, accepted: [404] });
  }

  private pages(path: string, items: string, query: Readonly<Record<string, string | undefined>>) {
    const list = { service: 'network', path, query, items, more: 'links', pageSize: this.pageSize } as const;
    return readPages(this.client, list);
  }
}

interface PortFilter {
  readonly hostId?: string;
  readonly deviceId?: string;
  readonly name?: string;
}
