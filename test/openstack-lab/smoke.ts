import { OpenStackSession, Refused } from './client/session';
import { TestCloud, type TestServer } from './client/test-cloud';
import type { Lab } from './lab';

interface Check {
  readonly what: string;
  readonly holds: boolean;
  /** What was seen. */
  readonly seen: string;
}

const PINNED = { 'hw:cpu_policy': 'dedicated', 'hw:numa_nodes': '1' };

/**
 * Asks the lab, with the hosts that come with it, what shows that it is a real OpenStack: a token, providers, what Nova
 * refuses, servers with devices and ports, a cold migration. Prints each check.
 *
 * @returns whether all hold
 */
export async function smoke({ password }: Lab): Promise<boolean> {
  const session = await OpenStackSession.logIn({ user: 'admin', project: 'admin', password });
  const cloud = new TestCloud(session);
  let allHold = true;
  const tell = ({ what, holds, seen }: Check): void => {
    allHold &&= holds;
    console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}: ${seen}`);
  };
  try {
    tell(await nestedProviders(session));
    tell(await refusedExtraSpec(cloud));
    for (const check of await serverOnAPort(cloud)) tell(check);
    tell(await ordinaryPort(cloud));
    for (const check of await serverWithDevices(cloud)) tell(check);
    tell(await whatFitsNowhere(cloud));
  } finally {
    await cloud.clear();
  }
  return allHold;
}

async function nestedProviders(session: OpenStackSession): Promise<Check> {
  const { resource_providers } = await session.get('placement', '/resource_providers');
  const names = (resource_providers as { readonly name: string }[]).map(({ name }) => name);
  const holds = names.includes('lab-a_0000:01:00.0') && names.includes('lab-a:NIC Switch agent:ens1f0');
  return { what: 'Placement has PCI devices and bandwidth under the hosts', holds, seen: `${names.length} providers` };
}

async function refusedExtraSpec(cloud: TestCloud): Promise<Check> {
  const what = 'Nova refuses an extra spec that there is not';
  try {
    await cloud.flavor({ vcpus: 1, ramMib: 64, extraSpecs: { 'hw:numa_nodez': '1' } });
    return { what, holds: false, seen: 'it took it' };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { what, holds: error.status === 400, seen: `${error.status}` };
  }
}

async function serverOnAPort(cloud: TestCloud): Promise<readonly Check[]> {
  const port = await cloud.port(await cloud.network('physnet1'), 'direct');
  const built = await cloud.boot({ ...(await wish(cloud, PINNED)), networks: [{ port }] });
  const bound = await cloud.portOf(port);
  const migrated = await coldMigration(cloud, built);
  const moved = await cloud.portOf(port);
  return [
    {
      what: 'a pinned server gets a VF on its network',
      holds: built.status === 'ACTIVE' && bound.vifType === 'hw_veb' && bound.pciSlot !== null,
      seen: `${built.status} on ${built.host}, ${bound.vifType} ${bound.pciSlot} ${built.fault ?? ''}`,
    },
    {
      what: 'it migrates cold to another host, and its port with it',
      holds: migrated.status === 'ACTIVE' && migrated.host !== built.host && moved.hostId === migrated.host,
      seen: `${migrated.status} on ${migrated.host}, ${moved.pciSlot} ${migrated.fault ?? ''}`,
    },
  ];
}

async function coldMigration(cloud: TestCloud, { id }: TestServer): Promise<TestServer> {
  await cloud.act(id, { migrate: null });
  await cloud.settled(id, ['VERIFY_RESIZE', 'ERROR']);
  await cloud.act(id, { confirmResize: null });
  return cloud.settled(id, ['ACTIVE', 'ERROR']);
}

async function ordinaryPort(cloud: TestCloud): Promise<Check> {
  const port = await cloud.port(await cloud.network('physnet2'), 'normal');
  const built = await cloud.boot({ ...(await wish(cloud, {})), networks: [{ port }] });
  const { vifType } = await cloud.portOf(port);
  const holds = built.status === 'ACTIVE' && vifType === 'ovs';
  return { what: 'an ordinary port binds', holds, seen: `${built.status} on ${built.host}, ${vifType}` };
}

async function serverWithDevices(cloud: TestCloud): Promise<readonly Check[]> {
  const specs = { ...PINNED, 'hw:mem_page_size': '1GB', 'pci_passthrough:alias': 'qat:1,nvme:1' };
  const built = await cloud.boot({ ...(await wish(cloud, specs)), networks: 'none' });
  const nodes = built.status === 'ACTIVE' ? await cloud.hostNodes(built.id) : [];
  const { allocations } = await cloud.session.get('placement', `/allocations/${built.id}`);
  const held = Object.keys(allocations as object).length;
  return [
    {
      what: 'a server gets a VF and a drive by alias, and huge pages, on their NUMA node',
      holds: built.status === 'ACTIVE' && built.host === 'lab-a' && nodes.join() === '1',
      seen: `${built.status} on ${built.host}, nodes ${nodes.join()} ${built.fault ?? ''}`,
    },
    { what: 'Placement has its devices', holds: held === 3, seen: `allocations of ${held} providers` },
  ];
}

async function whatFitsNowhere(cloud: TestCloud): Promise<Check> {
  const specs = { 'hw:numa_nodes': '1', 'hw:pci_numa_affinity_policy': 'required', 'pci_passthrough:alias': 'nvme:3' };
  const built = await cloud.boot({ ...(await wish(cloud, specs)), networks: 'none' });
  const holds = built.status === 'ERROR' && (built.fault ?? '').includes('No valid host');
  return { what: 'three drives of one node are nowhere', holds, seen: built.fault ?? built.status };
}

async function wish(cloud: TestCloud, extraSpecs: Readonly<Record<string, string>>) {
  const flavorRef = await cloud.flavor({ vcpus: 4, ramMib: 4096, extraSpecs });
  return { name: cloud.name('server'), imageRef: await cloud.image(), flavorRef };
}
