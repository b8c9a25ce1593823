import fc from 'fast-check';
import { checkInventory, layFacts } from '@iopath/core';
import { pack } from 'tar-stream';
import { MemoryTree } from '../tree/memory-tree';
import { readSysfs } from './read-sysfs';
import { sysfsReader } from './sysfs-reader';

async function tarOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, text] of Object.entries(files)) archive.entry({ name }, text);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('an archive of sysfs', () => {
  it('has the host wherever a capture put it', async () => {
    const facts = await sysfsReader.read(
      await tarOf({
        'must-gather/image/nodes/worker/sys/devices/system/node/node0/cpulist': '0-3\n',
        'must-gather/image/nodes/worker/proc/cmdline': 'quiet\n',
      }),
    );
    expect(facts.numaNodes).toMatchObject([{ id: 0, cpus: [0, 1, 2, 3] }]);
    expect(facts.settings?.kernelCommandLine).toBe('quiet');
  });

  it('may be of sys alone, without its name', async () => {
    const facts = await sysfsReader.read(await tarOf({ './devices/system/node/node0/cpulist': '0-1\n' }));
    expect(facts.numaNodes).toMatchObject([{ id: 0, cpus: [0, 1] }]);
  });

  it('is refused without a host in it', async () => {
    const read = async () => sysfsReader.read(await tarOf({ 'README.md': 'nothing here' }));
    await expect(read()).rejects.toMatchObject({ code: 'import.not_this_format' });
  });
});

describe('a tree of sysfs, whatever is in its files', () => {
  /** Files that are read, each with anything in it. */
  const FILES = [
    '/sys/devices/system/node/online',
    '/sys/devices/system/node/node0/cpulist',
    '/sys/devices/system/node/node0/distance',
    '/sys/devices/system/node/node0/meminfo',
    '/sys/devices/system/node/node0/hugepages/hugepages-2048kB/nr_hugepages',
    '/sys/devices/system/node/node3/cpumap',
    '/sys/devices/system/cpu/online',
    '/sys/devices/system/cpu/cpu0/topology/thread_siblings_list',
    '/sys/devices/system/cpu/cpu0/topology/physical_package_id',
    '/sys/bus/pci/devices/0000:3b:00.0/class',
    '/sys/bus/pci/devices/0000:3b:00.0/vendor',
    '/sys/bus/pci/devices/0000:3b:00.0/numa_node',
    '/sys/bus/pci/devices/0000:3b:00.0/sriov_totalvfs',
    '/sys/bus/pci/devices/0000:3b:00.0/net/eth0/speed',
    '/sys/bus/pci/devices/0000:3b:02.0/uevent',
    '/proc/cpuinfo',
    '/proc/cmdline',
    '/proc/mounts',
  ];
  const text = fc.oneof(
    fc.constantFrom(
      '0-3\n',
      '0,2',
      '10 21',
      '-1\n',
      '0x020000\n',
      '0x8086',
      '1\0\0',
      '',
      '99999999999999999999',
      '0-8191',
    ),
    fc.constantFrom('Node 0 MemTotal: 4096 kB', 'PCI_CLASS=20000\nPCI_ID=8086:1520', 'MemTotal: 99999999999999 kB'),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );

  it('gives an inventory that can be planned on', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...FILES), text), (files) => {
        const tree = new MemoryTree();
        for (const [path, content] of Object.entries(files)) tree.addFile(path, content);
        expect(checkInventory(layFacts(null, [readSysfs(tree)]).inventory)).toEqual([]);
      }),
    );
  });
});
