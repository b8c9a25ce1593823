import { ScriptedMachine } from '../machine/scripted-machine.fixture';
import { ovsVsctl } from './ovs-vsctl.probe';

type Row = Readonly<Record<string, unknown>>;

/** Tables as `ovs-vsctl --format=json` writes them. */
function machineWith(tables: Readonly<Record<string, readonly Row[]>>): ScriptedMachine {
  const machine = new ScriptedMachine();
  for (const name of ['Open_vSwitch', 'Bridge', 'Port', 'Interface']) {
    const rows = tables[name] ?? [];
    const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const data = rows.map((row) => headings.map((heading) => row[heading] ?? ['set', []]));
    machine.writes(`ovs-vsctl --timeout=5 --format=json list ${name}`, JSON.stringify({ headings, data }));
  }
  return machine;
}

const uuid = (id: string) => ['uuid', id];
const map = (entries: Record<string, string>) => ['map', Object.entries(entries)];

const HOST = {
  ovs_version: '3.3.0',
  dpdk_initialized: false,
  external_ids: map({ 'ovn-bridge-mappings': 'physnet1:br-ex, physnet2:br-data' }),
  other_config: map({ 'hw-offload': 'true' }),
};
const BR_EX = { _uuid: uuid('b1'), name: 'br-ex', datapath_type: 'system', ports: ['set', [uuid('p1'), uuid('p2')]] };
const PORT = { _uuid: uuid('p1'), name: 'ens1f0', interfaces: uuid('i1') };
const OWN_PORT = { _uuid: uuid('p2'), name: 'br-ex', interfaces: uuid('i2') };
const NIC = { _uuid: uuid('i1'), name: 'ens1f0', type: '', link_speed: 25_000_000_000 };
const OWN = { _uuid: uuid('i2'), name: 'br-ex', type: 'internal', link_speed: 10_000_000_000 };
const SEEN = { pfs: [{ address: '0000:3b:00.0', ifname: 'ens1f0', linkSpeedMbps: 25_000 }] };

describe('Open vSwitch', () => {
  it('tells its bridges with their physical network, speed and offload', async () => {
    const machine = machineWith({
      Open_vSwitch: [HOST],
      Bridge: [BR_EX],
      Port: [PORT, OWN_PORT],
      Interface: [NIC, OWN],
    });

    expect(await ovsVsctl.look(machine, SEEN)).toEqual({
      settings: { versions: { openvswitch: '3.3.0' }, vhost: { user: false } },
      bridges: [
        { name: 'br-ex', physicalNetwork: 'physnet1', datapath: 'system', uplinkMbps: 25_000, hwOffload: true },
      ],
    });
  });

  it('carries vhost-user once DPDK runs and a bridge is of its datapath', async () => {
    const bridge = { ...BR_EX, datapath_type: 'netdev', ports: uuid('p1') };
    const dpdk = { ...NIC, name: 'dpdk0', type: 'dpdk' };
    const machine = machineWith({
      Open_vSwitch: [{ ...HOST, dpdk_initialized: true, other_config: map({}) }],
      Bridge: [bridge],
      Port: [PORT],
      Interface: [dpdk],
    });

    expect(await ovsVsctl.look(machine, { pfs: [] })).toMatchObject({
      settings: { vhost: { user: true } },
      bridges: [{ datapath: 'netdev', uplinkMbps: 25_000, hwOffload: false }],
    });
  });

  it.each([
    ['balance-tcp', 50_000],
    ['active-backup', 25_000],
    [undefined, 25_000],
  ])('adds up the members of a bond that uses them at once (%s: %d)', async (mode, speed) => {
    const bond = { ...PORT, interfaces: ['set', [uuid('i1'), uuid('i3')]], ...(mode && { bond_mode: mode }) };
    const other = { ...NIC, _uuid: uuid('i3'), name: 'ens1f1' };
    const seen = { pfs: [...SEEN.pfs, { address: '0000:3b:00.1', ifname: 'ens1f1' }] };
    const machine = machineWith({ Open_vSwitch: [HOST], Bridge: [BR_EX], Port: [bond], Interface: [NIC, other] });

    expect(await ovsVsctl.look(machine, seen)).toMatchObject({ bridges: [{ uplinkMbps: speed }] });
  });

  it('takes what leads into guests for no uplink', async () => {
    const tap = { ...NIC, name: 'tap0815' };
    const representor = { ...NIC, _uuid: uuid('i2'), name: 'ens1f0_0' };
    const machine = machineWith({
      Open_vSwitch: [HOST],
      Bridge: [BR_EX],
      Port: [PORT, OWN_PORT],
      Interface: [tap, representor],
    });
    machine.tree
      .addFolder('/sys/class/net/ens1f0_0/device')
      .addFile('/sys/class/net/ens1f0_0/phys_port_name', 'pf0vf3\n');

    expect(await ovsVsctl.look(machine, SEEN)).toMatchObject({ bridges: [{ name: 'br-ex', uplinkMbps: null }] });
  });

  it('leaves out bridges that lead nowhere', async () => {
    const integration = { ...BR_EX, name: 'br-int', ports: ['set', []] };
    const machine = machineWith({ Open_vSwitch: [HOST], Bridge: [integration] });

    expect((await ovsVsctl.look(machine, SEEN)).bridges).toEqual([]);
  });

  it('knows physical networks by the agent of ML2/OVS where OVN does not map them', async () => {
    const machine = machineWith({
      Open_vSwitch: [{ ovs_version: '3.1.0' }],
      Bridge: [BR_EX],
      Port: [PORT],
      Interface: [NIC],
    });
    machine.tree.addFile(
      '/etc/neutron/plugins/ml2/openvswitch_agent.ini',
      '[ovs]\nbridge_mappings = datacentre:br-ex\n',
    );

    expect(await ovsVsctl.look(machine, SEEN)).toMatchObject({ bridges: [{ physicalNetwork: 'datacentre' }] });
  });

  it('says what it could not see without the right to ask the database', async () => {
    const machine = new ScriptedMachine().refuses(
      'ovs-vsctl --timeout=5 --format=json list Open_vSwitch',
      'ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection failed (Permission denied)\n',
    );

    const { unseen } = await ovsVsctl.look(machine, SEEN);

    expect(unseen?.map(({ fact, reason }) => [fact, reason])).toEqual([
      ['bridges', 'no_permission'],
      ['vhost.user', 'no_permission'],
      ['versions.openvswitch', 'no_permission'],
    ]);
  });

  it.each(['', 'null', '{"headings":["a"],"data":[null,7,[["set",7]]]}', '{"headings":3}'])(
    'bears tables that make no sense (%s)',
    async (answer) => {
      const machine = new ScriptedMachine();
      for (const name of ['Open_vSwitch', 'Bridge', 'Port', 'Interface']) {
        machine.writes(`ovs-vsctl --timeout=5 --format=json list ${name}`, answer);
      }

      expect((await ovsVsctl.look(machine, SEEN)).bridges ?? []).toEqual([]);
    },
  );
});
