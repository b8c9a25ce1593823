import { CapturedHost } from './captured-host.fixture';
import { readSysfs } from './read-sysfs';

/** Facts of a host of which the spec says what it has. */
function nodesOf(host: CapturedHost) {
  return readSysfs(host.tree).numaNodes;
}

const CPUINFO_X86 = 'processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: A Processor\nflags\t\t: fpu lm vmx\n';

describe('NUMA nodes of a host', () => {
  it('have CPUs, memory in MiB, huge pages with those that are free, and distances', () => {
    const host = new CapturedHost()
      .withFile('/proc/cpuinfo', CPUINFO_X86)
      .withFile('/sys/devices/system/node/online', '0-1\n')
      .withNode(0, {
        cpulist: '0,2',
        memoryKib: 4_194_305,
        distance: '10 21',
        hugePages: { 2048: [512, 500], 1048576: [1, 0] },
      })
      .withNode(1, { cpulist: '1,3', memoryKib: 4_194_304, distance: '21 10', hugePages: { 2048: [0, 0] } });
    expect(nodesOf(host)).toMatchObject([
      {
        id: 0,
        cpus: [0, 2],
        memoryMib: 4096,
        distanceTo: { 0: 10, 1: 21 },
        pages: [
          { sizeKib: 4, total: (4096 - 1024 - 1024) * 256 },
          { sizeKib: 2048, total: 512, free: 500 },
          { sizeKib: 1048576, total: 1, free: 0 },
        ],
      },
      { id: 1, cpus: [1, 3], memoryMib: 4096, pages: [{ sizeKib: 4 }, { sizeKib: 2048, total: 0, free: 0 }] },
    ]);
  });

  it('may have holes in their ids, and distances then skip them, too', () => {
    const host = new CapturedHost()
      .withNode(0, { cpulist: '0', distance: '10 20 30' })
      .withNode(2, { cpulist: '1', distance: '20 10 40' })
      .withNode(7, { cpulist: '2', distance: '30 40 10' });
    expect(nodesOf(host)).toMatchObject([
      { id: 0, distanceTo: { 0: 10, 2: 20, 7: 30 } },
      { id: 2, distanceTo: { 0: 20, 2: 10, 7: 40 } },
      { id: 7, distanceTo: { 0: 30, 2: 40, 7: 10 } },
    ]);
  });

  it('may have memory only, or CPUs only', () => {
    const host = new CapturedHost()
      .withNode(0, { cpulist: '0-3', memoryKib: 0 })
      .withNode(1, { cpulist: '', memoryKib: 2_097_152 });
    expect(nodesOf(host)).toMatchObject([
      { id: 0, cpus: [0, 1, 2, 3], memoryMib: 0 },
      { id: 1, cpus: [], memoryMib: 2048, siblings: [] },
    ]);
  });

  it('are those that are online, where others are possible', () => {
    const host = new CapturedHost()
      .withFile('/sys/devices/system/node/possible', '0-3\n')
      .withFile('/sys/devices/system/node/online', '0\n')
      .withNode(0, { cpulist: '0-1' })
      .withNode(1, { cpulist: '' });
    expect(nodesOf(host)).toMatchObject([{ id: 0 }]);
  });

  it('tell their CPUs by mask, or by links, where the list is missing', () => {
    const byMask = new CapturedHost().withNode(0, {}).withFile('/sys/devices/system/node/node0/cpumap', '1,00000003\n');
    expect(nodesOf(byMask)).toMatchObject([{ cpus: [0, 1, 32] }]);
    const byLinks = new CapturedHost().withNode(0, {}).withNode(1, {});
    byLinks.withFile('/sys/devices/system/cpu/online', '0-2\n');
    byLinks.tree.addLink('/sys/devices/system/node/node0/cpu0', '../../cpu/cpu0');
    byLinks.tree.addLink('/sys/devices/system/cpu/cpu1/node1', '../../node/node1');
    byLinks.tree.addLink('/sys/devices/system/cpu/cpu2/node1', '../../node/node1');
    expect(nodesOf(byLinks)).toMatchObject([{ cpus: [0] }, { cpus: [1, 2] }]);
  });

  it('are read although tar put NUL and space behind', () => {
    const host = new CapturedHost().withNode(0, {}).withFile('/sys/devices/system/node/node0/cpulist', ' 0-1 \n\0\0\0');
    expect(nodesOf(host)).toMatchObject([{ cpus: [0, 1] }]);
  });

  it('leave out memory that no file tells, and say so', () => {
    const { numaNodes, unseen } = readSysfs(new CapturedHost().withNode(0, { cpulist: '0' }).tree);
    expect(numaNodes).toEqual([{ id: 0, cpus: [0] }]);
    expect(unseen).toContainEqual({
      fact: 'numa_nodes.memory_mib',
      reason: 'not_told',
      detail: '/sys/devices/system/node/node0/meminfo',
    });
  });

  it('leave out distances that do not fit the nodes', () => {
    const host = new CapturedHost().withNode(0, { cpulist: '0', distance: '10 20' });
    const { numaNodes, unseen } = readSysfs(host.tree);
    expect(numaNodes?.[0]).not.toHaveProperty('distanceTo');
    expect(unseen).toContainEqual(expect.objectContaining({ fact: 'numa_nodes.distances', reason: 'unreadable' }));
  });

  it('count base pages only where their size is known', () => {
    const arm = 'processor\t: 0\nCPU implementer\t: 0x41\nCPU architecture: 8\n';
    const host = new CapturedHost().withFile('/proc/cpuinfo', arm).withNode(0, { cpulist: '0', memoryKib: 1_048_576 });
    expect(nodesOf(host)?.[0]).not.toHaveProperty('pages');
    host.withFile('/proc/hwloc-nofile-info', 'Architecture: aarch64\nPageSize: 65536\n');
    expect(nodesOf(host)).toMatchObject([{ pages: [{ sizeKib: 64, total: 16_384 }] }]);
  });

  it('have the huge pages of the default size by meminfo where there are no folders of them', () => {
    const host = new CapturedHost()
      .withNode(0, { cpulist: '0' })
      .withNode(1, { cpulist: '1', hugePages: { 2048: [8, 8] } });
    const meminfo = 'Node 0 MemTotal: 1048576 kB\nNode 0 HugePages_Total:   256\nNode 0 HugePages_Free:     16\n';
    host.withFile('/sys/devices/system/node/node0/meminfo', meminfo);
    host.withFile('/sys/devices/system/node/node1/meminfo', meminfo.replaceAll('Node 0', 'Node 1'));
    expect(nodesOf(host)?.[0]).not.toHaveProperty('pages');

    host.withFile('/proc/meminfo', 'MemTotal: 2097152 kB\nHugePages_Total: 512\nHugepagesize:    2048 kB\n');

    expect(nodesOf(host)).toMatchObject([
      { pages: [{ sizeKib: 2048, total: 256, free: 16 }] },
      { pages: [{ sizeKib: 2048, total: 8, free: 8 }] },
    ]);
  });

  it('count base pages of the KiB that there are, not of whole MiB', () => {
    const host = new CapturedHost().withFile('/proc/cpuinfo', CPUINFO_X86);
    host.withNode(0, { cpulist: '0', memoryKib: 1_048_576 + 1023 });
    expect(nodesOf(host)).toMatchObject([{ memoryMib: 1024, pages: [{ sizeKib: 4, total: 262_144 + 255 }] }]);
  });

  it('are one, by assumption, where the kernel knows none', () => {
    const host = new CapturedHost()
      .withFile('/sys/devices/system/cpu/online', '0-1\n')
      .withFile('/proc/meminfo', 'MemTotal:        2097152 kB\n');
    const { numaNodes, assumed } = readSysfs(host.tree);
    expect(numaNodes).toMatchObject([{ id: 0, cpus: [0, 1], memoryMib: 2048 }]);
    expect(assumed).toContainEqual(expect.objectContaining({ fact: 'numa_nodes' }));
  });

  it('are not told by a tree that has neither nodes nor CPUs', () => {
    const { numaNodes, unseen } = readSysfs(new CapturedHost().withFile('/proc/cmdline', 'quiet\n').tree);
    expect(numaNodes).toBeUndefined();
    expect(unseen).toContainEqual(expect.objectContaining({ fact: 'numa_nodes' }));
  });

  it('say that it was for lack of permission', () => {
    const host = new CapturedHost().withNode(0, { cpulist: '0' });
    host.tree.addDenied('/sys/devices/system/node/node0/meminfo');
    expect(readSysfs(host.tree).unseen).toContainEqual({
      fact: 'numa_nodes.memory_mib',
      reason: 'no_permission',
      detail: '/sys/devices/system/node/node0/meminfo',
    });
  });
});

