import type { Bridge, InventoryFacts } from '@iopath/core';
import type { Machine, ProgramOutcome } from '../machine/machine';
import { bridgeMappings } from './bridge-mappings';
import { entryOf, type OvsRow, readOvsTable, setOf, textOf } from './ovs-table';
import { jsonOf, type Probe, type ProbeFacts, unseenBy, unseenWhere } from './probe';
import { uplinkMbps } from './ovs-uplink';

const TABLES = { Open_vSwitch: 'host', Bridge: 'bridges', Port: 'ports', Interface: 'interfaces' } as const;

/** Rows of Open vSwitch's database that bridges and their uplinks are read from. */
export interface OvsDatabase {
  readonly host: readonly OvsRow[];
  readonly bridges: readonly OvsRow[];
  readonly ports: readonly OvsRow[];
  readonly interfaces: readonly OvsRow[];
}

/** Bridges with an uplink, whether DPDK carries them, and whether flows are offloaded. */
export const ovsVsctl: Probe = { name: 'ovs-vsctl', look: lookAtBridges };

async function lookAtBridges(machine: Machine, seen: Pick<InventoryFacts, 'pfs'>): Promise<ProbeFacts> {
  const read = await readDatabase(machine);
  if ('refused' in read) {
    const why = (fact: string) => unseenWhere(machine, unseenBy(fact, 'ovs-vsctl', read.refused));
    return { unseen: ['bridges', 'vhost.user', 'versions.openvswitch'].map(why) };
  }
  const [host] = read.host;
  const openvswitch = textOf(host, 'ovs_version').slice(0, 255);
  const user = carriesVhostUser(read);
  const physicalNetworkOf = bridgeMappings(machine.tree, entryOf(host, 'external_ids', 'ovn-bridge-mappings') ?? '');
  const bridges = read.bridges
    .map((row) => bridgeOf(row, read, machine, seen, physicalNetworkOf.get(textOf(row, 'name')) ?? null))
    .filter(({ physicalNetwork, uplinkMbps: uplink }) => physicalNetwork !== null || uplink !== null);
  return {
    settings: { ...(openvswitch === '' ? {} : { versions: { openvswitch } }), vhost: { user } },
    bridges: bridges.sort((left, right) => (left.name < right.name ? -1 : 1)),
  };
}

async function readDatabase(machine: Machine): Promise<OvsDatabase | { readonly refused: ProgramOutcome }> {
  const database = { host: [], bridges: [], ports: [], interfaces: [] } as Record<string, readonly OvsRow[]>;
  for (const [table, name] of Object.entries(TABLES)) {
    const outcome = await machine.run('ovs-vsctl', ['--timeout=5', '--format=json', 'list', table]);
    const rows = readOvsTable(jsonOf(outcome));
    if (rows === null) return { refused: outcome };
    database[name] = rows;
  }
  return database as unknown as OvsDatabase;
}

/** OVS attaches to vhost-user sockets once DPDK runs in it and there is a bridge of its user-space datapath. */
function carriesVhostUser({ host, bridges }: OvsDatabase): boolean {
  const runsDpdk = textOf(host[0], 'dpdk_initialized') === 'true';
  return runsDpdk && bridges.some((row) => textOf(row, 'datapath_type') === 'netdev');
}

function bridgeOf(
  row: OvsRow,
  database: OvsDatabase,
  machine: Machine,
  seen: Pick<InventoryFacts, 'pfs'>,
  physicalNetwork: string | null,
): Bridge {
  return {
    name: textOf(row, 'name'),
    physicalNetwork,
    datapath: textOf(row, 'datapath_type') === 'netdev' ? 'netdev' : 'system',
    uplinkMbps: uplinkMbps(portsOf(row, database), database.interfaces, { tree: machine.tree, pfs: seen.pfs ?? [] }),
    hwOffload: entryOf(database.host[0], 'other_config', 'hw-offload') === 'true',
  };
}

function portsOf(bridge: OvsRow, { ports }: OvsDatabase): readonly OvsRow[] {
  const own = new Set(setOf(bridge, 'ports').map(String));
  return ports.filter((port) => own.has(textOf(port, '_uuid')));
}
