import { setTimeout as sleep } from 'node:timers/promises';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from '@iopath/observability';
import {
  type AllocationStore,
  type BacklogStore,
  ExpireReservations,
  type Outbox,
  type Planner,
  type RecommendationStore,
  RelayOutbox,
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
  readonly backlog: BacklogStore;
  readonly outbox: Outbox;
  readonly queue: WorkQueue;
  readonly consumer: WorkConsumer;
  readonly planner: Planner;
  readonly takeObserver: TakeObserver;
  readonly logger: Logger;
  /** Recommendations decided at a time. */
  readonly concurrency: number;
}

@Module({})
export class WorkerModule {
  static of(ports: WorkerPorts): DynamicModule {
    const { recommendations: store, queue, outbox, backlog, planner, takeObserver } = ports;
    return {
      module: WorkerModule,
      providers: [
        { provide: RelayOutbox, useFactory: () => new RelayOutbox(outbox, queue) },
        {
          provide: TakeAndDecide,
          useFactory: () =>
            new TakeAndDecide({ store, decider: planner, observer: takeObserver, pause: (ms) => sleep(ms) }),
        },
        { provide: ExpireReservations, useFactory: () => new ExpireReservations(ports.allocations) },
        {
          provide: AdvisorWorker,
          inject: [TakeAndDecide, RelayOutbox, ExpireReservations],
          useFactory: (work: TakeAndDecide, relay: RelayOutbox, expire: ExpireReservations) =>
            new AdvisorWorker(
              { work, planner, relay, backlog, expire },
              ports.consumer,
              ports.concurrency,
              ports.logger,
            ),
        },
      ],
    };
  }
}
