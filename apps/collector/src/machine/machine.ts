import type { HostTree } from '@iopath/host-facts';

/** What became of a program that was started. */
export type ProgramOutcome =
  | { readonly kind: 'ended'; readonly status: number; readonly stdout: string; readonly stderr: string }
  /** It is not installed; in a captured tree: its output is not there. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'too_slow' };

/** What became of opening a device for reading and writing. */
export type DeviceOutcome =
  /** It opens, or is in use by somebody for whom it did. */
  | 'opens'
  | 'absent'
  /** A node without a driver behind it: the module is not loaded and does not load. */
  | 'no_driver'
  | 'denied'
  /** A captured tree: there is nothing to open. */
  | 'not_told';

export interface FileSystemSize {
  readonly totalBytes: number;
  /** Device number as the kernel writes it: `259:1`. */
  readonly device: string;
}

/** The machine that is looked at: this one, or what somebody captured of one. */
export interface Machine {
  readonly tree: HostTree;
  /** False: a captured tree, of which no program of this machine tells anything. */
  readonly isLive: boolean;
  /** What was odd about the capture, in words. */
  readonly warnings: readonly string[];
  /** Runs a program with arguments, without a shell, in the C locale and for a limited time. */
  run(program: string, args: readonly string[]): Promise<ProgramOutcome>;
  openDevice(path: string): DeviceOutcome;
  /** Null: there is no such folder, or it may not be asked. */
  fileSystemOf(path: string): FileSystemSize | null;
}
