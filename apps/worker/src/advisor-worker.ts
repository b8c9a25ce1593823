import { randomUUID } from 'node:crypto';
import { type Logger, runWithLogFields } from '@iopath/observability';
import type {
  AuditLedger,
  BacklogStore,
  DriveReplans,
  ExpireReservations,
  Planner,
  PurgeLeftovers,
  RelayOutbox,
  RunSchedules,
  SupersedeReplans,
  SyncCloud,
  TakeAndDecide,
  TakeAndReplan,
  TakenRecommendation,
  WorkConsumer,
} from '@iopath/usecases';
import { RepeatedTask } from './repeated-task';
import { Slots } from './slots';

const RELAY_EVERY_MS = 500;
/** Well under the lease, so that one that comes late does no harm. */
const RENEW_EVERY_MS = 1_000;
/** What a lost ring costs at most, and all that there is while Redis is away. */
const LOOK_AROUND_EVERY_MS = 1_000;
const HURRY_EVERY_MS = 10_000;
/** A batch request that has waited so long waits as an interactive one does from then on. */
const BATCH_WAITS_MS = 5 * 60_000;
const HURRIED_AT_ONCE = 500;
const EXPIRE_EVERY_MS = 2_000;
/** How often a worker asks whether an audit is due, at most: another one may have died in its turn. */
const ASK_FOR_AUDIT_EVERY_MS = 60_000;
/** What a requested synchronisation waits at most while no other one runs. */
const ASK_FOR_SYNC_EVERY_MS = 1_000;
/** How soon a step goes on that waits for the cloud, or for another step. */
const DRIVE_REPLANS_EVERY_MS = 1_000;
const PURGE_EVERY_MS = 10 * 60_000;
/** What a lost ring for a re-plan costs at most. */
const LOOK_FOR_REPLANS_EVERY_MS = 1_000;
/** Progress is written, and a cancel heard of, as often. */
const RENEW_REPLAN_EVERY_MS = 500;
const SUPERSEDE_EVERY_MS = 10_000;
/** Cron knows minutes. */
const RUN_SCHEDULES_EVERY_MS = 5_000;

export interface WorkerUseCases {
  readonly work: TakeAndDecide;
  readonly planner: Planner;
  readonly relay: RelayOutbox;
  readonly backlog: BacklogStore;
  readonly expire: ExpireReservations;
  readonly purge: PurgeLeftovers;
  readonly replans: ReplanUseCases;
}

/** What a worker does about re-plans. */
export interface ReplanUseCases {
  readonly work: TakeAndReplan;
  readonly supersede: SupersedeReplans;
  readonly schedules: RunSchedules;
  readonly steps: DriveReplans;
}

/** The audits that this worker makes when it is its turn. */
export interface ScheduledAudits {
  readonly ledger: AuditLedger;
  readonly everyS: number;
}

/**
 * Decides what the database hands out: at each ring of the bell, and whenever it finds something when it looks around. And
 * keeps the house: rings that were lost, requests that have waited too long, reservations that ran out.
 */
export class AdvisorWorker {
  private readonly chores: RepeatedTask[];
  /** Apart from the others, for they go on until nothing is held any more. */
  private readonly heartbeats: readonly RepeatedTask[];
  private readonly slots: Slots;
  private readonly running = new Set<Promise<void>>();
  private isStopping = false;
  /** Interrupts what may take minutes, and can be done again. */
  private readonly ending = new AbortController();
  private abandonRunning: () => void = () => undefined;
  /** Resolves when what still runs is waited for no longer. */
  private readonly abandoned = new Promise<void>((resolve) => (this.abandonRunning = resolve));

