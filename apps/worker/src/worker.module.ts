import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuditLog, type Logger, SyncLog } from '@iopath/observability';
import {
  type AllocationStore,
  AuditLedger,
  type AuditStore,
  type BacklogStore,
  type CloudReader,
  ExpireReservations,
  type LeftoverStore,
  type Outbox,
  type Planner,
  PurgeLeftovers,
  type RecommendationStore,
  RelayOutbox,
  SyncCloud,
  type SyncStage,
  type SyncStore,
  TakeAndDecide,
  type TakeObserver,
  type WorkConsumer,
  type WorkQueue,
} from '@iopath/usecases';
import { AdvisorWorker } from './advisor-worker';

/** What a worker works with. */
export interface WorkerPorts {
  readonly recommendations: RecommendationStore;
  readonly allocations: AllocationStore;
  readonly audits: AuditStore;
  readonly backlog: BacklogStore;
  readonly leftovers: LeftoverStore;
  readonly outbox: Outbox;
  readonly queue: WorkQueue;
  readonly consumer: WorkConsumer;
  readonly planner: Planner;
  readonly takeObserver: TakeObserver;
  readonly logger: Logger;
  /** Recommendations decided at a time. */
  readonly concurrency: number;
  /** How long from one audit of the ledger to the next, whichever worker makes it; 0 or left out: never. */
  readonly auditEveryS?: number;
  readonly syncs: SyncStore;
  /** The cloud and what is done with it in turn; left out or null: there is none. */
  readonly cloud?: WorkerCloud | null;
}

/** The cloud that a worker synchronises with. */
export interface WorkerCloud {
  readonly reader: CloudReader;
  /** In the order in which they run. */
  readonly stages: readonly SyncStage[];
  /** How long from one synchronisation to the next, whichever worker makes it; 0: only those that are asked for. */
  readonly syncEveryS: number;
}

@Module({})
export class WorkerModule {
  static of(ports: WorkerPorts): DynamicModule {
    const { recommendations: store, queue, outbox, backlog, planner, takeObserver } = ports;
    const everyS = ports.auditEveryS ?? 0;
    return {
      module: WorkerModule,
      providers: [
        { provide: RelayOutbox, useFactory: () => new RelayOutbox(outbox, queue) },
        {
          provide: TakeAndDecide,
          useFactory: () =>
            new TakeAndDecide({ store, decider: planner, observer: takeObserver, pause: (ms) => sleep(ms) }),
        },
        { provide: PurgeLeftovers, useFactory: () => new PurgeLeftovers(ports.leftovers) },
        { provide: ExpireReservations, useFactory: () => new ExpireReservations(ports.allocations) },
        {
          provide: AuditLedger,
          useFactory: () =>
            new AuditLedger({ audits: ports.audits, observer: new AuditLog(ports.logger), clock: Date.now }),
        },
        {
          provide: AdvisorWorker,
          inject: [TakeAndDecide, RelayOutbox, ExpireReservations, PurgeLeftovers, AuditLedger],
          useFactory: (
            work: TakeAndDecide,
            relay: RelayOutbox,
            expire: ExpireReservations,
            purge: PurgeLeftovers,
            audit: AuditLedger,
          ) =>
            new AdvisorWorker(
              { work, planner, relay, backlog, expire, purge },
              ports.consumer,
              ports.concurrency,
              ports.logger,
              everyS > 0 ? { ledger: audit, everyS } : null,
              syncOf(ports),
            ),
        },
      ],
    };
  }
}

function syncOf({ cloud, syncs, logger }: WorkerPorts): SyncCloud | null {
  if (cloud === undefined || cloud === null) return null;
  const { reader, stages, syncEveryS } = cloud;
  return new SyncCloud({
    syncs,
    reader,
    stages,
    observer: new SyncLog(logger),
    clock: Date.now,
    newId: randomUUID,
    everyMs: syncEveryS > 0 ? syncEveryS * 1000 : null,
  });
}
