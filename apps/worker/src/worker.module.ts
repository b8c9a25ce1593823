import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from '@iopath/observability';
import {
  type AllocationStore,
  ExpireReservations,
  type Outbox,
  type Planner,
  type RecommendationStore,
  RelayOutbox,
  SweepUndecided,
  type WorkConsumer,
  type WorkQueue,
} from '@iopath/usecases';
import { AdvisorWorker } from './advisor-worker';

/** What a worker works with. */
export interface WorkerPorts {
  readonly recommendations: RecommendationStore;
  readonly allocations: AllocationStore;
  readonly outbox: Outbox;
  readonly queue: WorkQueue;
  readonly consumer: WorkConsumer;
  readonly planner: Planner;
  readonly logger: Logger;
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
        { provide: RelayOutbox, useFactory: () => new RelayOutbox(outbox, queue) },
        { provide: SweepUndecided, useFactory: () => new SweepUndecided(recommendations, queue) },
        { provide: ExpireReservations, useFactory: () => new ExpireReservations(ports.allocations) },
        {
          provide: AdvisorWorker,
          inject: [RelayOutbox, SweepUndecided, ExpireReservations],
          useFactory: (relay: RelayOutbox, sweep: SweepUndecided, expire: ExpireReservations) =>
            new AdvisorWorker(
              { recommendations, planner: ports.planner, relay, sweep, expire },
              ports.consumer,
              ports.concurrency,
              ports.logger,
            ),
        },
      ],
    };
  }
}
