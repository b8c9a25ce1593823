import { ScriptedMachine } from '../machine/scripted-machine.fixture';
import { vdpa } from './vdpa.probe';

const PFS = [
  { address: '0000:3b:00.0', vfs: [{ address: '0000:3b:00.2' }, { address: '0000:3b:00.3' }] },
  { address: '0000:5e:00.0', vfs: [{ address: '0000:5e:00.2' }] },
];

describe('vDPA devices', () => {
  it('are found on the VFs that they were made on', async () => {
    const device = { type: 'network', mgmtdev: 'pci/0000:3b:00.3', vendor_id: 5555, max_vqs: 17, max_vq_size: 256 };
    const machine = new ScriptedMachine().writes('vdpa -j dev show', JSON.stringify({ dev: { vdpa0: device } }));

    expect(await vdpa.look(machine, { pfs: PFS })).toEqual({
      pfs: [
        {
          address: '0000:3b:00.0',
          vfs: [{ address: '0000:3b:00.2' }, { address: '0000:3b:00.3', vdpaDevice: 'vdpa0' }],
        },
      ],
      partialLists: ['pfs'],
    });
  });

  it.each(['{"dev":{}}', '{}'])('are none when there are none (%s)', async (answer) => {
    const facts = await vdpa.look(new ScriptedMachine().writes('vdpa -j dev show', answer), { pfs: PFS });

    expect(facts.unseen ?? []).toEqual([]);
    expect(facts.pfs ?? []).toEqual([]);
  });

  it('are none where the kernel has no vDPA, which is no fault', async () => {
    const machine = new ScriptedMachine().refuses('vdpa -j dev show', 'Failed to connect to vdpa genl family\n');

    expect(await vdpa.look(machine, { pfs: PFS })).toEqual({});
  });

  it('are unseen without the tool', async () => {
    expect(await vdpa.look(new ScriptedMachine(), { pfs: PFS })).toEqual({
      unseen: [{ fact: 'pfs.vfs.vdpa_device', reason: 'tool_missing', detail: 'vdpa dev show: not installed' }],
    });
  });
});
