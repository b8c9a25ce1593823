import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, statfsSync, statSync } from 'node:fs';
import type { HostTree } from '@iopath/host-facts';
import type { DeviceOutcome, FileSystemSize, Machine, ProgramOutcome } from './machine';

/** `ovs-vsctl` waits for its database for ever unless told; the others answer in milliseconds. */
const PROGRAM_LIMIT_MS = 10_000;
/** `ovs-vsctl list Interface` on a host of 500 VMs writes some 2 MB. */
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;

/** Services have a short PATH, and on many distributions a user's has no `sbin`. */
const PROGRAM_FOLDERS = '/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin';

const DENIED: readonly string[] = ['EACCES', 'EPERM'];
const NO_DRIVER: readonly string[] = ['ENODEV', 'ENXIO'];
const ABSENT: readonly string[] = ['ENOENT', 'ENOTDIR'];

/** The machine that this process runs on. */
export class LiveMachine implements Machine {
  readonly isLive = true;
  readonly warnings = [];

  /**
   * @param opened nodes that opened once, by path and inode, kept from look to look: opening a vhost-vdpa device resets it,
   *   so none is opened twice
   */
  constructor(
    readonly tree: HostTree,
    private readonly opened: Set<string>,
  ) {}

  run(program: string, args: readonly string[]): Promise<ProgramOutcome> {
    const env = { PATH: `${process.env['PATH'] ?? ''}:${PROGRAM_FOLDERS}`, LC_ALL: 'C', LANG: 'C' };
    const options = { env, timeout: PROGRAM_LIMIT_MS, maxBuffer: MAX_OUTPUT_BYTES, killSignal: 'SIGKILL' } as const;
    return new Promise((resolve) => {
      execFile(program, [...args], options, (error, stdout, stderr) => {
        if (error === null) resolve({ kind: 'ended', status: 0, stdout, stderr });
        else if (ABSENT.includes(String(error.code)) || DENIED.includes(String(error.code)))
          resolve({ kind: 'missing' });
        else if (error.killed === true) resolve({ kind: 'too_slow' });
        else resolve({ kind: 'ended', status: typeof error.code === 'number' ? error.code : 1, stdout, stderr });
      });
    });
  }

  openDevice(path: string): DeviceOutcome {
    try {
      const node = `${path} ${statSync(path).ino}`;
      if (this.opened.has(node)) return 'opens';
      closeSync(openSync(path, constants.O_RDWR | constants.O_NONBLOCK));
      this.opened.add(node);
      return 'opens';
    } catch (error) {
      return deviceOutcome((error as NodeJS.ErrnoException).code ?? '');
    }
  }

  fileSystemOf(path: string): FileSystemSize | null {
    try {
      const { blocks, bsize } = statfsSync(path);
      return { totalBytes: blocks * bsize, device: deviceNumber(statSync(path).dev) };
    } catch {
      return null;
    }
  }
}

/** What `open(2)` says with an error: a device that somebody else has to himself is busy, and works. */
export function deviceOutcome(code: string): DeviceOutcome {
  if (code === 'EBUSY') return 'opens';
  if (DENIED.includes(code)) return 'denied';
  return NO_DRIVER.includes(code) ? 'no_driver' : 'absent';
}

/** `stat(2)`'s number of a device in the kernel's words (glibc, sys/sysmacros.h): `259:1`. */
export function deviceNumber(dev: number): string {
  const number = BigInt(dev);
  const major = ((number >> 8n) & 0xfffn) | ((number >> 32n) & 0xfffff000n);
  const minor = (number & 0xffn) | ((number >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}
