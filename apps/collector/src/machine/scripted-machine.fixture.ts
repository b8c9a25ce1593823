import { MemoryTree } from '@iopath/host-facts';
import type { DeviceOutcome, FileSystemSize, Machine, ProgramOutcome } from './machine';

/** A machine whose programs answer what a spec says, and which has no others. */
export class ScriptedMachine implements Machine {
  readonly isLive = true;
  readonly warnings = [];
  readonly tree = new MemoryTree();
  /** Command lines that were run, in order. */
  readonly ran: string[] = [];
  private readonly outcomes = new Map<string, ProgramOutcome>();
  private readonly devices = new Map<string, DeviceOutcome>();
  private readonly fileSystems = new Map<string, FileSystemSize>();

  /** The program ends well and writes this. */
  writes(command: string, stdout: string): this {
    return this.ends(command, { kind: 'ended', status: 0, stdout, stderr: '' });
  }

  refuses(command: string, stderr: string, status = 1): this {
    return this.ends(command, { kind: 'ended', status, stdout: '', stderr });
  }

  ends(command: string, outcome: ProgramOutcome): this {
    this.outcomes.set(command, outcome);
    return this;
  }

  device(path: string, outcome: DeviceOutcome): this {
    this.tree.addFile(path, '');
    this.devices.set(path, outcome);
    return this;
  }

  fileSystem(path: string, size: FileSystemSize): this {
    this.fileSystems.set(path, size);
    return this;
  }

  run(program: string, args: readonly string[]): Promise<ProgramOutcome> {
    const command = [program, ...args].join(' ');
    this.ran.push(command);
    return Promise.resolve(this.outcomes.get(command) ?? { kind: 'missing' });
  }

  openDevice(path: string): DeviceOutcome {
    return this.devices.get(path) ?? 'absent';
  }

  fileSystemOf(path: string): FileSystemSize | null {
    return this.fileSystems.get(path) ?? null;
  }
}