describe('cores of a host', () => {
  it('have the threads that the kernel lists, and their node is in one socket', () => {
    const host = new CapturedHost()
      .withNode(0, { cpulist: '0-3' })
      .withFile('/sys/devices/system/cpu/smt/active', '1\n');
    for (const cpu of [0, 1, 2, 3]) host.withCpu(cpu, { socket: 1, siblings: cpu % 2 === 0 ? '0,2' : '1,3' });
    expect(nodesOf(host)).toMatchObject([
      {
        socket: 1,
        siblings: [
          [0, 2],
          [1, 3],
        ],
      },
    ]);
    expect(readSysfs(host.tree).settings?.cpu).toMatchObject({ smtActive: true });
  });

  it('may have eight threads', () => {
    const host = new CapturedHost().withNode(0, { cpulist: '0-15' });
    for (let cpu = 0; cpu < 16; cpu++) host.withCpu(cpu, { siblings: cpu < 8 ? '0-7' : '8-15' });
    expect(nodesOf(host)?.[0]?.siblings).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7],
      [8, 9, 10, 11, 12, 13, 14, 15],
    ]);
  });

  it('have their threads by mask on old kernels, and by number where lists were not captured', () => {
    const byMask = new CapturedHost().withNode(0, { cpulist: '0,32' });
    for (const cpu of [0, 32]) {
      byMask.withFile(`/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings`, '00000001,00000001\n');
    }
    expect(nodesOf(byMask)).toMatchObject([{ siblings: [[0, 32]] }]);
    const byNumber = new CapturedHost().withNode(0, { cpulist: '0-3' });
    [0, 1, 0, 1].forEach((core, cpu) => {
      byNumber.withCpu(cpu, { socket: 0 });
      byNumber.withFile(`/sys/devices/system/cpu/cpu${cpu}/topology/core_id`, `${core}\n`);
    });
    expect(nodesOf(byNumber)).toMatchObject([
      {
        siblings: [
          [0, 2],
          [1, 3],
        ],
      },
    ]);
  });

  it('have no socket where the kernel knows none, or where the node is in two', () => {
    const unknown = new CapturedHost().withNode(0, { cpulist: '0' }).withCpu(0, { socket: -1, siblings: '0' });
    expect(nodesOf(unknown)?.[0]).not.toHaveProperty('socket');
    const two = new CapturedHost().withNode(0, { cpulist: '0-1' }).withCpu(0, { socket: 0 }).withCpu(1, { socket: 1 });
    expect(nodesOf(two)?.[0]).not.toHaveProperty('socket');
  });

  it('lose the threads that are offline', () => {
    const host = new CapturedHost().withNode(0, { cpulist: '0' }).withCpu(0, { siblings: '0-1' });
    expect(nodesOf(host)).toMatchObject([{ siblings: [] }]);
  });
});
