import { MemoryTree } from '@iopath/host-facts';
import { CapturedMachine, sosFileName } from './captured-machine';
import { deviceNumber, deviceOutcome } from './live-machine';

describe('a captured machine', () => {
  it('answers a program with what sos kept of it', async () => {
    const tree = new MemoryTree().addFile('/sos_commands/networking/ethtool_-l_ens1f0', 'Channel parameters\n');

    const outcome = await new CapturedMachine(tree).run('ethtool', ['-l', 'ens1f0']);

    expect(outcome).toEqual({ kind: 'ended', status: 0, stdout: 'Channel parameters\n', stderr: '' });
  });

  it('has no program that nobody ran there', async () => {
    expect(await new CapturedMachine(new MemoryTree()).run('true', [])).toEqual({ kind: 'missing' });
  });

  it.each([
    ['/usr/sbin/ethtool -l eth0', 'ethtool_-l_eth0'],
    ['devlink -j dev eswitch show pci/0000:3b:00.0', 'devlink_-j_dev_eswitch_show_pci.0000_3b_00.0'],
    ['ovs-vsctl --timeout=5 --format=json list Open_vSwitch', 'ovs-vsctl_--timeout_5_--format_json_list_Open_vSwitch'],
  ])('finds %s as %s', (command, file) => {
    expect(sosFileName(command)).toBe(file);
  });
});

describe('opening a device', () => {
  it.each([
    ['EBUSY', 'opens'],
    ['EACCES', 'denied'],
    ['EPERM', 'denied'],
    ['ENXIO', 'no_driver'],
    ['ENODEV', 'no_driver'],
    ['ENOENT', 'absent'],
  ])('%s: %s', (code, outcome) => {
    expect(deviceOutcome(code)).toBe(outcome);
  });

  it.each([
    [0x0801, '8:1'],
    [0x10300 + 1, '259:1'],
    [0xfd00 | (0x123 << 20), '253:74496'],
  ])('names device %d as the kernel does: %s', (dev, name) => {
    expect(deviceNumber(dev)).toBe(name);
  });
});
