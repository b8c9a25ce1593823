import { CapturedMachine } from '../machine/captured-machine';
import { ScriptedMachine } from '../machine/scripted-machine.fixture';
import { deviceNodes } from './device-nodes.probe';

const look = (machine: ScriptedMachine) => deviceNodes.look(machine, {});

describe('what VMs are attached to', () => {
  it('can be used where its node opens', async () => {
    const machine = new ScriptedMachine()
      .device('/dev/vhost-net', 'opens')
      .device('/dev/vfio/vfio', 'opens')
      .device('/dev/vhost-vdpa-0', 'opens');

    expect(await look(machine)).toEqual({ settings: { vhost: { net: true, vdpa: true }, vfio: true }, unseen: [] });
  });

  it('cannot be used where there is no node, or nothing behind it', async () => {
    const machine = new ScriptedMachine().device('/dev/vhost-net', 'no_driver');

    expect(await look(machine)).toEqual({ settings: { vhost: { net: false, vdpa: false }, vfio: false }, unseen: [] });
  });

  it('is unknown where the node may not be opened', async () => {
    const machine = new ScriptedMachine().device('/dev/vhost-net', 'denied').device('/dev/vhost-vdpa-3', 'denied');

    expect(await look(machine)).toEqual({
      settings: { vhost: {}, vfio: false },
      unseen: [
        { fact: 'vhost.net', reason: 'no_permission', detail: '/dev/vhost-net' },
        { fact: 'vhost.vdpa', reason: 'no_permission', detail: '/dev/vhost-vdpa-3' },
      ],
    });
  });

  it('is asked of one vhost-vdpa node that works, not of all', async () => {
    const machine = new ScriptedMachine().device('/dev/vhost-vdpa-0', 'no_driver').device('/dev/vhost-vdpa-1', 'opens');

    expect(await look(machine)).toMatchObject({ settings: { vhost: { vdpa: true } } });
  });

  it('is unknown of a captured tree, whatever nodes this machine has', async () => {
    const facts = await deviceNodes.look(new CapturedMachine(new ScriptedMachine().tree), {});

    expect(facts.settings).toEqual({ vhost: {} });
    expect(facts.unseen?.map(({ fact, reason }) => [fact, reason])).toEqual([
      ['vhost.net', 'not_told'],
      ['vfio', 'not_told'],
      ['vhost.vdpa', 'not_told'],
    ]);
  });
});