  constructor(
    private readonly useCases: WorkerUseCases,
    private readonly consumer: WorkConsumer,
    private readonly concurrency: number,
    private readonly logger: Logger,
    audits: ScheduledAudits | null = null,
    sync: SyncCloud | null = null,
  ) {
    const { work, relay, backlog, expire, purge, replans } = useCases;
    this.slots = new Slots(concurrency);
    this.heartbeats = [
      new RepeatedTask('renew leases', RENEW_EVERY_MS, () => work.renewLeases(), logger),
      new RepeatedTask('renew lease of re-plan', RENEW_REPLAN_EVERY_MS, () => replans.work.renewLease(), logger),
    ];
    const applySteps = () => replans.steps.lookAround(this.ending.signal);
    this.chores = [
      new RepeatedTask('look around', LOOK_AROUND_EVERY_MS, () => this.lookAround(), logger),
      new RepeatedTask('relay outbox', RELAY_EVERY_MS, () => relay.execute(), logger),
      new RepeatedTask('hurry batch', HURRY_EVERY_MS, () => backlog.hurryAged(BATCH_WAITS_MS, HURRIED_AT_ONCE), logger),
      new RepeatedTask('expire reservations', EXPIRE_EVERY_MS, () => expire.execute(), logger),
      new RepeatedTask('purge leftovers', PURGE_EVERY_MS, () => purge.execute(), logger),
      new RepeatedTask('look for re-plans', LOOK_FOR_REPLANS_EVERY_MS, () => replans.work.lookAround(), logger),
      new RepeatedTask('supersede re-plans', SUPERSEDE_EVERY_MS, () => replans.supersede.execute(), logger),
      new RepeatedTask('apply re-plans', DRIVE_REPLANS_EVERY_MS, () => together(applySteps), logger),
      new RepeatedTask('run schedules', RUN_SCHEDULES_EVERY_MS, () => replans.schedules.execute(), logger),
    ];
    if (audits !== null) {
      const everyMs = audits.everyS * 1000;
      const askEveryMs = Math.min(everyMs, ASK_FOR_AUDIT_EVERY_MS);
      const task = () => audits.ledger.onSchedule(randomUUID(), everyMs);
      this.chores.push(new RepeatedTask('audit ledger', askEveryMs, task, logger));
    }
    if (sync !== null) {
      const task = () => together(() => sync.lookAround(this.ending.signal));
      this.chores.push(new RepeatedTask('synchronise with the cloud', ASK_FOR_SYNC_EVERY_MS, task, logger));
    }
  }

  async start(): Promise<void> {
    await this.readFleet();
    await this.consumer.start(() => this.answerRing(), this.concurrency);
    await this.consumer.startReplans(() => this.useCases.replans.work.lookAround());
    for (const chore of [...this.heartbeats, ...this.chores]) chore.start();
  }

  /**
   * Takes nothing new, lets what runs end, and gives back what has not ended within `limitMs`, so that another worker
   * takes it at once. A re-plan, which may go on for minutes, is given back without waiting.
   */
  async stop(limitMs: number): Promise<void> {
    this.isStopping = true;
    this.ending.abort();
    const limit = setTimeout(() => this.abandonRunning(), limitMs);
    const replansEnded = this.useCases.replans.work.end();
    const stopped = Promise.all([replansEnded, this.consumer.stop(), ...this.chores.map((chore) => chore.stop())]);
    await Promise.race([stopped.then(() => this.whenIdle()), this.abandoned]);
    clearTimeout(limit);
    await Promise.all(this.heartbeats.map((heartbeat) => heartbeat.stop()));
    await this.useCases.work.giveAllBack().catch((error: unknown) => {
      this.logger.warn({ err: error }, 'what still runs cannot be given back; its leases run out');
    });
    this.abandonRunning();
    await stopped;
  }

  private async whenIdle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** Ahead of the first request, which need not wait for it then. */
  private async readFleet(): Promise<void> {
    try {
      this.logger.info({ hosts: await this.useCases.planner.readFleet() }, 'fleet read');
    } catch (error) {
      this.logger.warn({ err: error }, 'the fleet cannot be read yet');
    }
  }

  /** One request a ring. A ring that finds nothing was somebody else's, and one that fails is made up for by looking around. */
  private async answerRing(): Promise<void> {
    await Promise.race([this.slots.acquire(), this.abandoned]);
    try {
      await this.run(async () => {
        const taken = await this.take();
        if (taken !== null) await this.decide(taken);
      });
    } finally {
      this.slots.release();
    }
  }

  /** Fills all free slots, as long as there is something to do. */
  private async lookAround(): Promise<void> {
    while (!this.isStopping && this.slots.tryAcquire()) {
      const taken = await this.take().catch((error: unknown) => {
        this.slots.release();
        throw error;
      });
      if (taken === null) {
        this.slots.release();
        return;
      }
      void this.run(() => this.decideAll(taken)).finally(() => this.slots.release());
    }
  }

  private async take(): Promise<TakenRecommendation | null> {
    return this.isStopping ? null : this.useCases.work.take();
  }

  private async decideAll(first: TakenRecommendation): Promise<void> {
    for (let taken: TakenRecommendation | null = first; taken !== null;) {
      await this.decide(taken);
      // A database that is away is told of by looking around.
      taken = await this.take().catch(() => null);
    }
  }

  private decide(taken: TakenRecommendation): Promise<void> {
    return runWithLogFields({ recommendation_id: taken.id }, async () => {
      await this.useCases.work.decide(taken);
      this.consumer.announce(taken.id);
    });
  }

  /** Resolves when the work has ended, or when nobody waits for it any longer. */
  private async run(work: () => Promise<void>): Promise<void> {
    const run = Promise.race([work(), this.abandoned]);
    this.running.add(run);
    try {
      await run;
    } finally {
      this.running.delete(run);
    }
  }
}

/** Every call to the cloud carries the same id, so that the logs of its services tell what was asked together. */
function together(task: () => Promise<unknown>): Promise<unknown> {
  return runWithLogFields({ request_id: `req-${randomUUID()}` }, task);
}
