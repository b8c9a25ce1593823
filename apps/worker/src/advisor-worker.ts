import { type Logger, runWithLogFields } from '@iopath/observability';
import type {
  ExpireReservations,
  Planner,
  RecommendationStore,
  RelayOutbox,
  SweepUndecided,
  WorkConsumer,
} from '@iopath/usecases';
import { RepeatedTask } from './repeated-task';

const RELAY_EVERY_MS = 500;
const SWEEP_EVERY_MS = 2_000;
const EXPIRE_EVERY_MS = 2_000;

export interface WorkerUseCases {
  readonly recommendations: RecommendationStore;
  readonly planner: Planner;
  readonly relay: RelayOutbox;
  readonly sweep: SweepUndecided;
  readonly expire: ExpireReservations;
}

/** Decides what the queue hands over, and keeps the house: rings that were lost, reservations that ran out. */
export class AdvisorWorker {
  private readonly chores: readonly RepeatedTask[];

  constructor(
    private readonly useCases: WorkerUseCases,
    private readonly consumer: WorkConsumer,
    private readonly concurrency: number,
    private readonly logger: Logger,
  ) {
    const { relay, sweep, expire } = useCases;
    this.chores = [
      new RepeatedTask('relay outbox', RELAY_EVERY_MS, () => relay.execute(), logger),
      new RepeatedTask('sweep undecided', SWEEP_EVERY_MS, () => sweep.execute(), logger),
      new RepeatedTask('expire reservations', EXPIRE_EVERY_MS, () => expire.execute(), logger),
    ];
  }

  async start(): Promise<void> {
    await this.readFleet();
    await this.consumer.start((id) => this.decide(id), this.concurrency);
    for (const chore of this.chores) chore.start();
  }

  /** Takes nothing new and resolves when what is running has ended. */
  async stop(): Promise<void> {
    await Promise.all([this.consumer.stop(), ...this.chores.map((chore) => chore.stop())]);
  }

  /** Ahead of the first request, which need not wait for it then. */
  private async readFleet(): Promise<void> {
    try {
      this.logger.info({ hosts: await this.useCases.planner.readFleet() }, 'fleet read');
    } catch (error) {
      this.logger.warn({ err: error }, 'the fleet cannot be read yet');
    }
  }

  private decide(id: string): Promise<void> {
    return runWithLogFields({ recommendation_id: id }, async () => {
      try {
        const taken = await this.useCases.recommendations.takeForDeciding(id);
        if (taken !== null) await this.useCases.planner.decide(taken);
      } catch (error) {
        this.logger.warn({ err: error }, 'no decision this time; the queue will ask again');
        throw error;
      }
    });
  }
}
