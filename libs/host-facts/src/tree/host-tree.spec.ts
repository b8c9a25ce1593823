import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DirectoryTree } from './directory-tree';
import type { RootedTree } from './host-tree';
import { MemoryTree } from './memory-tree';
import { rootOf } from './root-of';

/** What is in a tree: a text, or a link's target. */
type Content = Readonly<Record<string, string | { readonly link: string }>>;

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function memoryTree(content: Content): MemoryTree {
  const tree = new MemoryTree();
  for (const [path, there] of Object.entries(content)) {
    if (typeof there === 'string') tree.addFile(path, there);
    else tree.addLink(path, there.link);
  }
  return tree;
}

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'host-tree-'));
  folders.push(folder);
  return folder;
}

function directoryTree(content: Content, folder = emptyFolder()): DirectoryTree {
  for (const [path, there] of Object.entries(content)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (typeof there === 'string') writeFileSync(join(folder, path), there);
    else symlinkSync(there.link, join(folder, path));
  }
  return new DirectoryTree(folder);
}

describe.each<readonly [string, (content: Content) => RootedTree]>([
  ['a folder as a host', (content) => directoryTree(content)],
  ['a host in memory', memoryTree],
])('%s', (_, treeOf) => {
  it('reads files and lists folders in order of name', () => {
    const tree = treeOf({ '/sys/class/net/eth1/mtu': '9000\n', '/sys/class/net/eth0/mtu': '1500\n' });
    expect(tree.read('/sys/class/net/eth0/mtu')).toBe('1500\n');
    expect(tree.list('/sys/class/net')).toEqual(['eth0', 'eth1']);
  });

  it('finds nothing where nothing is, and no text in a folder, nor names in a file', () => {
    const tree = treeOf({ '/proc/cmdline': 'quiet\n' });
    expect(tree.read('/proc/version')).toBeNull();
    expect(tree.read('/proc')).toBeNull();
    expect(tree.list('/proc/cmdline')).toEqual([]);
    expect(tree.list('/sys')).toEqual([]);
    expect([tree.exists('/proc'), tree.exists('/sys')]).toEqual([true, false]);
    expect([tree.resolve('/sys'), tree.linkTarget('/sys'), tree.linkTarget('/proc')]).toEqual([null, null, null]);
    expect(tree.denied.size).toBe(0);
  });

  it('follows the links of sysfs', () => {
    const tree = treeOf({
      '/sys/devices/pci0000:3a/0000:3b:00.0/vendor': '0x15b3\n',
      '/sys/bus/pci/devices/0000:3b:00.0': { link: '../../../devices/pci0000:3a/0000:3b:00.0' },
    });
    const device = '/sys/bus/pci/devices/0000:3b:00.0';
    expect(tree.read(`${device}/vendor`)).toBe('0x15b3\n');
    expect(tree.resolve(device)).toBe('/sys/devices/pci0000:3a/0000:3b:00.0');
    expect(tree.linkTarget(device)).toBe('../../../devices/pci0000:3a/0000:3b:00.0');
    expect(tree.linkTarget(`${device}/vendor`)).toBeNull();
  });

  it('takes absolute links for links within the tree', () => {
    const tree = treeOf({ '/proc/mounts': 'of the host', '/etc/mtab': { link: '/proc/mounts' } });
    expect(tree.read('/etc/mtab')).toBe('of the host');
  });

  it('lets no link and no path lead out of the tree', () => {
    const tree = treeOf({ '/etc/hosts': 'of the host', '/sys/way-out': { link: '../../../../../../../../etc' } });
    expect(tree.read('/sys/way-out/hosts')).toBe('of the host');
    expect(tree.read('/../../etc/hosts')).toBe('of the host');
    expect(tree.resolve('/sys/way-out')).toBe('/etc');
  });

  it('ends where links go in a circle, or lead nowhere', () => {
    const tree = treeOf({ '/a': { link: 'b' }, '/b': { link: 'a' }, '/c': { link: 'nowhere' } });
    expect([tree.resolve('/a'), tree.resolve('/c')]).toEqual([null, null]);
    expect([tree.exists('/a'), tree.exists('/c')]).toEqual([false, false]);
    expect(tree.linkTarget('/c')).toBe('nowhere');
  });

  it('is looked at from a folder in it, and its links go no higher', () => {
    const tree = treeOf({
      '/secret': 'outside',
      '/host/etc/mtab': { link: '/proc/mounts' },
      '/host/proc/mounts': 'inside',
    });
    const host = tree.at('/host');
    expect(host.read('/etc/mtab')).toBe('inside');
    expect(host.list('/')).toEqual(['etc', 'proc']);
    expect(host.read('/../secret')).toBeNull();
  });

  it('is found where a capture put it', () => {
    const tree = treeOf({
      '/capture/README': 'of a machine',
      '/capture/node-1/sys/devices/system/node/online': '0\n',
      '/capture/node-1/proc/cmdline': 'quiet\n',
    });
    expect(rootOf(tree).read('/proc/cmdline')).toBe('quiet\n');
  });

  it('is itself the host when sys is at its top, or nowhere', () => {
    const whole = treeOf({ '/sys/devices/system/cpu/online': '0\n', '/backup/sys/devices/system/cpu/online': '0-7\n' });
    expect(rootOf(whole)).toBe(whole);
    const empty = treeOf({ '/README': 'nothing here' });
    expect(rootOf(empty)).toBe(empty);
  });

  it('is found by proc when a capture has no sys', () => {
    const tree = treeOf({ '/report/proc/cpuinfo': 'processor: 0\n', '/report/sys/README': 'left out' });
    expect(rootOf(tree).exists('/proc/cpuinfo')).toBe(true);
  });
});

