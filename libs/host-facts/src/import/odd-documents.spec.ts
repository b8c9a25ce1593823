import { checkInventory, layFacts } from '@iopath/core';
import fc from 'fast-check';
import { hwlocReader } from '../hwloc/hwloc-reader';
import { behindBridge, core, mask, nic, numaNode, pciDevice as hwlocDevice, topology } from '../hwloc/lstopo.fixture';
import { libvirtReader } from '../libvirt/libvirt-reader';
import { capabilities, cpu, netDevice, pciDevice, pciName } from '../libvirt/virsh.fixture';
import { lshwReader } from '../lshw/lshw-reader';
import type { ImportReader } from './import-reader';
import { factsIn, refusalOf } from './reading.fixture';

const PF = {
  bus: 130,
  slot: 0,
  fn: 0,
  driver: 'mlx5_core',
  numaNode: 0,
  iommuGroup: 9,
  vfs: { max: 4, on: [{ bus: 130, slot: 0, fn: 2 }] },
};
const VF = { bus: 130, slot: 0, fn: 2, product: '101e', iommuGroup: 10, pf: PF };
const CELLS = [0, 1].map(
  (id) => `<cell id='${id}'><memory unit='KiB'>4194304</memory><pages unit='KiB' size='2048'>16</pages>
    <distances><sibling id='0' value='${id === 0 ? 10 : 21}'/><sibling id='1' value='${id === 1 ? 10 : 21}'/></distances>
    <cpus num='2'>${cpu(id, `socket_id='${id}' siblings='${id},${id + 2}'`)}${cpu(id + 2, `socket_id='${id}' siblings='${id},${id + 2}'`)}</cpus></cell>`,
);
const DOCUMENTS: readonly (readonly [name: string, reader: ImportReader, text: string])[] = [
  [
    'libvirt',
    libvirtReader,
    `<all>${capabilities(CELLS.join(''), "<iommu support='yes'/>")}${pciDevice(PF)}${pciDevice(VF)}${netDevice('ens1f0', pciName(PF), "<link speed='25000' state='up'/>")}</all>`,
  ],
  [
    'hwloc',
    hwlocReader,
    topology(
      2,
      {
        type: 'Machine',
        attributes: { os_index: 0, cpuset: mask(0, 1, 2, 3), nodeset: mask(0, 1) },
        inside: [
          numaNode(0, [0, 2], { local_memory: 4_294_967_296 }),
          numaNode(1, [1, 3], { local_memory: 4_294_967_296 }),
          core(0, 2),
          core(1, 3),
          behindBridge(nic('0000:3b:00.0', '8086:1572', ['ens1f0']), nic('0000:3b:02.0', '8086:154c', [])),
          hwlocDevice('0000:5e:00.0', '0108 [144d:a808] [144d:a801] 00'),
        ],
      },
      `<distances2 type="NUMANode" nbobjs="2" kind="5" name="NUMALatency" indexing="os"><indexes length="4">0 1</indexes>
        <u64values length="12">10 21 21 10</u64values></distances2>`,
    ),
  ],
  [
    'lshw',
    lshwReader,
    `<list><node id="host" class="system"><node id="cpu" class="processor"><product>A CPU</product></node>
      <node id="network" class="network"><product>I350 [8086:1521]</product><businfo>pci@0000:82:00.0</businfo>
      <logicalname>eno1</logicalname><size units="bit/s">1000000000</size>
      <configuration><setting id="driver" value="igb"/><setting id="link" value="yes"/></configuration></node></node></list>`,
  ],
];

/** What stands between quotes or between tags: values, not names. */
const VALUE = /(?<=')[^'<>]*(?=')|(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)/g;

const ODD_VALUE = fc.constantFrom(
  ...[
    '',
    '-1',
    '0',
    '1',
    '2',
    '4294967295',
    '18446744073709551615',
    '1e3',
    'NaN',
    '0x',
    '0xff',
    '0xf...f',
    '0-8191',
    '3,1',
  ],
  ...['pci', 'net', 'phys_function', 'virt_functions', 'NUMANode', 'PU', 'Package', 'PCIDev', 'network', '__proto__'],
  ...[
    '0000:82:00.0',
    '10000:e1:00.0',
    'ffff:ff:1f.7',
    '8086:1521',
    '\u202e',
    '𝄞',
    'x'.repeat(300),
    '&#x9;',
    '&amp;lt;',
  ],
);

describe.each(DOCUMENTS)('a document of %s with odd values', (_name, reader, text) => {
  const places = [...text.matchAll(VALUE)];

  it('is told without them, as an inventory that could be of a host', () => {
    const changes = fc.array(fc.tuple(fc.nat(places.length - 1), ODD_VALUE), { minLength: 1, maxLength: 6 });

    fc.assert(
      fc.property(changes, (list) => {
        const odd = changed(text, new Map(list.map(([place, value]) => [place, value])));
        const refused = refusalOf(() => factsIn(reader, odd));
        if (refused !== null) return;

        const { inventory } = layFacts(null, [factsIn(reader, odd)]);

        expect(checkInventory(inventory)).toEqual([]);
      }),
    );
  });

  it('is refused with a code, or read, when a piece is missing', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(200), (start, length) => {
        const refused = refusalOf(() => factsIn(reader, text.slice(0, start) + text.slice(start + length)));

        expect(refused?.code ?? 'import.').toMatch(/^import\./);
      }),
    );
  });
});

function changed(text: string, values: ReadonlyMap<number, string>): string {
  let place = 0;
  return text.replace(VALUE, (value) => values.get(place++) ?? value);
}
