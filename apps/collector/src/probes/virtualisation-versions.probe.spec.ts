import { ScriptedMachine } from '../machine/scripted-machine.fixture';
import { virtualisationVersions } from './virtualisation-versions.probe';

const VIRSH = 'virsh -r -c qemu:///system version';
const look = (machine: ScriptedMachine) => virtualisationVersions.look(machine, {});

describe('versions of what runs VMs', () => {
  it('are what libvirt says of itself and of its QEMU', async () => {
    const answer = [
      'Compiled against library: libvirt 9.9.9',
      'Using library: libvirt 10.0.0',
      'Using API: QEMU 10.0.0',
      'Running hypervisor: QEMU 8.2.2',
    ].join('\n');

    expect(await look(new ScriptedMachine().writes(VIRSH, answer))).toEqual({
      settings: { versions: { libvirt: '10.0.0', qemu: '8.2.2' } },
      unseen: [],
    });
  });

  it('are what the programs say where libvirt does not answer', async () => {
    const machine = new ScriptedMachine()
      .refuses(VIRSH, 'error: failed to connect to the hypervisor\n')
      .writes('libvirtd --version', '/usr/sbin/libvirtd (libvirt) 8.0.0\n')
      .writes('qemu-kvm --version', 'QEMU emulator version 7.2.9 (Debian 1:7.2+dfsg-7)\n');

    expect(await look(machine)).toMatchObject({
      settings: { versions: { libvirt: '8.0.0', qemu: '7.2.9' } },
      unseen: [],
    });
  });

  it('are unseen where nothing is installed', async () => {
    const { unseen } = await look(new ScriptedMachine());

    expect(unseen?.map(({ fact, reason }) => [fact, reason])).toEqual([
      ['versions.libvirt', 'tool_missing'],
      ['versions.qemu', 'tool_missing'],
    ]);
  });
});
