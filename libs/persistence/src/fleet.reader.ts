import type {
  CalibratedModel,
  CellClaim,
  ComputeClaim,
  DeviceClaim,
  FleetCloud,
  HostAdminState,
  HostClaim,
  Inventory,
  RecentVfNics,
  VfDemand,
} from '@iopath/core';
import { type FleetChanges, FleetReader, type HostRecord } from '@iopath/usecases';
import { type Database, ONE_READ_VIEW, type Session, type Statement } from './database';
import { readRecentVfNics } from './recent-vf-nics';
import { toInventory } from './rows';

/** Hosts fetched at a time: an inventory is some 20 kB of JSON, so a page stays near 10 MB. */
const PAGE = 500;

/** Who has not looked for so long reads everything: tombstones are kept for longer, but not for ever. */
const LONGEST_SILENCE_MS = 24 * 3_600_000;

/** Live claims of one host, as the domain's JSON. */
const CLAIMS_OF_HOST = `
  SELECT json_agg(json_build_object(
    'reservationId', reservation.id,
    'projectId', reservation.project_id,
    'compute', reservation.compute,
    'groupId', reservation.group_id,
    'devices', (
      SELECT coalesce(json_agg(json_build_object(
        'kind', kind, 'address', device_address, 'pfAddress', pf_address, 'bandwidthMbps', bandwidth_mbps,
        'packetRateKpps', packet_rate_kpps
      ) ORDER BY device_address), '[]')
      FROM allocation
      WHERE allocation.recommendation_id = reservation.recommendation_id
        AND allocation.reservation_id = reservation.id
        AND allocation.held_host_name IS NOT NULL
    )
  ) ORDER BY reservation.id) AS claims
  FROM reservation WHERE reservation.held_host_name = host.host_name`;

/** What servers that the advisor did not place take of one host, as they were stored. */
const SERVERS_OF_HOST = `
  (SELECT json_agg(claim ORDER BY consumer_id) FROM cloud_server_claim
   WHERE cloud_server_claim.host_name = host.host_name AND counted) AS servers`;

/** Devices of one host that nobody is to get. */
const QUARANTINED_ON_HOST = `
  ARRAY(
    SELECT device_address FROM device_quarantine
    WHERE device_quarantine.host_name = host.host_name AND cleared_at IS NULL ORDER BY device_address
  ) AS quarantined`;

const COLUMNS = 'host.host_name, host.state, host.generation, host.version, host.inventory_hash, host.observed_at';

/** What is below this transaction id has ended: committed and visible to this view, or rolled back. */
const WATERMARK = `pg_snapshot_xmin(pg_current_snapshot())::text AS watermark,
  (SELECT version FROM model_version WHERE state = 'active') AS active_model`;

const REMOVED = `
  SELECT coalesce(array_agg(host_name ORDER BY host_name), '{}') AS removed FROM host_tombstone
  WHERE changed_xid >= $1 AND NOT EXISTS (SELECT FROM host WHERE host.host_name = host_tombstone.host_name)`;

/**
 * All of a small change in one statement, and so in one view: a row a host, or one row without a host when nothing
 * changed. An inventory is sent only when it changed too. Not prepared: a plan made for any watermark would read
 * the whole table.
 */
const SMALL_CHANGE: Statement = {
  text: `
    SELECT view.watermark, view.active_model, (${REMOVED}) AS removed, ${COLUMNS}, host.inventory, claim.claims, ${SERVERS_OF_HOST}, ${QUARANTINED_ON_HOST}
    FROM (SELECT ${WATERMARK}) view
    LEFT JOIN LATERAL (
      SELECT host_name, state, generation, version, inventory_hash, observed_at,
             CASE WHEN inventory_xid >= $1 THEN inventory END AS inventory
      FROM host WHERE changed_xid >= $1 ORDER BY host_name LIMIT $2
    ) host ON true
    LEFT JOIN LATERAL (${CLAIMS_OF_HOST}) claim ON true
    ORDER BY host.host_name`,
};

const VIEW: Statement = { text: `SELECT ${WATERMARK}` };
const REMOVED_SINCE: Statement = { text: REMOVED };

const DECLARE_CHANGED: Statement = {
  text: `
    DECLARE changed_host NO SCROLL CURSOR FOR
    SELECT ${COLUMNS}, host.inventory, claim.claims, ${SERVERS_OF_HOST}, ${QUARANTINED_ON_HOST}
    FROM host LEFT JOIN LATERAL (${CLAIMS_OF_HOST}) claim ON true
    WHERE host.changed_xid >= `,
};

const FETCH: Statement = { text: `FETCH ${PAGE} FROM changed_host` };

const READ: Statement = {
  name: 'fleet.read',
  text: `
    SELECT ${COLUMNS}, host.inventory, claim.claims, ${SERVERS_OF_HOST}, ${QUARANTINED_ON_HOST}
    FROM host LEFT JOIN LATERAL (${CLAIMS_OF_HOST}) claim ON true
    WHERE host.host_name = ANY ($1) ORDER BY host.host_name`,
};

