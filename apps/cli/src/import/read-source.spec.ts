import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { UsageError } from '../exit-codes';
import { SpecSurroundings } from '../spec-surroundings';
import { hostsInFolder } from './hosts-in-folder';
import { AUTO, readSource } from './read-source';

let folder: string;
let surroundings: SpecSurroundings;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'iopath-cli-'));
  surroundings = new SpecSurroundings({}, folder);
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

/** Names of an archive, with what a file has in it, or where a link leads. */
async function contentOf(bytes: Uint8Array): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  const archive = extract();
  archive.end(gunzipSync(bytes));
  for await (const entry of archive) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { name, type, linkname } = entry.header;
    content[name] = type === 'symlink' ? `-> ${linkname}` : Buffer.concat(chunks).toString();
  }
  return content;
}

describe('what is imported of a host', () => {
  it('is a file as it is, its format told or found out', async () => {
    write('caps.xml', '<capabilities/>');

    expect(await readSource(['caps.xml'], AUTO, surroundings)).toMatchObject({ format: 'libvirt' });
    expect(await readSource(['caps.xml'], 'lshw', surroundings)).toMatchObject({ format: 'lshw' });
  });

  it('is several texts put together, parted by a line break', async () => {
    write('caps.xml', '<capabilities/>');
    write('devices.xml', '<device/>');
    const { bytes, format } = await readSource(['caps.xml', 'devices.xml'], AUTO, surroundings);

    expect({ format, text: Buffer.from(bytes).toString() }).toEqual({
      format: 'libvirt',
      text: '<capabilities/>\n<device/>',
    });
  });

  it('is standard input', async () => {
    surroundings.stdin = '[compute]\ncpu_shared_set = 0-1\n';

    expect(await readSource(['-'], AUTO, surroundings)).toMatchObject({ format: 'nova-conf' });
  });

  it('is not two tools’ at once, nor what nobody knows', async () => {
    write('caps.xml', '<capabilities/>');
    write('nova.conf', '[DEFAULT]\n');
    write('notes', 'hello');

    await expect(readSource(['caps.xml', 'nova.conf'], AUTO, surroundings)).rejects.toThrow('import them one by one');
    await expect(readSource(['notes'], AUTO, surroundings)).rejects.toThrow('notes is like no format');
    await expect(readSource(['absent'], AUTO, surroundings)).rejects.toThrow(UsageError);
  });

  it('is a captured tree, packed with its links, but for those that lead out and for processes', async () => {
    write('host/sys/class/net/ens1/mtu', '9000\n');
    write('host/proc/cpuinfo', 'processor: 0\n');
    write('host/proc/4711/maps', 'x');
    symlinkSync('net/ens1', path.join(folder, 'host/sys/class/link'));
    symlinkSync('../../etc/shadow', path.join(folder, 'host/escape'));
    const { bytes, format, left } = await readSource(['host'], AUTO, surroundings);

    expect({ format, left }).toEqual({ format: 'sysfs', left: 0 });
    expect(await contentOf(bytes)).toEqual({
      'proc/cpuinfo': 'processor: 0\n',
      'sys/class/link': '-> net/ens1',
      'sys/class/net/ens1/mtu': '9000\n',
    });
  });

  it('is a tree by itself', async () => {
    write('host/sys/x', '1');
    write('nova.conf', '[DEFAULT]\n');

    await expect(readSource(['host', 'nova.conf'], AUTO, surroundings)).rejects.toThrow('by itself');
    await expect(readSource(['host'], 'libvirt', surroundings)).rejects.toThrow('format sysfs');
  });
});

describe('hosts of a folder', () => {
  it('are called like their files, endings left out', () => {
    write('hosts/compute-01.xml', '<capabilities/>');
    write('hosts/compute-02.example.org.tar.gz', '');
    write('hosts/compute-03/sys/x', '1');
    write('hosts/.hidden', '');

    expect(hostsInFolder('hosts', folder)).toEqual([
      { hostName: 'compute-01', file: 'hosts/compute-01.xml' },
      { hostName: 'compute-02.example.org', file: 'hosts/compute-02.example.org.tar.gz' },
      { hostName: 'compute-03', file: 'hosts/compute-03' },
    ]);
  });

  it('are each there once', () => {
    write('hosts/compute-01.xml', '');
    write('hosts/compute-01.json', '');

    expect(() => hostsInFolder('hosts', folder)).toThrow('more than one file of compute-01');
    expect(() => hostsInFolder('absent', folder)).toThrow(UsageError);
  });
});
