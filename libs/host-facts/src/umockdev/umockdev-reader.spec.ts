import { gzipSync } from 'node:zlib';
import { umockdevReader } from './umockdev-reader';

/** A record of a host with a node, a PF and its VF, and their interface. */
const RECORD = String.raw`P: /devices/system/node/node0
E: SUBSYSTEM=node
A: cpulist=0-1\n
A: distance=10\n
A: meminfo=Node 0 MemTotal:  4194304 kB\nNode 0 MemFree:  1 kB\n
L: cpu0=../../cpu/cpu0

P: /devices/system/cpu/cpu0
E: SUBSYSTEM=cpu
A: topology/physical_package_id=0\n
A: topology/thread_siblings_list=0-1\n

P: /devices/system/cpu/cpu1
E: SUBSYSTEM=cpu
A: topology/physical_package_id=0\n
A: topology/thread_siblings_list=0-1\n

P: /devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0
E: PCI_ID=8086:10FB
E: SUBSYSTEM=pci
A: class=0x020000\n
H: config=8680FB10
L: driver=../../../../bus/pci/drivers/ixgbe
A: numa_node=0\n
A: sriov_numvfs=1\n
A: sriov_totalvfs=63\n
L: virtfn0=../0000:3b:10.0

P: /devices/pci0000:3a/0000:3a:00.0/0000:3b:00.0/net/eno1
E: SUBSYSTEM=net
A: mtu=1500\n
A: operstate=up\n
L: device=../../../0000:3b:00.0

P: /devices/pci0000:3a/0000:3a:00.0/0000:3b:10.0
N: bus/pci
S: pci/vf
E: DRIVER=ixgbevf
E: PCI_CLASS=20000
E: PCI_ID=8086:10ED
E: SUBSYSTEM=pci
L: physfn=../0000:3b:00.0
`;

const read = async (text: string | Uint8Array) => umockdevReader.read(Buffer.from(text as string));
const refusalOf = (text: string | Uint8Array) =>
  read(text).then(
    () => null,
    (error: unknown) => (error as { readonly code?: string }).code,
  );

describe('a record of umockdev', () => {
  it('tells what sysfs would', async () => {
    const facts = await read(RECORD);
    expect(facts.source).toBe('umockdev');
    expect(facts.numaNodes).toEqual([
      { id: 0, cpus: [0, 1], memoryMib: 4096, distanceTo: { 0: 10 }, socket: 0, siblings: [[0, 1]] },
    ]);
    expect(facts.pfs).toMatchObject([
      {
        address: '0000:3b:00.0',
        vendorId: '8086',
        productId: '10fb',
        driver: 'ixgbe',
        ifname: 'eno1',
        numaNode: 0,
        pcieRoot: '0000:3a',
        totalVfs: 63,
        vfs: [{ address: '0000:3b:10.0', index: 0, productId: '10ed', driver: 'ixgbevf' }],
      },
    ]);
  });

  it('may be packed, and have other ends of lines', async () => {
    const packed = await read(gzipSync(RECORD.replaceAll('\n', '\r\n')));
    expect(packed.pfs).toEqual((await read(RECORD)).pfs);
  });

  it('is refused when it is none, or turns into something else', async () => {
    await expect(refusalOf('<device/>')).resolves.toBe('import.not_this_format');
    await expect(refusalOf('')).resolves.toBe('import.not_this_format');
    await expect(refusalOf('A: vendor=0x8086\\n\n')).resolves.toBe('import.not_this_format');
    await expect(refusalOf(`${RECORD}\nand then?\n`)).resolves.toBe('import.malformed');
    await expect(refusalOf(gzipSync(RECORD).subarray(0, 60))).resolves.toBe('import.malformed');
  });

  it('is refused when a path in it leads upwards', async () => {
    await expect(refusalOf('P: /devices/../../etc/passwd\n')).resolves.toBe('import.unsafe');
    await expect(refusalOf('P: /devices/a\nA: ../../../etc/passwd=x\n')).resolves.toBe('import.unsafe');
  });

  it('reads on past lines of newer versions, and says so', async () => {
    const facts = await read(`@DEV a script\n${RECORD}Q: news\n`);
    expect(facts.warnings).toEqual(['Lines of Q: are not read.']);
  });
});