/** Up to the last full hour, so that decisions within one hour rest on the same demand. */
const RECENT_VF_DEMAND: Statement = {
  name: 'fleet.recent_vf_demand',
  text: `
    SELECT coalesce(lower(physical_network), '') AS network, count(*)::int AS vfs
    FROM allocation
    WHERE kind = 'vf'
      AND created_at >= date_trunc('hour', now()) - interval '24 hours' AND created_at < date_trunc('hour', now())
    GROUP BY 1 ORDER BY 1`,
};
const HOUR_MS = 3_600_000;

const CLOUD: Statement = {
  name: 'fleet.cloud',
  text: `SELECT source, observed_at, facts -> 'extensions' AS extensions FROM cloud_source ORDER BY source`,
};

/** Ages are told in seconds, and services are asked once a minute. */
const CLOUD_KEPT_MS = 1_000;

const MODEL: Statement = { text: `SELECT document -> 'scopes' AS scopes FROM model_version WHERE version = $1` };

export const HOSTS_OF_GROUP: Statement = {
  name: 'fleet.hosts_of_group',
  text: `
    SELECT DISTINCT host_name FROM reservation
    WHERE group_id = $1 AND held_host_name IS NOT NULL ORDER BY host_name`,
};

const KNOWN_PHYSICAL_NETWORKS: Statement = {
  name: 'fleet.known_physical_networks',
  text: `
    SELECT name FROM unnest($1::text[]) AS wanted (name)
    WHERE EXISTS (SELECT FROM host_physical_network WHERE physical_network_lower = wanted.name)`,
};

interface ClaimJson {
  readonly reservationId: string;
  readonly projectId: string;
  readonly compute: ComputeClaim;
  readonly groupId: string | null;
  readonly devices: readonly DeviceClaim[];
}

interface HostRow {
  readonly host_name: string;
  readonly state: HostAdminState;
  readonly generation: number;
  /** A bigint, which `pg` gives as text. */
  readonly version: string;
  readonly inventory: Inventory;
  readonly inventory_hash: string;
  readonly observed_at: Date | null;
  readonly claims: readonly ClaimJson[] | null;
  readonly servers: readonly HostClaim[] | null;
  readonly quarantined: readonly string[];
}

type ChangedHostRow = Omit<HostRow, 'inventory'> & { readonly inventory: Inventory | null };

type ChangeRow = {
  readonly watermark: string;
  readonly active_model: string | null;
  readonly removed: readonly string[];
} & (ChangedHostRow | { readonly host_name: null });

/** The fleet as planners read it. It remembers inventories, so that a host whose claims moved is sent without. */
export class PostgresFleetReader extends FleetReader {
  private readonly known = new Map<string, { readonly hash: string; readonly inventory: Inventory }>();

  private lookedAtMs = Date.now();

  private cloudRead: { readonly atMs: number; readonly value: FleetCloud | null } | null = null;

  private vfDemand: { readonly hour: number; readonly value: VfDemand } | null = null;

  constructor(private readonly database: Database) {
    super();
  }

  async changesSince(watermark: string | null): Promise<FleetChanges> {
    const isLongAgo = Date.now() - this.lookedAtMs > LONGEST_SILENCE_MS;
    this.lookedAtMs = Date.now();
    const changes =
      watermark !== null && isLongAgo
        ? await this.everythingAgain()
        : ((watermark === null ? null : await this.smallChange(watermark)) ?? (await this.anyChange(watermark)));
    for (const { hostName, inventoryHash, inventory } of changes.changed) {
      this.known.set(hostName, { hash: inventoryHash, inventory });
    }
    for (const hostName of changes.removed) this.known.delete(hostName);
    return changes;
  }

  async read(hostNames: readonly string[]): Promise<readonly HostRecord[]> {
    return readHosts(this.database, hostNames);
  }

  async recentVfDemand(): Promise<VfDemand> {
    const hour = Math.floor(Date.now() / HOUR_MS);
    if (this.vfDemand?.hour !== hour) {
      const rows = await this.database.query<{ network: string; vfs: number }>(RECENT_VF_DEMAND);
      this.vfDemand = { hour, value: new Map(rows.map(({ network, vfs }) => [network, vfs])) };
    }
    return this.vfDemand.value;
  }

  recentVfNics(): Promise<readonly RecentVfNics[]> {
    return readRecentVfNics(this.database);
  }

  async cloud(): Promise<FleetCloud | null> {
    if (this.cloudRead === null || Date.now() - this.cloudRead.atMs > CLOUD_KEPT_MS) {
      const rows = await this.database.query<CloudRow>(CLOUD);
      this.cloudRead = { atMs: Date.now(), value: rows.length === 0 ? null : toFleetCloud(rows) };
    }
    return this.cloudRead.value;
  }

  async model(version: string): Promise<CalibratedModel | null> {
    const [row] = await this.database.query<Pick<CalibratedModel, 'scopes'>>(MODEL, [version]);
    return row === undefined ? null : { version, scopes: row.scopes };
  }

