import { UnreadableImport } from '../import/import-reader';
import { childOf, namesOf } from '../tree/follow-links';
import { MemoryTree } from '../tree/memory-tree';

const MAX_DEVICES = 100_000;
const MAX_PATH = 4096;
const MAX_DEPTH = 64;

/** Where the kernel lists devices of a subsystem; classes are the rest. */
const BUSES: ReadonlySet<string> = new Set([
  'pci',
  'cpu',
  'node',
  'memory',
  'virtio',
  'vdpa',
  'usb',
  'scsi',
  'nvme-subsystem',
]);

export interface UmockdevRecord {
  readonly tree: MemoryTree;
  readonly warnings: readonly string[];
}

/**
 * A record as a tree: a paragraph a device, with lines of `P:` its path below `/sys`, `E:` a property of udev, `A:` an
 * attribute with `\n` for a line feed and `\\` for a backslash, `H:` one in hexadecimal, `L:` a link. `N:` and `S:` are of
 * `/dev`. The links of `/sys/bus` and `/sys/class` are not in it and follow from path and subsystem
 * (umockdev, docs "umockdev-record").
 *
 * @throws UnreadableImport `import.not_this_format` when it has no device, `import.malformed` for a line that is none of
 *   these, `import.unsafe` for paths that lead upwards.
 */
export function parseUmockdev(text: string): UmockdevRecord {
  const tree = new MemoryTree();
  const warnings = new Set<string>();
  let device: Device | null = null;
  let devices = 0;
  let at = 0;
  for (const line of text.split('\n')) {
    at++;
    const [, kind, value = ''] = /^([A-Z]): ?(.*)$/.exec(line.replace(/\r$/, '')) ?? [];
    if (kind === undefined) {
      // Comments of recorders, `@` lines of newer versions that name scripts, and the empty line that ends a device.
      if (line.trim() !== '' && !/^[#@]/.test(line)) throw notAline(devices, at);
      continue;
    }
    if (kind === 'P') {
      device?.finish();
      device = new Device(tree, value, at);
      if (++devices > MAX_DEVICES) {
        throw new UnreadableImport(
          'import.too_large',
          `The record has more than ${MAX_DEVICES} devices.`,
          `line ${at}`,
        );
      }
    } else if (device === null) throw notAline(devices, at);
    else if (!device.take(kind, value)) warnings.add(`Lines of ${kind}: are not read.`);
  }
  device?.finish();
  if (devices === 0)
    throw new UnreadableImport('import.not_this_format', 'The text has no device of umockdev (P: lines).');
  return { tree, warnings: [...warnings] };
}

/** One paragraph, put into the tree as it comes. */
class Device {
  private readonly path: string;
  private readonly properties = new Map<string, string>();

  constructor(
    private readonly tree: MemoryTree,
    path: string,
    private readonly line: number,
  ) {
    this.path = `/sys${this.checked(path)}`;
    tree.addFolder(this.path);
  }

  /** @returns whether lines of this kind are known. */
  take(kind: string, value: string): boolean {
    const separator = value.indexOf('=');
    const name = separator < 0 ? value : value.slice(0, separator);
    const content = separator < 0 ? '' : value.slice(separator + 1);
    switch (kind) {
      case 'A':
        this.tree.addFile(this.pathOf(name), unescaped(content));
        return true;
      case 'L':
        this.tree.addLink(this.pathOf(name), content);
        return true;
      case 'E':
        this.properties.set(name, content);
        return true;
      // Binary attributes and device nodes: nothing is read from them.
      case 'H':
      case 'N':
      case 'S':
        return true;
      default:
        return false;
    }
  }

  /** What sysfs has besides: the link of the subsystem, and properties as `uevent`. */
  finish(): void {
    const subsystem = this.properties.get('SUBSYSTEM');
    const name = namesOf(this.path).at(-1);
    const uevent = `${this.path}/uevent`;
    if (!this.tree.exists(uevent)) {
      const lines = [...this.properties].map(([key, value]) => `${key}=${value}\n`);
      this.tree.addFile(uevent, lines.join(''));
    }
    if (subsystem === undefined || name === undefined || !/^[\w-]{1,64}$/.test(subsystem)) return;
    const isBlock = subsystem === 'block' && this.properties.get('DEVTYPE') === 'disk';
    if (isBlock) this.tree.addLink(childOf('/sys/block', name), this.linkFrom('..'));
    const list = BUSES.has(subsystem) ? `/sys/bus/${subsystem}/devices` : `/sys/class/${subsystem}`;
    const up = BUSES.has(subsystem) ? '../../..' : '../..';
    this.tree.addLink(childOf(list, name), this.linkFrom(up));
  }

  private linkFrom(up: string): string {
    return `${up}${this.path.slice('/sys'.length)}`;
  }

  private pathOf(name: string): string {
    return `${this.path}${this.checked(`/${name}`)}`;
  }

  private checked(path: string): string {
    const names = namesOf(path);
    const where = `line ${this.line}`;
    if (path.length > MAX_PATH || names.length > MAX_DEPTH) {
      throw new UnreadableImport('import.too_large', 'A path is longer than any of a host.', where);
    }
    if (names.includes('..')) throw new UnreadableImport('import.unsafe', 'A path leads upwards.', where);
    return `/${names.join('/')}`;
  }
}

function unescaped(value: string): string {
  return value.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}

function notAline(devices: number, line: number): UnreadableImport {
  const code = devices === 0 ? 'import.not_this_format' : 'import.malformed';
  return new UnreadableImport(code, 'This is no line of a umockdev record.', `line ${line}`);
}