describe('a folder as a host', () => {
  it('reads nothing of a file outside that a link in it points at', () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'outside'), 'secret');
    mkdirSync(join(folder, 'host'));
    const tree = directoryTree({ '/proc/version': { link: join(folder, 'outside') } }, join(folder, 'host'));
    expect(tree.read('/proc/version')).toBeNull();
  });

  it('is empty when it is not there', () => {
    const tree = new DirectoryTree(join(emptyFolder(), 'missing'));
    expect([tree.list('/'), tree.read('/proc/version')]).toEqual([[], null]);
  });

  it('remembers what it may not read, unless all may be read', () => {
    const folder = emptyFolder();
    const tree = directoryTree({ '/proc/iomem': 'secret' }, folder);
    chmodSync(join(folder, 'proc/iomem'), 0);
    const text = tree.read('/proc/iomem');
    // The superuser reads files of any mode.
    expect(text === null ? [...tree.denied] : text).toEqual(text === null ? ['/proc/iomem'] : 'secret');
  });
});

describe('a host in memory', () => {
  it('tells which files may not be read', () => {
    const tree = new MemoryTree().addDenied('/host/sys/kernel/debug/iommu').at('/host');
    expect(tree.read('/sys/kernel/debug/iommu')).toBeNull();
    expect([...tree.denied]).toEqual(['/sys/kernel/debug/iommu']);
  });

  it('keeps the later of two entries with one name', () => {
    const tree = memoryTree({ '/a': 'file', '/a/b': 'below' });
    tree.addFolder('/a').addFile('/c', '1').addFile('/c', '2');
    expect([tree.read('/a'), tree.read('/a/b'), tree.read('/c'), tree.list('/')]).toEqual([
      null,
      'below',
      '2',
      ['a', 'c'],
    ]);
  });
});

describe('a copy of sysfs alone', () => {
  it('is the host that it is of', () => {
    const tree = new MemoryTree()
      .addFile('/backup/devices/system/cpu/online', '0-1\n')
      .addLink('/backup/class/cpu', '../devices/system/cpu')
      .addDenied('/backup/kernel/secret');
    const host = rootOf(tree);
    expect(host.read('/sys/class/cpu/online')).toBe('0-1\n');
    expect(host.resolve('/sys/class/cpu')).toBe('/sys/devices/system/cpu');
    expect(host.linkTarget('/sys/class/cpu')).toBe('../devices/system/cpu');
    expect([host.list('/'), host.list('/sys'), host.list('/proc')]).toEqual([
      ['sys'],
      ['class', 'devices', 'kernel'],
      [],
    ]);
    expect([host.exists('/'), host.exists('/sys'), host.exists('/etc')]).toEqual([true, true, false]);
    expect([...host.denied]).toEqual(['/sys/kernel/secret']);
  });
});