  async hostsOfGroup(groupId: string): Promise<readonly string[]> {
    const rows = await this.database.query<{ host_name: string }>(HOSTS_OF_GROUP, [groupId]);
    return rows.map((row) => row.host_name);
  }

  async unknownPhysicalNetworks(names: readonly string[]): Promise<readonly string[]> {
    const lower = [...new Set(names.map((name) => name.toLowerCase()))];
    const rows = await this.database.query<{ name: string }>(KNOWN_PHYSICAL_NETWORKS, [lower]);
    const known = new Set(rows.map(({ name }) => name));
    return names.filter((name) => !known.has(name.toLowerCase()));
  }

  /** Null when the change is not small, or leans on an inventory that this reader has not seen. */
  private async smallChange(watermark: string): Promise<FleetChanges | null> {
    const rows = await this.database.query<ChangeRow>(SMALL_CHANGE, [watermark, PAGE + 1]);
    const [first] = rows;
    if (first === undefined || rows.length > PAGE) return null;

    const changed: HostRecord[] = [];
    for (const row of rows) {
      if (row.host_name === null) continue;
      const inventory = row.inventory ?? this.remembered(row.host_name, row.inventory_hash);
      if (inventory === null) return null;
      changed.push(toRecord({ ...row, inventory }));
    }
    return { changed, removed: first.removed, watermark: first.watermark, activeModel: first.active_model };
  }

  /** Any number of hosts, page by page, in a transaction that sees one moment throughout. */
  private anyChange(watermark: string | null): Promise<FleetChanges> {
    return this.database.transaction(async (session) => {
      const [view] = await session.query<{ watermark: string; active_model: string | null }>(VIEW);
      if (view === undefined) throw new Error('The database did not tell its snapshot.');
      // Nobody who starts from nothing has anything to remove.
      const removed = watermark === null ? [] : await removedSince(session, watermark);
      const changed = await changedSince(session, watermark ?? '0');
      return { changed, removed, watermark: view.watermark, activeModel: view.active_model };
    }, ONE_READ_VIEW);
  }

  /** All hosts as they are, and of those that were known the ones that are no more. */
  private async everythingAgain(): Promise<FleetChanges> {
    const changes = await this.anyChange(null);
    const present = new Set(changes.changed.map(({ hostName }) => hostName));
    return { ...changes, removed: [...this.known.keys()].filter((hostName) => !present.has(hostName)) };
  }

  private remembered(hostName: string, hash: string): Inventory | null {
    const known = this.known.get(hostName);
    return known?.hash === hash ? known.inventory : null;
  }
}

interface CloudRow {
  readonly source: string;
  readonly observed_at: Date;
  readonly extensions: readonly string[] | null;
}

function toFleetCloud(rows: readonly CloudRow[]): FleetCloud {
  const observed = Object.fromEntries(rows.map((row) => [row.source, row.observed_at.getTime()]));
  const neutronExtensions = rows.find(({ source }) => source === 'neutron')?.extensions ?? null;
  return { observed, neutronExtensions };
}

/** The named hosts as this session sees them; unknown names are left out. */
export async function readHosts(session: Session, hostNames: readonly string[]): Promise<readonly HostRecord[]> {
  return (await session.query<HostRow>(READ, [hostNames])).map(toRecord);
}

async function removedSince(session: Session, watermark: string): Promise<readonly string[]> {
  const [row] = await session.query<{ removed: readonly string[] }>(REMOVED_SINCE, [watermark]);
  return row?.removed ?? [];
}

async function changedSince(session: Session, watermark: string): Promise<readonly HostRecord[]> {
  // DECLARE takes no parameters; BigInt lets nothing but a number through.
  await session.query({ text: `${DECLARE_CHANGED.text}${BigInt(watermark)} ORDER BY host.host_name` });
  const changed: HostRecord[] = [];
  for (;;) {
    const page = await session.query<HostRow>(FETCH);
    for (const row of page) changed.push(toRecord(row));
    if (page.length < PAGE) return changed;
  }
}

function toRecord(row: HostRow): HostRecord {
  return {
    hostName: row.host_name,
    state: row.state,
    generation: row.generation,
    version: Number(row.version),
    inventory: toInventory(row.inventory, row.observed_at),
    inventoryHash: row.inventory_hash,
    claims: [...(row.claims ?? []).map(toClaim), ...(row.servers ?? [])],
    quarantined: row.quarantined,
  };
}

function toClaim({ compute, ...claim }: ClaimJson): HostClaim {
  const { vcpus, pcpus, memoryMib, diskGib, cells } = compute;
  return { ...claim, vcpus, pcpus, memoryMib, diskGib, cells: cells.map(toCellClaim) };
}

/** Which guest CPU is pinned where is the VM's business; of its host it takes the cell claim. */
function toCellClaim({ hostNode, sharedVcpus, pinnedCpus, memoryMib, pageSizeKib }: CellClaim): CellClaim {
  return { hostNode, sharedVcpus, pinnedCpus, memoryMib, pageSizeKib };
}
