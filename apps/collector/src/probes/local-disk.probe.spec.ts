import { ScriptedMachine } from '../machine/scripted-machine.fixture';
import { localDisk } from './local-disk.probe';

const INSTANCES = '/var/lib/nova/instances';
const GIB = 2 ** 30;

/** A machine with a disk of this name, its first partition, and a logical volume on that. */
function machineOn(device: string, disk: string, rotational: string): ScriptedMachine {
  const machine = new ScriptedMachine().fileSystem(INSTANCES, { totalBytes: 931.5 * GIB, device });
  machine.tree
    .addFile(`/sys/devices/pci/block/${disk}/queue/rotational`, `${rotational}\n`)
    .addFile(`/sys/devices/pci/block/${disk}/${disk}1/partition`, '1\n')
    .addFile('/sys/devices/virtual/block/dm-0/queue/rotational', '0\n')
    .addLink(`/sys/devices/virtual/block/dm-0/slaves/${disk}1`, `../../../../pci/block/${disk}/${disk}1`)
    .addLink('/sys/dev/block/8:0', `../../devices/pci/block/${disk}`)
    .addLink('/sys/dev/block/8:1', `../../devices/pci/block/${disk}/${disk}1`)
    .addLink('/sys/dev/block/253:0', '../../devices/virtual/block/dm-0');
  return machine;
}

describe('the disk that instances lie on', () => {
  it.each([
    ['8:0', 'sda', '1', 'hdd'],
    ['8:1', 'sda', '0', 'ssd'],
    ['8:1', 'nvme0n1', '0', 'nvme'],
    ['253:0', 'sda', '1', 'hdd'],
  ])('is known by its device %s on %s (rotational %s): %s', async (device, disk, rotational, kind) => {
    const facts = await localDisk.look(machineOn(device, disk, rotational), {});

    expect(facts).toEqual({ settings: { localDisk: { totalGib: 931, kind } } });
  });

  it('is none of this host where the folder is mounted from elsewhere', async () => {
    const facts = await localDisk.look(machineOn('0:53', 'sda', '1'), {});

    expect(facts.settings).toBeUndefined();
    expect(facts.unseen).toMatchObject([{ fact: 'local_disk', reason: 'not_told' }]);
  });

  it('is unseen on a host without the folder', async () => {
    expect((await localDisk.look(new ScriptedMachine(), {})).unseen).toMatchObject([{ fact: 'local_disk' }]);
  });
});
