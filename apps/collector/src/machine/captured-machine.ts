import type { HostTree } from '@iopath/host-facts';
import type { DeviceOutcome, FileSystemSize, Machine, ProgramOutcome } from './machine';

/** Where sos keeps what commands wrote, a folder a plug-in (sos, report/plugins/__init__.py). */
const SOS_COMMANDS = '/sos_commands';

/** No file has a longer name. */
const LONGEST_COMMAND = 255;

/** What somebody captured of a machine. Nothing of the machine that this process runs on is asked. */
export class CapturedMachine implements Machine {
  readonly isLive = false;
  private outputs: ReadonlyMap<string, string> | null = null;

  constructor(
    readonly tree: HostTree,
    readonly warnings: readonly string[] = [],
  ) {}

  run(program: string, args: readonly string[]): Promise<ProgramOutcome> {
    this.outputs ??= outputsIn(this.tree);
    const path = this.outputs.get(sosFileName([program, ...args].join(' ')));
    const stdout = path === undefined ? null : this.tree.read(path);
    return Promise.resolve(stdout === null ? { kind: 'missing' } : { kind: 'ended', status: 0, stdout, stderr: '' });
  }

  openDevice(): DeviceOutcome {
    return 'not_told';
  }

  fileSystemOf(): FileSystemSize | null {
    return null;
  }
}

function outputsIn(tree: HostTree): ReadonlyMap<string, string> {
  return new Map(
    tree
      .list(SOS_COMMANDS)
      .flatMap((folder) =>
        tree.list(`${SOS_COMMANDS}/${folder}`).map((file) => [file, `${SOS_COMMANDS}/${folder}/${file}`] as const),
      ),
  );
}

/** A command as sos names the file of its output: `ethtool_-l_eth0` (sos, report/plugins/__init__.py `_mangle_command`). */
export function sosFileName(command: string): string {
  return command
    .replace(/^\/(usr\/)?s?bin\//, '')
    .replace(/[^\w\-./]+/g, '_')
    .replaceAll('/', '.')
    .replace(/^[ ._-]+/, '')
    .slice(0, LONGEST_COMMAND)
    .replace(/[ ._-]{1,16}$/, '');
}
