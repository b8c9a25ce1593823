import type {
  AllocationStore,
  BacklogStore,
  BenchmarkStore,
  CloudServerStore,
  AuditStore,
  DatabaseHealth,
  DriftStore,
  FleetReader,
  HeldVms,
  HostSourceStore,
  InventoryLayerStore,
  HostStore,
  IdempotencyStore,
  InventoryHistory,
  LedgerHistory,
  LeftoverStore,
  ModelStore,
  Outbox,
  ProfileStore,
  QuarantineStore,
  RealisationStore,
  RecommendationStore,
  ReconcileStore,
  ReplanScheduleStore,
  ReplanStepStore,
  ReplanStore,
  SwapStore,
  SyncStore,
} from '@iopath/usecases';
import { PostgresAllocationStore } from './allocation.store';
import { PostgresBacklogStore } from './backlog.store';
import { PostgresBenchmarkStore } from './benchmarks/benchmark.store';
import { PostgresAuditStore } from './audit/audit.store';
import { PostgresCloudServerStore } from './cloud-server.store';
import { Database, type DatabaseOptions } from './database';
import { PostgresHealth } from './database-health';
import { PostgresFleetReader } from './fleet.reader';
import { PostgresHostSourceStore } from './host-source.store';
import { PostgresInventoryLayerStore } from './inventory-layer.store';
import { PostgresHostStore } from './host.store';
import { PostgresIdempotencyStore } from './idempotency.store';
import { PostgresInventoryHistory } from './inventory-history/inventory-history.store';
import { PostgresLedgerHistory } from './ledger-history.reader';
import { PostgresLeftoverStore } from './leftover.store';
import { PostgresOutbox } from './outbox.store';
import { PostgresModelStore } from './models/model.store';
import { PostgresProfileStore } from './profile.store';
import { PostgresQuarantineStore } from './quarantine.store';
import { PostgresRealisationStore } from './realisation/realisation.store';
import { PostgresRecommendationStore } from './recommendation.store';
import { PostgresDriftStore } from './reconcile/drift.store';
import { PostgresReconcileStore } from './reconcile/reconcile.store';
import { PostgresHeldVms } from './replans/held-vms.reader';
import { PostgresReplanScheduleStore } from './replans/replan-schedule.store';
import { PostgresReplanStore } from './replans/replan.store';
import { PostgresReplanStepStore } from './replans/steps.store';
import { PostgresSwapStore } from './swap.store';
import { PostgresSyncStore } from './sync/sync.store';
import { untilConnected } from './until-connected';

export interface PersistenceOptions extends Partial<DatabaseOptions> {
  /** How long a server that does not answer yet is waited for. */
  readonly connectWithinMs?: number;
}

/** Every store, on one pool of connections. */
export interface Persistence {
  readonly hosts: HostStore;
  readonly fleet: FleetReader;
  readonly recommendations: RecommendationStore;
  readonly realisations: RealisationStore;
  readonly allocations: AllocationStore;
  readonly backlog: BacklogStore;
  readonly benchmarks: BenchmarkStore;
  readonly models: ModelStore;
  readonly cloudServers: CloudServerStore;
  readonly quarantines: QuarantineStore;
  readonly history: LedgerHistory;
  readonly leftovers: LeftoverStore;
  readonly swaps: SwapStore;
  readonly outbox: Outbox;
  readonly idempotency: IdempotencyStore;
  readonly profiles: ProfileStore;
  readonly audits: AuditStore;
  readonly syncs: SyncStore;
  readonly reconciliation: ReconcileStore;
  readonly drift: DriftStore;
  readonly hostSources: HostSourceStore;
  readonly inventoryHistory: InventoryHistory;
  readonly inventoryLayers: InventoryLayerStore;
  readonly replans: ReplanStore;
  readonly replanSchedules: ReplanScheduleStore;
  readonly heldVms: HeldVms;
  readonly replanSteps: ReplanStepStore;
  readonly health: DatabaseHealth;
  /** Ends the connections; resolves when those in use have been given back. */
  close(): Promise<void>;
}

const DEFAULTS: Required<PersistenceOptions> = {
  poolSize: 10,
  statementTimeoutMs: 30_000,
  idleTransactionTimeoutMs: 60_000,
  applicationName: 'iopath-advisor',
  onConnectionLost: () => undefined,
  connectWithinMs: 30_000,
};

/**
 * Connects to PostgreSQL, waiting for one that is just starting. The schema is not touched: `applyMigrations` does
 * that, and `health.ping()` tells whether it was done.
 *
 * @throws the last connection error when no connection comes about within `connectWithinMs`
 */
export async function openPersistence(databaseUrl: string, options: PersistenceOptions = {}): Promise<Persistence> {
  const { connectWithinMs, ...databaseOptions } = { ...DEFAULTS, ...options };
  const database = new Database(databaseUrl, databaseOptions);
  await connect(database, connectWithinMs);
  return {
    hosts: new PostgresHostStore(database),
    fleet: new PostgresFleetReader(database),
    recommendations: new PostgresRecommendationStore(database),
    realisations: new PostgresRealisationStore(database),
    allocations: new PostgresAllocationStore(database),
    backlog: new PostgresBacklogStore(database),
    benchmarks: new PostgresBenchmarkStore(database),
    models: new PostgresModelStore(database),
    cloudServers: new PostgresCloudServerStore(database),
    quarantines: new PostgresQuarantineStore(database),
    history: new PostgresLedgerHistory(database),
    leftovers: new PostgresLeftoverStore(database),
    swaps: new PostgresSwapStore(database),
    outbox: new PostgresOutbox(database),
    idempotency: new PostgresIdempotencyStore(database),
    profiles: new PostgresProfileStore(database),
    audits: new PostgresAuditStore(database),
    hostSources: new PostgresHostSourceStore(database),
    inventoryHistory: new PostgresInventoryHistory(database),
    inventoryLayers: new PostgresInventoryLayerStore(database),
    syncs: new PostgresSyncStore(database),
    reconciliation: new PostgresReconcileStore(database),
    drift: new PostgresDriftStore(database),
    replans: new PostgresReplanStore(database),
    replanSchedules: new PostgresReplanScheduleStore(database),
    heldVms: new PostgresHeldVms(database),
    replanSteps: new PostgresReplanStepStore(database),
    health: new PostgresHealth(database),
    close: () => database.close(),
  };
}

async function connect(database: Database, withinMs: number): Promise<void> {
  try {
    await untilConnected(() => database.query({ text: 'SELECT 1' }), withinMs);
  } catch (error) {
    await database.close();
    throw error;
  }
}
