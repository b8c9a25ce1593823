import { CapturedMachine } from '../machine/captured-machine';
import { ScriptedMachine } from '../machine/scripted-machine.fixture';
import { collect, NothingSeen } from './collect';
import { contentHash } from './content-hash';
import { readOverlay } from './overlay';

const NOW_MS = Date.UTC(2026, 10, 21);
const NIC = '/sys/devices/pci0000:3b/0000:3b:00.0';

/** A host of one node and one NIC that can have VFs. */
function smallHost(): ScriptedMachine {
  const machine = new ScriptedMachine();
  machine.tree
    .addFile('/sys/devices/system/node/online', '0\n')
    .addFile('/sys/devices/system/node/node0/cpulist', '0-3\n')
    .addFile('/sys/devices/system/node/node0/meminfo', 'Node 0 MemTotal:       16777216 kB\n')
    .addFile('/sys/devices/system/cpu/online', '0-3\n')
    .addFile(`${NIC}/vendor`, '0x15b3\n')
    .addFile(`${NIC}/device`, '0x101d\n')
    .addFile(`${NIC}/class`, '0x020000\n')
    .addFile(`${NIC}/sriov_totalvfs`, '8\n')
    .addFile(`${NIC}/sriov_numvfs`, '0\n')
    .addFile(`${NIC}/net/ens1f0/mtu`, '9000\n')
    .addLink('/sys/bus/pci/devices/0000:3b:00.0', '../../../devices/pci0000:3b/0000:3b:00.0')
    .addLink('/sys/class/net/ens1f0', '../../devices/pci0000:3b/0000:3b:00.0/net/ens1f0');
  return machine;
}

const withoutOverlay = () => null;

describe('looking at a host', () => {
  it('lays what its files and its tools tell into one inventory', async () => {
    const machine = smallHost()
      .device('/dev/vhost-net', 'opens')
      .writes('devlink -j dev eswitch show pci/0000:3b:00.0', '{"dev":{"pci/0000:3b:00.0":{"mode":"switchdev"}}}')
      .writes('ethtool -l ens1f0', 'Pre-set maximums:\nCombined:\t63\nCurrent hardware settings:\nCombined:\t8\n');

    const { inventory } = await collect(machine, withoutOverlay, NOW_MS);

    expect(inventory).toMatchObject({
      source: 'collector',
      observedAtMs: NOW_MS,
      vhost: { net: true },
      pfs: [{ address: '0000:3b:00.0', totalVfs: 8, mtu: 9000, combinedQueuesMax: 63, eswitchMode: 'switchdev' }],
    });
    expect(inventory.factSources).toContainEqual({ fact: 'pfs.eswitch_mode', source: 'devlink' });
  });

  it('gives the tool as the reason where only a tool could tell', async () => {
    const { inventory } = await collect(smallHost(), withoutOverlay, NOW_MS);

    const reasons = inventory.unseen?.filter(({ fact }) => fact === 'pfs.eswitch_mode').map(({ reason }) => reason);
    expect(reasons).toEqual(['tool_missing']);
  });

  it('adds what an operator tells of it', async () => {
    const overlay = 'rack: r1\npfs: [{ifname: ens1f0, physical_network: physnet1}]';

    const { inventory } = await collect(smallHost(), (seen) => readOverlay(overlay, seen), NOW_MS);

    expect(inventory).toMatchObject({ rack: 'r1', pfs: [{ physicalNetwork: 'physnet1' }] });
  });

  it('runs nothing for a captured tree, and does not say that it was seen now', async () => {
    const { inventory } = await collect(new CapturedMachine(smallHost().tree), withoutOverlay, NOW_MS);

    expect(inventory.observedAtMs).not.toBe(NOW_MS);
    expect(inventory.unseen).toContainEqual({ fact: 'vhost.net', reason: 'not_told', detail: '/dev/vhost-net' });
  });

  it('bears a probe that fails', async () => {
    const machine = smallHost();
    machine.openDevice = () => {
      throw new Error('a driver in a bad mood');
    };

    const { inventory, warnings } = await collect(machine, withoutOverlay, NOW_MS);

    expect(inventory.pfs).toHaveLength(1);
    expect(warnings).toContain('device-nodes: a driver in a bad mood');
  });

  it('is refused where there is no host', async () => {
    await expect(collect(new ScriptedMachine(), withoutOverlay, NOW_MS)).rejects.toThrow(NothingSeen);
  });
});

describe('whether two documents tell the same', () => {
  it('does not ask when they were made, or what was free then', () => {
    const document = (observed_at: string, free: number) => ({
      observed_at,
      numa_nodes: [{ pages: [{ total: 8, free }] }],
    });

    expect(contentHash(document('a', 1))).toBe(contentHash(document('b', 2)));
    expect(contentHash({ rack: 'a' })).not.toBe(contentHash({ rack: 'b' }));
  });
});
