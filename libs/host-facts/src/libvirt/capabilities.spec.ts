import { checkInventory, layFacts, type NumaNodeFacts } from '@iopath/core';
import { factsIn } from '../import/reading.fixture';
import { libvirtReader } from './libvirt-reader';
import { capabilities, cpu } from './virsh.fixture';

const read = (text: string) => factsIn(libvirtReader, text);
const cell = (id: number, content: string): string => `<cell id='${id}'>${content}</cell>`;
const cpus = (...list: readonly string[]): string => `<cpus num='${list.length}'>${list.join('')}</cpus>`;

function nodes(cells: string): readonly NumaNodeFacts[] | undefined {
  return read(capabilities(cells)).numaNodes;
}

describe('the libvirt reader, on capabilities', () => {
  it('reads a NUMA node with its CPUs, threads, memory, distances and pages', () => {
    const threads = [0, 1, 40, 41].map((id) =>
      cpu(id, `socket_id='0' die_id='0' core_id='${id % 40}' siblings='${id % 40},${(id % 40) + 40}'`),
    );
    const content = `<memory unit='KiB'>3145727</memory><pages unit='KiB' size='4'>786431</pages>
      <pages unit='KiB' size='1048576'>2</pages><distances><sibling id='0' value='10'/><sibling id='1' value='21'/></distances>`;

    expect(nodes(cell(0, content + cpus(...threads)))).toEqual([
      {
        id: 0,
        socket: 0,
        cpus: [0, 1, 40, 41],
        siblings: [
          [0, 40],
          [1, 41],
        ],
        memoryMib: 3071,
        distanceTo: { 0: 10, 1: 21 },
        pages: [
          { sizeKib: 4, total: 786_431 },
          { sizeKib: 1_048_576, total: 2 },
        ],
      },
    ]);
  });

  it('reads eight threads of a core, written as a range', () => {
    const threads = Array.from({ length: 16 }, (_, id) =>
      cpu(id, `socket_id='0' core_id='${id < 8 ? 32 : 40}' siblings='${id < 8 ? '0-7' : '8-15'}'`),
    );
    const content = `<memory unit='KiB'>33364032</memory><pages unit='KiB' size='64'>521313</pages>`;

    const [node] = nodes(cell(0, content + cpus(...threads))) ?? [];

    expect(node?.siblings).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7],
      [8, 9, 10, 11, 12, 13, 14, 15],
    ]);
    expect(node?.pages).toEqual([{ sizeKib: 64, total: 521_313 }]);
  });

  it('keeps sparse ids, nodes of memory only and nodes without memory', () => {
    const memoryOnly = cell(8, "<memory unit='GiB'>256</memory><cpus num='0'/>");
    const found = nodes(cell(0, cpus(cpu(0, "socket_id='0' core_id='0' siblings='0'"))) + memoryOnly + cell(255, ''));

    expect(found).toEqual([
      { id: 0, socket: 0, cpus: [0], siblings: [] },
      { id: 8, cpus: [], siblings: [], memoryMib: 262_144 },
      { id: 255, cpus: [], siblings: [] },
    ]);
  });

  it('leaves out distances, memory and threads that old libvirt does not tell', () => {
    expect(nodes(cell(0, cpus(cpu(0, ''), cpu(1, ''))))).toEqual([{ id: 0, cpus: [0, 1] }]);
  });

  it.each([
    ["unit='KiB'", 1_048_576, 1024],
    ['', 1_048_576, 1024],
    ["unit='k'", 1_048_576, 1024],
    ["unit='MiB'", 1024, 1024],
    ["unit='G'", 1, 1024],
    ["unit='bytes'", 1_073_741_824, 1024],
    ["unit='MB'", 1000, 953],
  ])('reads memory in %s', (unit, amount, memoryMib) => {
    expect(nodes(cell(0, `<memory ${unit}>${amount}</memory>`))?.[0]?.memoryMib).toBe(memoryMib);
  });

  it('knows no socket of a node that is on several, or on one without a number', () => {
    const across = cpus(cpu(0, "socket_id='0' siblings='0'"), cpu(1, "socket_id='1' siblings='1'"));

    expect(nodes(cell(0, across))?.[0]?.socket).toBeUndefined();
    expect(nodes(cell(0, cpus(cpu(0, "socket_id='-1'"))))?.[0]?.socket).toBeUndefined();
  });

  it.each([
    ['on, where a core has several threads', "siblings='0-1'", true],
    ['off, where it has one', "siblings='0'", false],
  ])('says that SMT is %s', (_what, siblings, smtActive) => {
    expect(read(capabilities(cell(0, cpus(cpu(0, siblings), cpu(1, ''))))).settings?.cpu?.smtActive).toBe(smtActive);
  });

  it.each([
    ['yes', { enabled: true }],
    ['no', { enabled: false }],
    ['maybe', undefined],
  ])('reads of the IOMMU "%s"', (support, expected) => {
    expect(read(capabilities('', `<iommu support='${support}'/>`)).settings?.iommu).toEqual(expected);
  });

  it('warns of cells that it cannot take, and keeps the others', () => {
    const { numaNodes, warnings } = read(
      capabilities(`<cell><memory>1</memory></cell>${cell(0, "<memory unit='furlong'>1</memory>")}${cell(0, '')}`),
    );

    expect(numaNodes).toEqual([{ id: 0, cpus: [], siblings: [] }]);
    expect(warnings).toHaveLength(3);
  });

  it('does not count through threads of a core that no core has', () => {
    const threads = cpus(
      cpu(0, "siblings='0-8191'"),
      cpu(1, "siblings='7-1'"),
      cpu(2, "siblings='2,3'"),
      cpu(3, "siblings='2,3'"),
    );

    expect(nodes(cell(0, threads))?.[0]?.siblings).toEqual([[2, 3]]);
  });

  it('says of a host without topology that its NUMA nodes are not told', () => {
    const { numaNodes, unseen } = read('<capabilities><host><cpu><arch>s390x</arch></cpu></host></capabilities>');

    expect(numaNodes).toBeUndefined();
    expect(unseen).toContainEqual({ fact: 'numa_nodes', reason: 'not_told', detail: expect.any(String) as string });
  });

  it('gives an inventory in which every base page has a place, although memory is rounded down to MiB', () => {
    const content = "<memory unit='KiB'>33444704</memory><pages unit='KiB' size='4'>8361176</pages>";

    const { inventory } = layFacts(null, [read(capabilities(cell(0, content + cpus(cpu(0, '')))))]);

    expect(checkInventory(inventory)).toEqual([]);
    expect(inventory.numaNodes[0]?.pages).toEqual([{ sizeKib: 4, total: 8_361_176 }]);
  });
});
