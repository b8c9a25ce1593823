import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuditLog, type Logger, SyncLog } from '@iopath/observability';
import {
  type AllocationStore,
  AuditLedger,
  type AuditStore,
  type BacklogStore,
  type Calendar,
  type CloudReader,
  ExpireReservations,
  type LeftoverStore,
  type Outbox,
  type Planner,
  PurgeLeftovers,
  type RecommendationStore,
  RelayOutbox,
  type Replanner,
  type ReplanObserver,
  type ReplanScheduleStore,
  type ReplanStore,
  RunSchedules,
  SupersedeReplans,
  SyncCloud,
  type SyncStage,
  type SyncStore,
  TakeAndDecide,
  TakeAndReplan,
  type TakeObserver,
  type WorkConsumer,
} from '@iopath/usecases';
import { AdvisorWorker, type ReplanUseCases } from './advisor-worker';
import { type MovingCloud, replanDriver, type ReplanDriverPorts } from './replan-driver';

/** What a worker works with. */
export interface WorkerPorts extends ReplanDriverPorts {
  readonly recommendations: RecommendationStore;
  readonly allocations: AllocationStore;
  readonly audits: AuditStore;
  readonly backlog: BacklogStore;
  readonly leftovers: LeftoverStore;
  readonly outbox: Outbox;
  readonly consumer: WorkConsumer;
  readonly planner: Planner;
  readonly replanner: Replanner;
  readonly replans: ReplanStore;
  readonly replanSchedules: ReplanScheduleStore;
  readonly calendar: Calendar;
  readonly takeObserver: TakeObserver;
  readonly replanObserver: ReplanObserver;
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
  /** What steps of re-plans go through; left out or null: callers report how they ended. */
  readonly moving?: MovingCloud | null;
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
              { work, planner, relay, backlog, expire, purge, replans: replansOf(ports) },
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

function replansOf(ports: WorkerPorts): ReplanUseCases {
  const { replans: store, replanSchedules: schedules, replanner, replanObserver: observer, calendar } = ports;
  const clock = Date.now;
  const newId = randomUUID;
  return {
    work: new TakeAndReplan({ store, replanner, observer, clock, pause: (ms) => sleep(ms) }),
    supersede: new SupersedeReplans({ store, observer, newId }),
    schedules: new RunSchedules({ schedules, calendar, observer, clock, newId }),
    steps: replanDriver(ports, ports.cloud?.moving ?? null),
  };
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
