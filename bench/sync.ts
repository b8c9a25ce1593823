import { randomUUID } from 'node:crypto';
import type { ProviderFacts, ResourceProvider } from '@iopath/core';
import { openPersistence, type Persistence } from '@iopath/persistence';
import { FakeCloud } from '@iopath/testing';
import { HostsStage, NetworksStage, SyncCloud, type SyncObserver } from '@iopath/usecases';
import { Client } from 'pg';
import { createTestDatabase } from '../test/support/database';
import setUpServices from '../test/support/services.setup';
import tearDownServices from '../test/support/services.teardown';

/*
 * What a synchronisation of hosts and networks takes for a cloud of many computes, each with two PCI providers and two
 * agents, on real PostgreSQL: the first one, one without news, and one after 1 host in 100 changed. The cloud itself is in
 * this process and answers at once; its own documents are in the heap before the first measurement.
 */

const HOSTS = Number(process.env.HOSTS ?? 1_000);
const CHANGED_ONE_IN = 100;

async function bench(): Promise<void> {
  await setUpServices();
  const database = await createTestDatabase();
  const persistence = await openPersistence(database.url);
  const sql = new Client({ connectionString: database.url });
  await sql.connect();
  try {
    const cloud = cloudOf(HOSTS);
    await measure('first', persistence, cloud, sql);
    await measure('nothing new', persistence, cloud, sql);
    for (let host = 0; host < HOSTS; host += CHANGED_ONE_IN) disable(cloud, host);
    await measure('1 in 100 changed', persistence, cloud, sql);
  } finally {
    await sql.end();
    await persistence.close();
    await database.drop();
    await tearDownServices();
  }
}

async function measure(
  what: string,
  { syncs, hostSources }: Persistence,
  cloud: FakeCloud,
  sql: Client,
): Promise<void> {
  const observer: SyncObserver = {
    synchronised: () => undefined,
    stageBroke: (_sync, _stage, error) => process.stderr.write(`${String(error)}\n`),
  };
  const stages = [new HostsStage(hostSources), new NetworksStage(hostSources)];
  const sync = new SyncCloud({
    syncs,
    reader: cloud,
    stages,
    observer,
    clock: Date.now,
    newId: randomUUID,
    everyMs: null,
  });
  await syncs.request(randomUUID(), ['hosts', 'networks']);
  const before = await rowsWritten(sql);
  cloud.calls.clear();
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  let heapMost = heapBefore;
  // Sampled after a collection where that can be asked for: what is held, not what is thrown away.
  const sampler = setInterval(() => {
    globalThis.gc?.();
    heapMost = Math.max(heapMost, process.memoryUsage().heapUsed);
  }, 250);
  const startedMs = performance.now();
  const done = await sync.lookAround(new AbortController().signal);
  const tookMs = performance.now() - startedMs;
  clearInterval(sampler);
  const after = await rowsWritten(sql);
  print({
    bench: 'sync',
    what,
    hosts: HOSTS,
    state: done?.state ?? null,
    took_ms: Math.round(tookMs),
    heap_held_most_mib: mib(heapMost - heapBefore),
    figures: Object.fromEntries(done?.stages.map((stage) => [stage.name, stage.figures]) ?? []),
    host_rows_written: after.host - before.host,
    source_rows_written: after.host_source - before.host_source,
    placement_calls: cloud.calls.get('providerFacts') ?? 0,
  });
}

async function rowsWritten(sql: Client): Promise<{ readonly host: number; readonly host_source: number }> {
  await sql.query('SELECT pg_stat_clear_snapshot(), pg_stat_force_next_flush()');
  // The sessions of the pool tell what they did when they are idle for a moment.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const { rows } = await sql.query<{ relname: string; written: string }>(
    `SELECT relname, n_tup_ins + n_tup_upd + n_tup_del AS written FROM pg_stat_user_tables
     WHERE relname IN ('host', 'host_source')`,
  );
  const of = (name: string): number => Number(rows.find(({ relname }) => relname === name)?.written ?? 0);
  return { host: of('host'), host_source: of('host_source') };
}

function cloudOf(hosts: number): FakeCloud {
  const cloud = new FakeCloud();
  for (let nth = 0; nth < hosts; nth++) addHost(cloud, nth);
  return cloud;
}

function addHost(cloud: FakeCloud, nth: number): void {
  const host = `compute-${nth}`;
  const hostname = `${host}.example.org`;
  const disabledReason = null;
  cloud.services.push({
    id: host,
    host,
    zone: 'nova',
    status: 'enabled',
    state: 'up',
    disabledReason,
    updatedAtMs: null,
  });
  cloud.hypervisorList.push({
    id: host,
    hostname,
    host,
    type: 'QEMU',
    version: 8_002_001,
    state: 'up',
    status: 'enabled',
  });
  addProvider(cloud, host, hostname, null, {
    inventories: {
      VCPU: { total: 64, reserved: 0, allocationRatio: 4 },
      MEMORY_MB: { total: 262_144, reserved: 4_096, allocationRatio: 1 },
      DISK_GB: { total: 1_788, reserved: 0, allocationRatio: 1 },
    },
    traits: Array.from({ length: 120 }, (_, trait) => `HW_CPU_TRAIT_${trait}`),
    aggregates: [],
    usages: { VCPU: nth % 64 },
  });
  for (const slot of ['3B', '5E']) {
    const pci = { inventories: { CUSTOM_PCI_15B3_101E: { total: 8, reserved: 0, allocationRatio: 1 } }, traits: [] };
    addProvider(cloud, `${host}-${slot}`, `${hostname}_0000:${slot}:00.0`, host, {
      ...pci,
      aggregates: [],
      usages: {},
    });
  }
  for (const agentType of ['NIC Switch agent', 'Open vSwitch agent']) {
    cloud.agents.push({
      id: `${host} ${agentType}`,
      agentType,
      host,
      alive: true,
      adminStateUp: true,
      deviceMappings: agentType === 'NIC Switch agent' ? { physnet1: ['ens1f0'], physnet2: ['ens2f0'] } : {},
      bridgeMappings: agentType === 'NIC Switch agent' ? {} : { physnet1: 'br-physnet1' },
      heartbeatAtMs: Date.now(),
    });
  }
}

function addProvider(
  cloud: FakeCloud,
  uuid: string,
  name: string,
  parentUuid: string | null,
  facts: ProviderFacts,
): void {
  const provider: ResourceProvider = { uuid, name, generation: 1, parentUuid, rootUuid: parentUuid ?? uuid };
  cloud.providers.push(provider);
  cloud.facts.set(uuid, facts);
}

function disable(cloud: FakeCloud, nth: number): void {
  const service = cloud.services[nth];
  if (service !== undefined) cloud.services[nth] = { ...service, status: 'disabled', disabledReason: 'maintenance' };
}

function mib(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

bench().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
