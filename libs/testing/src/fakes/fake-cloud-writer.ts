import type { CloudFlavor, CloudPort, CloudServer } from '@iopath/core';
import { CloudError, CloudWriter, type NewFlavor, type NewPort } from '@iopath/usecases';
import type { FakeCloud } from './fake-cloud';

type Method =
  | 'createFlavor'
  | 'addExtraSpecs'
  | 'deleteFlavor'
  | 'createPort'
  | 'deletePort'
  | 'createServer'
  | 'deleteServer'
  | 'serverAction';

/** Changes a {@link FakeCloud}; fails as it is told to. */
export class FakeCloudWriter extends CloudWriter {
  /** Methods that were called, in order. */
  readonly calls: Method[] = [];
  /** What the next calls of a method throw; a null is a call that goes well. */
  readonly failures = new Map<Method, (Error | null)[]>();
  /** Makes what is asked for, and then loses the answer. */
  readonly lostAnswers = new Set<Method>();
  /** Moves that were accepted, in order: `migrate server-1 to compute-2`. */
  readonly movesAsked: string[] = [];
  /** Servers that stay where they are though their move was accepted. */
  readonly leaves = new Set<string>();
  /** Servers that go to another host than was asked for. */
  readonly chooses = new Map<string, string>();
  private readonly cameFrom = new Map<string, string | null>();
  private made = 0;

  constructor(private readonly cloud: FakeCloud) {
    super();
  }

  createFlavor({ name, description, vcpus, ramMib, diskGib, isPublic }: NewFlavor): Promise<CloudFlavor> {
    return this.called('createFlavor', () => {
      if (this.cloud.flavorList.some((flavor) => flavor.name === name)) throw refused('compute', 409, 'Flavor exists.');
      const none = { ephemeralGib: 0, swapMib: 0, isDisabled: false, extraSpecs: {} };
      const flavor = { id: this.newId('flavor'), name, description, vcpus, ramMib, diskGib, isPublic, ...none };
      this.cloud.flavorList.push(flavor);
      return flavor;
    });
  }

  addExtraSpecs(flavorId: string, extraSpecs: Readonly<Record<string, string>>): Promise<void> {
    return this.called('addExtraSpecs', () => {
      this.cloud.flavorList = this.cloud.flavorList.map((flavor) =>
        flavor.id === flavorId ? { ...flavor, extraSpecs: { ...flavor.extraSpecs, ...extraSpecs } } : flavor,
      );
    });
  }

  deleteFlavor(flavorId: string): Promise<void> {
    return this.called('deleteFlavor', () => {
      this.cloud.flavorList = this.cloud.flavorList.filter(({ id }) => id !== flavorId);
    });
  }

  createPort(port: NewPort): Promise<CloudPort> {
    return this.called('createPort', () => {
      const { name, network_id: networkId } = port;
      const unbound = {
        deviceId: '',
        deviceOwner: '',
        hostId: null,
        pciSlot: null,
        vifType: 'unbound',
        status: 'DOWN',
      };
      const made: CloudPort = {
        id: this.newId('port'),
        name,
        networkId,
        projectId: 'project_id' in port ? String(port['project_id']) : 'admin',
        ...unbound,
        vnicType: String(port['binding:vnic_type']),
        bindingProfile: {},
        physicalNetwork: null,
        updatedAtMs: null,
      };
      this.cloud.portList.push(made);
      return made;
    });
  }

  deletePort(portId: string): Promise<void> {
    return this.called('deletePort', () => {
      this.cloud.portList = this.cloud.portList.filter(({ id }) => id !== portId);
    });
  }

  createServer(body: Readonly<Record<string, unknown>>): Promise<{ readonly id: string }> {
    return this.called('createServer', () => {
      const { name, metadata } = body['server'] as Pick<CloudServer, 'name' | 'metadata'>;
      const flavor = { name: '', vcpus: 1, ramMib: 1, diskGib: 1, ephemeralGib: 0, swapMib: 0, extraSpecs: {} };
      const building = {
        projectId: 'admin',
        userId: null,
        status: 'BUILD',
        taskState: null,
        host: null,
        hypervisorHostname: null,
      };
      const unknown = { imageProperties: null, imageId: null, faultMessage: null, createdAtMs: 0, updatedAtMs: 0 };
      const server: CloudServer = { id: this.newId('server'), name, metadata, flavor, ...building, ...unknown };
      this.cloud.serverList.push(server);
      return { id: server.id };
    });
  }

  deleteServer(serverId: string): Promise<void> {
    return this.called('deleteServer', () => {
      this.cloud.serverList = this.cloud.serverList.filter(({ id }) => id !== serverId);
    });
  }

  serverAction(serverId: string, action: Readonly<Record<string, unknown>>): Promise<void> {
    return this.called('serverAction', () => {
      const [name = ''] = Object.keys(action);
      this.act(serverId, name, (action[name] as { readonly host?: string } | null)?.host);
    });
  }

  server(id: string): Promise<CloudServer | null> {
    return this.cloud.server(id);
  }

  /** As Nova: a move is accepted of a server at rest only; what becomes of it shows at the next look. */
  private act(serverId: string, name: string, host: string | undefined): void {
    const server = this.cloud.serverList.find(({ id }) => id === serverId);
    if (server === undefined) throw refused('compute', 404, `Instance ${serverId} could not be found.`);
    const change = (changes: Partial<CloudServer>) => {
      this.cloud.serverList = this.cloud.serverList.map((each) =>
        each.id === serverId ? { ...each, ...changes } : each,
      );
    };
    const from = server.host;
    if (name === 'confirmResize') return change({ status: 'ACTIVE' });
    if (name === 'revertResize') return change({ status: 'ACTIVE', ...onHost(this.cameFrom.get(serverId) ?? from) });
    if (server.taskState !== null || server.status === 'VERIFY_RESIZE') {
      throw refused(
        'compute',
        409,
        `Cannot '${name}' instance ${serverId} while it is in task_state ${server.taskState}.`,
      );
    }
    const moves = this.cloud.moves.get(serverId) ?? [];
    const action = name === 'os-migrateLive' ? 'live-migration' : name;
    const move = { requestId: this.newId('req'), action, startedAtMs: moves.length, message: null };
    this.cloud.moves.set(serverId, [move, ...moves]);
    this.movesAsked.push(`${name} ${serverId} to ${host ?? 'any host'}`);
    if (this.leaves.has(serverId)) return;
    this.cameFrom.set(serverId, from);
    const target = onHost(this.chooses.get(serverId) ?? host ?? from);
    change({ ...target, status: name === 'migrate' || name === 'resize' ? 'VERIFY_RESIZE' : 'ACTIVE' });
  }

  private called<T>(method: Method, work: () => T): Promise<T> {
    this.calls.push(method);
    const failure = this.failures.get(method)?.shift() ?? null;
    if (failure !== null) return Promise.reject(failure);
    try {
      const answer = work();
      if (!this.lostAnswers.delete(method)) return Promise.resolve(answer);
      return Promise.reject(new Error('The process ended here.'));
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private newId(kind: string): string {
    this.made += 1;
    return `${kind}-${this.made}`;
  }
}

function onHost(host: string | null): Pick<CloudServer, 'host' | 'hypervisorHostname'> {
  return { host, hypervisorHostname: host };
}

function refused(service: 'compute', status: number, message: string): CloudError {
  return new CloudError(service, message, status, null, 'req-nova', false);
}
