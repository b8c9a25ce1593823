import {
  describeInventoryChange,
  diffInventory,
  type Inventory,
  type PhysicalFunction,
  type TouchableHold,
  touchedHolds,
  type VirtualFunction,
} from '@iopath/core';
import { openPersistence, type Persistence } from '@iopath/persistence';
import { aFloatingClaim, anInventory, aPf, aVf } from '@iopath/testing';
import { PutInventory } from '@iopath/usecases';
import { createTestDatabase } from '../test/support/database';
import setUpServices from '../test/support/services.setup';
import tearDownServices from '../test/support/services.teardown';

/*
 * What telling of changes takes: of one host of 4 PFs with 64 VFs each, in memory; and as part of writing HOSTS such hosts on
 * real PostgreSQL, four at a time as bulk writes go: new ones, the same again, and each with another link speed.
 */

const HOSTS = Number(process.env.HOSTS ?? 1_000);
const PFS = 4;
const VFS = 64;
const ROUNDS = 200;
const PARALLEL = 4;

const BASE = hostOf(() => ({}));

const CASES: readonly (readonly [what: string, after: Inventory])[] = [
  ['nothing', hostOf(() => ({}))],
  ['the link speed of each PF', hostOf(() => ({ linkSpeedMbps: 10_000 }))],
  ['half of the VFs gone', hostOf((pf) => ({ vfs: pf.vfs.slice(VFS / 2) }))],
  ['another driver of every VF', hostOf((pf) => ({ vfs: pf.vfs.map((vf) => ({ ...vf, driver: 'mlx5_core' })) }))],
  ['another IOMMU group of every VF', hostOf(({ vfs }) => ({ vfs: vfs.map(otherGroup) }))],
];

async function bench(): Promise<void> {
  for (const [what, after] of CASES) inMemory(what, after);
  await setUpServices();
  const database = await createTestDatabase();
  const persistence = await openPersistence(database.url);
  try {
    await writing('new', persistence, () => [null, BASE]);
    await writing('the same again', persistence, () => [1, BASE]);
    await writing('another link speed', persistence, () => [1, hostOf(() => ({ linkSpeedMbps: 10_000 }))]);
  } finally {
    await persistence.close();
    await database.drop();
    await tearDownServices();
  }
}

function inMemory(what: string, after: Inventory): void {
  const holds = BASE.pfs.flatMap((pf) => pf.vfs.map((vf) => holdOf(pf, vf)));
  const ofDiff: number[] = [];
  const ofLines: number[] = [];
  const ofTouched: number[] = [];
  let lines = 0;
  let touched = 0;
  for (let round = 0; round < ROUNDS; round++) {
    timed(ofDiff, () => diffInventory(BASE, after));
    const changes = timed(ofLines, () => describeInventoryChange(BASE, after));
    lines = changes.length;
    touched = timed(ofTouched, () => touchedHolds({ changes, before: BASE, after, holds })).length;
  }
  print({
    bench: 'inventory-changes',
    what,
    vfs: PFS * VFS,
    lines,
    touched,
    diff_inventory_ms: median(ofDiff),
    lines_ms: median(ofLines),
    touched_ms: median(ofTouched),
  });
}

async function writing(
  what: string,
  { hosts }: Persistence,
  write: () => readonly [generation: number | null, inventory: Inventory],
): Promise<void> {
  const put = new PutInventory(hosts);
  const times: number[] = [];
  let next = 0;
  const startedMs = performance.now();
  const worker = async (): Promise<void> => {
    while (next < HOSTS) {
      const [generation, inventory] = write();
      const hostName = `compute-${next++}`;
      const putMs = performance.now();
      await put.execute(hostName, generation, inventory);
      times.push(performance.now() - putMs);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  const tookMs = Math.round(performance.now() - startedMs);
  print({ bench: 'inventory-changes', what: `writing: ${what}`, hosts: HOSTS, took_ms: tookMs, p50_ms: median(times) });
}

function hostOf(change: (pf: PhysicalFunction) => Partial<PhysicalFunction>): Inventory {
  const pfs = Array.from({ length: PFS }, (_, nth) => {
    const bus = (0x10 + nth * 0x10).toString(16);
    const vfs = Array.from({ length: VFS }, (_vf, index) => {
      const slot = (2 + (index >> 3)).toString(16).padStart(2, '0');
      return aVf({ index, address: `0000:${bus}:${slot}.${index & 7}`, iommuGroup: nth * 100 + 100 + index });
    });
    const pf = aPf(VFS, { address: `0000:${bus}:00.0`, ifname: `ens${nth}f0`, iommuGroup: nth + 1, vfs });
    return { ...pf, ...change(pf) };
  });
  return anInventory({ pfs });
}

function otherGroup(vf: VirtualFunction): VirtualFunction {
  return { ...vf, iommuGroup: (vf.iommuGroup ?? 0) + 1000 };
}

function holdOf(pf: PhysicalFunction, vf: VirtualFunction): TouchableHold {
  return {
    recommendationId: `recommendation of ${vf.address}`,
    vmName: vf.address,
    member: 0,
    projectId: 'p1',
    state: 'confirmed',
    reservationId: `reservation of ${vf.address}`,
    serverId: 'server-1',
    compute: aFloatingClaim(),
    devices: [{ allocationId: vf.address, kind: 'vf', address: vf.address, pfAddress: pf.address }],
    nicPaths: ['sriov_vf'],
  };
}

function timed<T>(times: number[], work: () => T): T {
  const startedMs = performance.now();
  const result = work();
  times.push(performance.now() - startedMs);
  return result;
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Number((sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(3));
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

void bench();
