import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkInventory } from '@iopath/core';
import { describedHost, HARDWARE } from './hardware-profile';
import { readFleet } from './read-fleet';

const SAMPLE = path.resolve(__dirname, '../../../../examples/fleet.ndjson');

describe('a fleet', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fleets-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const written = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it('is generated, all hosts alike', async () => {
    const hosts = await readFleet('generated:3', null);

    expect(hosts.map(({ hostName }) => hostName)).toEqual(['compute-0000', 'compute-0001', 'compute-0002']);
    expect(hosts[0]?.capacity).toMatchObject({ vcpus: 32 * 4, pcpus: 32, memoryMib: 262_144 - 8_192 });
    expect(hosts[0]?.pfs.map(({ usableVfs }) => usableVfs.length)).toEqual([8, 8]);
  });

  it('is read from inventory documents, of which some may be taken', async () => {
    expect(await readFleet(SAMPLE, null)).toHaveLength(24);
    const some = await readFleet(SAMPLE, 3);
    expect(some.map(({ hostName }) => hostName)).toEqual(['compute-01', 'compute-09', 'compute-17']);
  });

  it('is read from a list of nodes, which get the NICs of the profile', async () => {
    const file = written(
      'nodes.csv',
      'sn,cpu_milli,memory_mib,gpu,model\nnode-1,8000,32768,1,V100\nnode-2,96000,393216,0,\n',
    );
    const [small, large] = await readFleet(file, null);

    expect(small?.cells).toHaveLength(1);
    expect(large?.cells.map(({ memoryMib }) => memoryMib)).toEqual([196_608, 196_608]);
    expect(large?.inventory.pfs).toHaveLength(2);
  });

  it.each([
    ['no JSON', 'line 2: The body is not JSON'],
    ['{"host_name":"compute-02"}', 'line 2: /numa_nodes: '],
  ])('with a document like %s is refused, and says where', async (document, message) => {
    const [first] = readFileSync(SAMPLE, 'utf8').split('\n');

    await expect(readFleet(written('bad.ndjson', `${first}\n${document}\n`), null)).rejects.toThrow(message);
  });

  it('that is empty, missing or too small is refused', async () => {
    await expect(readFleet(written('empty.ndjson', '\n'), null)).rejects.toThrow('there is no host in it');
    await expect(readFleet(path.join(folder, 'none.ndjson'), null)).rejects.toThrow('no such file');
    await expect(readFleet('generated:3', 4)).rejects.toThrow('it has 3 hosts, and 4 were asked for');
  });
});

describe('a described host', () => {
  it.each([2, 8, 31, 32, 96, 128])('of %d CPUs has no fault', (cpus) => {
    expect(checkInventory(describedHost({ cpus, memoryMib: 65_536 }))).toEqual([]);
  });

  it('of two sockets has a PF on each node', () => {
    const { numaNodes, pfs } = describedHost({ cpus: HARDWARE.twoSocketsFromCpus, memoryMib: 65_536 });

    expect(numaNodes.map(({ id }) => id)).toEqual([0, 1]);
    expect(pfs.map(({ numaNode }) => numaNode)).toEqual([0, 1]);
  });
});
