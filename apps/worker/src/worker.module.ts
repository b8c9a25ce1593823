import { setTimeout as sleep } from 'node:timers/promises';
import { type DynamicModule, Module } from '@nestjs/common';
import { planRequest, type PlanningPolicy } from '@iopath/core';
import type { Logger } from '@iopath/observability';
import {
  type AllocationStore,
  DecideRecommendation,
  type DecisionObserver,
  ExpireReservations,
  type FleetReader,
  FleetSnapshot,
  type Outbox,
  type RecommendationStore,
  RelayOutbox,
  staleBackoff,
  SweepUndecided,
  type WorkConsumer,
  type WorkQueue,
} from '@iopath/usecases';
import { AdvisorWorker } from './advisor-worker';

/** What a worker works with. */
export interface WorkerPorts {
  readonly recommendations: RecommendationStore;
  readonly fleet: FleetReader;
  readonly allocations: AllocationStore;
  readonly outbox: Outbox;
  readonly queue: WorkQueue;
  readonly consumer: WorkConsumer;
  readonly observer: DecisionObserver;
  readonly logger: Logger;
  readonly policy: PlanningPolicy;
  /** Where somebody else in the process reads the fleet too; left out: one of its own. */
  readonly snapshot?: FleetSnapshot;
  /** Recommendations decided at a time. */
  readonly concurrency: number;
}

@Module({})
export class WorkerModule {
  static of(ports: WorkerPorts): DynamicModule {
    const { recommendations, queue, outbox } = ports;
    return {
      module: WorkerModule,
      providers: [
        { provide: FleetSnapshot, useFactory: () => ports.snapshot ?? new FleetSnapshot(ports.fleet) },
        {
          provide: DecideRecommendation,
          inject: [FleetSnapshot],
          useFactory: (snapshot: FleetSnapshot) => decideRecommendation(snapshot, ports),
        },
        { provide: RelayOutbox, useFactory: () => new RelayOutbox(outbox, queue) },
        { provide: SweepUndecided, useFactory: () => new SweepUndecided(recommendations, queue) },
        { provide: ExpireReservations, useFactory: () => new ExpireReservations(ports.allocations) },
        {
          provide: AdvisorWorker,
          inject: [DecideRecommendation, FleetSnapshot, RelayOutbox, SweepUndecided, ExpireReservations],
          useFactory: (
            decide: DecideRecommendation,
            snapshot: FleetSnapshot,
            relay: RelayOutbox,
            sweep: SweepUndecided,
            expire: ExpireReservations,
          ) =>
            new AdvisorWorker(
              { decide, snapshot, relay, sweep, expire },
              ports.consumer,
              ports.concurrency,
              ports.logger,
            ),
        },
      ],
    };
  }
}

function decideRecommendation(snapshot: FleetSnapshot, { recommendations, policy, observer }: WorkerPorts) {
  return new DecideRecommendation({
    store: recommendations,
    snapshot,
    policy,
    plan: planRequest,
    clock: Date.now,
    backoff: staleBackoff((ms) => sleep(ms), Math.random),
    observer,
  });
}
