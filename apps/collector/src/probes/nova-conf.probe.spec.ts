import { ScriptedMachine } from '../machine/scripted-machine.fixture';
import { novaConf } from './nova-conf.probe';

const look = (machine: ScriptedMachine) => novaConf.look(machine, {});

describe("nova-compute's configuration", () => {
  it('tells what Nova gives out, as its files do together', async () => {
    const machine = new ScriptedMachine();
    machine.tree
      .addFile('/etc/nova/nova.conf', '[DEFAULT]\nreserved_host_memory_mb = 4096\n[compute]\ncpu_dedicated_set = 2-3\n')
      .addFile('/etc/nova/nova-compute.conf', '[compute]\ncpu_dedicated_set = 4-7\n');

    const { settings } = await look(machine);

    expect(settings).toMatchObject({ cpuDedicatedSet: [4, 5, 6, 7], reserved: { memoryMib: 4096 } });
  });

  it('is unseen where it may not be read', async () => {
    const machine = new ScriptedMachine();
    machine.tree.addDenied('/etc/nova/nova.conf');

    const { settings, unseen } = await look(machine);

    expect(settings).toBeUndefined();
    expect(unseen).toContainEqual({
      fact: 'cpu_dedicated_set',
      reason: 'no_permission',
      detail: '/etc/nova/nova.conf',
    });
  });

  it('is not told where it is not there', async () => {
    expect((await look(new ScriptedMachine())).unseen).toContainEqual({
      fact: 'cpu_dedicated_set',
      reason: 'not_told',
      detail: 'nova.conf: not there',
    });
  });
});
