import { randomUUID } from 'node:crypto';
import type { ComputeClaim } from '@iopath/core';
import type { Client } from 'pg';

type Columns = Record<string, unknown>;

/** Writes rows of the ledger past every store, as a mistaken program or person would. */
export class LedgerRows {
  private members = 0;
  private devices = 0;

  /** @param recommendationId on whose behalf. */
  constructor(
    private readonly sql: Client,
    private readonly recommendationId: string,
  ) {}

  /** A reserved VM on compute-1 that takes this and nothing else; returns its id. */
  async reservation(takes: Partial<ComputeClaim> = {}, columns: Columns = {}, session = this.sql): Promise<string> {
    const compute = { vcpus: 0, pcpus: 0, memoryMib: 0, diskGib: 0, cells: [], ...takes };
    const row = {
      ...this.hold(),
      member: this.members++,
      compute,
      vcpus: compute.vcpus,
      pcpus: compute.pcpus,
      memory_mib: compute.memoryMib,
      disk_gib: compute.diskGib,
      ...columns,
    };
    await insert(session, 'reservation', row);
    return row.id;
  }

  /** A VF of 0000:3b:00.0 that nobody else has, for a VM that takes nothing but it; returns the allocation's id. */
  async allocation(columns: Columns = {}): Promise<string> {
    const row = {
      ...this.hold(),
      reservation_id: columns['reservation_id'] ?? (await this.reservation({}, columnsOfHold(columns))),
      member: 0,
      device: 'data',
      kind: 'vf',
      pf_address: '0000:3b:00.0',
      device_address: `0000:3b:02.${this.devices++}`,
      bandwidth_mbps: 0,
      ...columns,
    };
    await insert(this.sql, 'allocation', row);
    return row.id;
  }

  private hold() {
    return {
      id: randomUUID(),
      recommendation_id: this.recommendationId,
      project_id: 'p1',
      host_name: 'compute-1',
      state: 'reserved',
      expires_at: new Date(Date.now() + 60_000),
    };
  }
}

/** One NUMA node's part of a VM, by the names of the stored document. */
export function aCellRow(changes: Partial<ComputeClaim['cells'][number]> = {}): ComputeClaim['cells'][number] {
  return {
    guestCell: 0,
    hostNode: 0,
    sharedVcpus: 0,
    pinnedCpus: [],
    memoryMib: 0,
    pageSizeKib: 4,
    pinning: {},
    ...changes,
  };
}

function columnsOfHold({ host_name, state, server_id, expires_at }: Columns): Columns {
  const shared = { host_name, state, server_id, expires_at };
  return Object.fromEntries(Object.entries(shared).filter(([, value]) => value !== undefined));
}

async function insert(session: Client, table: string, row: Columns): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  await session.query(`INSERT INTO ${table} (${columns.join()}) VALUES (${places.join()})`, Object.values(row));
}
