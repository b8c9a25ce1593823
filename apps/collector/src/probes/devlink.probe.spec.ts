import { ScriptedMachine } from '../machine/scripted-machine.fixture';
import { devlink } from './devlink.probe';

const COMMAND = 'devlink -j dev eswitch show pci/0000:3b:00.0';
const PFS = [
  { address: '0000:3b:00.0', totalVfs: 8 },
  { address: '0000:5e:00.0', totalVfs: 0 },
  { address: '0000:5e:00.1' },
];

describe('the switch in a NIC', () => {
  it('has the mode that devlink tells', async () => {
    const machine = new ScriptedMachine().writes(
      COMMAND,
      '{"dev":{"pci/0000:3b:00.0":{"mode":"switchdev","inline-mode":"none","encap-mode":"basic"}}}',
    );

    expect(await devlink.look(machine, { pfs: PFS })).toEqual({
      pfs: [{ address: '0000:3b:00.0', eswitchMode: 'switchdev' }],
      partialLists: ['pfs'],
      unseen: [],
    });
  });

  it('is asked of NICs that can have VFs only', async () => {
    const machine = new ScriptedMachine();

    await devlink.look(machine, { pfs: PFS });

    expect(machine.ran).toEqual([COMMAND]);
  });

  it('is not there where the driver has none, which is no fault', async () => {
    const machine = new ScriptedMachine().refuses(COMMAND, 'kernel answers: Operation not supported\n');

    expect(await devlink.look(machine, { pfs: PFS })).toMatchObject({ pfs: [], unseen: [] });
  });

  it('is unseen without the right to ask', async () => {
    const machine = new ScriptedMachine().refuses(COMMAND, 'kernel answers: Operation not permitted\n');

    expect(await devlink.look(machine, { pfs: PFS })).toMatchObject({
      unseen: [{ fact: 'pfs.eswitch_mode', reason: 'no_permission' }],
    });
  });

  it('is unseen when the answer makes no sense', async () => {
    const machine = new ScriptedMachine().writes(COMMAND, '{"dev":');

    expect(await devlink.look(machine, { pfs: PFS })).toMatchObject({
      unseen: [{ fact: 'pfs.eswitch_mode', reason: 'unreadable' }],
    });
  });
});
