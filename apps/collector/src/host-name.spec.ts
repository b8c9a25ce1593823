import { hostname } from 'node:os';
import { hostNameOf } from './host-name';
import { CapturedMachine } from './machine/captured-machine';
import { ScriptedMachine } from './machine/scripted-machine.fixture';
import { UsageError } from './usage-error';

describe('the name of a host', () => {
  it('is the given one before all others', () => {
    expect(hostNameOf('compute-01', new ScriptedMachine())).toBe('compute-01');
  });

  it('is the one that Nova has', () => {
    const machine = new ScriptedMachine();
    machine.tree.addFile('/etc/nova/nova.conf', '[DEFAULT]\nhost = compute-02\n');

    expect(hostNameOf(null, machine)).toBe('compute-02');
  });

  it("is this machine's for this machine only", () => {
    const { tree } = new ScriptedMachine();

    expect(hostNameOf(null, new ScriptedMachine())).toBe(hostname());
    expect(() => hostNameOf(null, new CapturedMachine(tree))).toThrow('give --host-name');
    expect(hostNameOf(null, new CapturedMachine(tree.addFile('/etc/hostname', 'compute-03\n')))).toBe('compute-03');
  });

  it.each(['a/b', '', '-a', 'x'.repeat(300)])('is not what the advisor does not take (%s)', (name) => {
    expect(() => hostNameOf(name, new ScriptedMachine())).toThrow(UsageError);
  });
});
