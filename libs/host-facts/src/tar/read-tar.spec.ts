import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { ARCHIVE_BOUNDS, type ArchiveBounds } from './archive-bounds';
import { readTar } from './read-tar';

const MIB = 1024 * 1024;

interface Entry {
  readonly name: string;
  readonly text?: string | Buffer;
  readonly symlink?: string;
  readonly hardLink?: string;
  readonly device?: true;
}

async function tarOf(entries: readonly Entry[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, text = '', symlink, hardLink, device } of entries) {
    if (symlink !== undefined) archive.entry({ name, type: 'symlink', linkname: symlink });
    else if (hardLink !== undefined) archive.entry({ name, type: 'link', linkname: hardLink });
    else if (device) archive.entry({ name, type: 'character-device', devmajor: 1, devminor: 3 });
    else if (name.endsWith('/')) archive.entry({ name, type: 'directory' });
    else archive.entry({ name }, text);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function treeOf(entries: readonly Entry[]) {
  return (await readTar(await tarOf(entries))).tree;
}

async function refusalOf(bytes: Uint8Array, bounds?: Partial<ArchiveBounds>): Promise<unknown> {
  return readTar(bytes, { ...ARCHIVE_BOUNDS, ...bounds }).then(
    () => null,
    (error: unknown) => (error as { readonly code?: string }).code,
  );
}

const ONLINE: Entry = { name: 'sys/devices/system/cpu/online', text: '0-7\n' };

describe('an archive of a host', () => {
  it('is read plain and packed by gzip', async () => {
    const tar = await tarOf([{ name: './sys/' }, { ...ONLINE, name: `./${ONLINE.name}` }]);
    for (const bytes of [tar, gzipSync(tar)]) {
      const { tree, warnings } = await readTar(bytes);
      expect(tree.read('/sys/devices/system/cpu/online')).toBe('0-7\n');
      expect(warnings).toEqual([]);
    }
  });

  it.each([
    ['xz', 'fd377a585a000004'],
    ['zstd', '28b52ffd04580000'],
    ['zip', '504b030414000000'],
  ])('is refused when %s packed it, with what to do', async (name, bytes) => {
    await expect(readTar(Buffer.from(bytes, 'hex'))).rejects.toMatchObject({
      code: 'import.not_this_format',
      message: expect.stringMatching(new RegExp(`${name}.*gzip`)) as string,
    });
  });

  it('keeps the links of sysfs, up and down again, and those to files of the host', async () => {
    const tree = await treeOf([
      { name: 'sys/devices/pci0000:00/0000:00:03.0/vendor', text: '0x1af4\n' },
      { name: 'sys/bus/pci/devices/0000:00:03.0', symlink: '../../../devices/pci0000:00/0000:00:03.0' },
      { name: 'proc/self/mounts', text: '/dev/vda1 / ext4 rw 0 0\n' },
      { name: 'etc/mtab', symlink: '/proc/self/mounts' },
    ]);
    expect(tree.read('/sys/bus/pci/devices/0000:00:03.0/vendor')).toBe('0x1af4\n');
    expect(tree.linkTarget('/etc/mtab')).toBe('/proc/self/mounts');
  });

  it('reads hard links as the file that they are, and leaves out devices', async () => {
    const tree = await treeOf([
      { name: 'proc/version', text: 'Linux version 6.1.0\n' },
      { name: 'proc/version-again', hardLink: 'proc/version' },
      { name: 'proc/nowhere', hardLink: 'proc/missing' },
      { name: 'proc/kmsg', device: true },
    ]);
    expect(tree.read('/proc/version-again')).toBe('Linux version 6.1.0\n');
    expect([tree.exists('/proc/nowhere'), tree.exists('/proc/kmsg')]).toEqual([false, false]);
  });

  it('cuts files where tar filled them up with NUL', async () => {
    const tree = await treeOf([{ name: 'sys/devices/system/cpu/online', text: `0-3\n${'\0'.repeat(4092)}` }]);
    expect(tree.read('/sys/devices/system/cpu/online')).toBe('0-3\n');
  });

  it('keeps what somebody reads, and nothing of the rest', async () => {
    const tree = await treeOf([
      ONLINE,
      { name: 'proc/4711/cmdline', text: 'secret --password' },
      { name: 'etc/shadow', text: 'secret' },
      { name: 'var/log/messages', text: 'much' },
      { name: 'etc/nova/nova.conf', text: '[compute]\n' },
    ]);
    expect(['/proc/4711/cmdline', '/etc/shadow', '/var/log/messages'].filter((path) => tree.exists(path))).toEqual([]);
    expect(tree.read('/etc/nova/nova.conf')).toBe('[compute]\n');
  });

  it('passes over a file of 200 MB', async () => {
    const large = { name: 'sys/kernel/debug/large', text: Buffer.alloc(200_000_000) };
    const { tree, warnings } = await readTar(gzipSync(await tarOf([large, ONLINE]), { level: 1 }));
    expect(tree.read('/sys/devices/system/cpu/online')).toBe('0-7\n');
    expect(tree.exists('/sys/kernel/debug/large')).toBe(false);
    expect(warnings).toEqual([expect.stringContaining('1 files are longer')]);
  });

  it('may lack its end mark, and that is told', async () => {
    const tar = await tarOf([ONLINE]);
    const { tree, warnings } = await readTar(tar.subarray(0, 1024));
    expect(tree.exists('/sys/devices/system/cpu/online')).toBe(true);
    expect(warnings).toEqual([expect.stringContaining('no end mark')]);
  });
});

describe('an archive that is not to be trusted', () => {
  it.each<readonly [string, readonly Entry[]]>([
    ['goes upwards', [{ name: 'sys/../../etc/cron.d/job', text: 'x' }]],
    ['is absolute', [{ name: '/etc/cron.d/job', text: 'x' }]],
    ['is a link out of the archive', [{ name: 'sys/escape', symlink: '../../etc' }]],
    ['is a hard link out of the archive', [{ name: 'sys/escape', hardLink: '../etc/shadow' }]],
    [
      'lies below a link',
      [
        { name: 'sys/etc', symlink: '/etc' },
        { name: 'sys/etc/job', text: 'x' },
      ],
    ],
  ])('is refused when an entry %s', async (_, entries) => {
    await expect(refusalOf(await tarOf(entries))).resolves.toBe('import.unsafe');
  });

  it.each<readonly [string, Partial<ArchiveBounds>]>([
    ['bytes as sent', { compressedBytes: 100 }],
    ['bytes unpacked', { unpackedBytes: MIB }],
    ['entries', { entries: 2 }],
    ['bytes in files that are kept', { keptBytes: 1000 }],
    ['folders on a path', { pathDepth: 3 }],
    ['bytes in a path', { pathBytes: 20 }],
  ])('is refused when it has too many %s', async (_, bounds) => {
    const zeros = { name: 'var/zeros', text: Buffer.alloc(2 * MIB) };
    const tar = await tarOf([ONLINE, { name: 'proc/cpuinfo', text: 'x'.repeat(2000) }, zeros]);
    await expect(refusalOf(gzipSync(tar), bounds)).resolves.toBe('import.too_large');
  });

  it('is stopped at its bound when it is a bomb', async () => {
    // 40 MiB of zeros, packed by bzip2 1.0.8.
    const bomb = 'QlpoOTFBWSZTWVfG138BQUFAgMAAAAEACCAAMMwFKaZAkCbFAkCeLuSKcKEgr42u/g==';
    await expect(refusalOf(Buffer.from(bomb, 'base64'), { unpackedBytesOfBzip2: MIB })).resolves.toBe(
      'import.too_large',
    );
    const bytes = gzipSync(Buffer.alloc(40 * MIB));
    await expect(refusalOf(bytes, { unpackedBytes: MIB })).resolves.toBe('import.too_large');
  });

  it('is refused when it breaks off', async () => {
    const tar = await tarOf([ONLINE, { name: 'proc/cpuinfo', text: 'x'.repeat(4000) }]);
    const packed = gzipSync(tar);
    await expect(refusalOf(tar.subarray(0, 3000))).resolves.toBe('import.malformed');
    await expect(refusalOf(packed.subarray(0, packed.length - 20))).resolves.toBe('import.malformed');
    await expect(refusalOf(Buffer.from('BZh9 and no block'))).resolves.toBe('import.malformed');
  });

  it('is refused when it is none', async () => {
    await expect(refusalOf(Buffer.from('<host/>'.repeat(200)))).resolves.toBe('import.malformed');
    await expect(refusalOf(Buffer.from('x'))).resolves.toBe('import.malformed');
  });
});
