import type { ReplanStep } from '@iopath/core';
import { randomOf, type Random } from '../random';
import type { Breach } from './breach';
import { deviceBreaches } from './device-breaches';
import { ExecutedFleet, type PlanToCheck, type StepStatus } from './executed-fleet';
import { amountBreaches } from './host-breaches';
import { beginBreaches, groupBreaches, leftAside, placelessVm } from './step-breaches';

/** What an execution of a plan came to. */
export interface PlanCheck {
  /** Each once, with the moment at which it was seen first. */
  readonly breaches: readonly (Breach & { readonly when: string })[];
  /** Orders of begins and ends that were executed; null: every one that the graph allows. */
  readonly orders: number | null;
  /** Moments that were looked at. */
  readonly moments: number;
}

/** Plans of so many steps are executed in every order that their graph allows: each is waiting, running or ended. */
const EVERY_ORDER_UP_TO = 7;

/**
 * Executes a plan on documents, without anything of what made it: steps begin when all that they wait for has ended, side by
 * side as far as the graph allows, and end when they like. After each begin and each end everything is counted anew.
 *
 * @param orders how many orders of a plan that has too many for all.
 * @param seed of the orders.
 */
export function checkPlan(plan: PlanToCheck, orders: number, seed: number): PlanCheck {
  const execution = new Execution(plan);
  if (plan.steps.length <= EVERY_ORDER_UP_TO) execution.inEveryOrder();
  else
    for (let nth = 0; nth < orders; nth++) execution.inOneOrder(randomOf(seed, nth), PACES[nth % PACES.length] ?? 0.5);
  const isEvery = plan.steps.length <= EVERY_ORDER_UP_TO;
  return { breaches: execution.found(), orders: isEvery ? null : orders, moments: execution.moments };
}

/** How likely a step begins rather than another ends: one after the other, side by side, all that can at once. */
const PACES = [0, 0.5, 1] as const;

class Execution {
  moments = 0;
  private readonly breaches = new Map<string, Breach & { readonly when: string }>();
  /** What is so before the first step is not the plan's doing. */
  private readonly before: ReadonlySet<string>;
  private readonly status = new Map<string, StepStatus>();
  private readonly fleet: ExecutedFleet;
  private readonly byId: ReadonlyMap<string, ReplanStep>;

  constructor(private readonly plan: PlanToCheck) {
    this.byId = new Map(plan.steps.map((step) => [step.id, step]));
    this.fleet = new ExecutedFleet(plan, ({ id }) => this.status.get(id) ?? 'waiting');
    this.before = new Set(plan.hosts.flatMap(({ hostName }) => this.onHost(hostName)).map(keyOf));
    const unknown = plan.steps.flatMap(({ id, waitsFor }) =>
      waitsFor
        .filter(({ step }) => !this.byId.has(step))
        .map(({ step }) => ({ code: 'step.unknown_dependency' as const, subject: id, detail: step })),
    );
    const placeless = plan.vms.flatMap((vm) => placelessVm(vm, this.fleet, plan));
    this.report([...unknown, ...leftAside(plan), ...placeless], 'in the plan');
  }

  found(): readonly (Breach & { readonly when: string })[] {
    return [...this.breaches.values()];
  }

  /** Every set of steps that can be waiting, running and ended at a time is come to once. */
  inEveryOrder(): void {
    const seen = new Set<string>();
    let hasEnded = this.plan.steps.length === 0;
    const goOn = (): void => {
      const name = this.plan.steps.map(({ id }) => this.status.get(id) ?? 'waiting').join();
      if (seen.has(name)) return;
      seen.add(name);
      if (this.isOver()) hasEnded = true;
      for (const step of this.ready()) {
        this.begin(step);
        goOn();
        this.status.set(step.id, 'waiting');
      }
      for (const step of this.running()) {
        this.end(step);
        goOn();
        this.status.set(step.id, 'running');
      }
    };
    goOn();
    if (!hasEnded) this.neverBegins();
  }

  inOneOrder(random: Random, pace: number): void {
    this.status.clear();
    for (;;) {
      const ready = this.ready();
      const running = this.running();
      if (ready.length === 0 && running.length === 0) break;
      const begins = running.length === 0 || (ready.length > 0 && random.chance(pace));
      const step = random.pick(begins ? ready : running);
      if (begins) this.begin(step);
      else this.end(step);
    }
    if (!this.isOver()) this.neverBegins();
    this.status.clear();
  }

  private isOver(): boolean {
    return this.plan.steps.every(({ id }) => this.status.get(id) === 'ended');
  }

  private neverBegins(): void {
    const waiting = this.plan.steps.filter(({ id }) => (this.status.get(id) ?? 'waiting') === 'waiting');
    this.report(
      waiting.map(({ id }) => ({ code: 'step.never_begins', subject: id, detail: 'what it waits for never ends' })),
      'in the end',
    );
  }

  private ready(): readonly ReplanStep[] {
    return this.plan.steps.filter(
      ({ id, waitsFor }) =>
        (this.status.get(id) ?? 'waiting') === 'waiting' &&
        waitsFor.every(({ step }) => this.status.get(step) === 'ended'),
    );
  }

  private running(): readonly ReplanStep[] {
    return this.plan.steps.filter(({ id }) => this.status.get(id) === 'running');
  }

  private begin(step: ReplanStep): void {
    this.report(beginBreaches(step, this.fleet, this.running(), this.plan), `as ${step.id} begins`);
    this.status.set(step.id, 'running');
    this.look(step, `when ${step.id} has begun`);
  }

  private end(step: ReplanStep): void {
    this.status.set(step.id, 'ended');
    this.look(step, `when ${step.id} has ended`);
  }

  private look({ fromHost, toHost, vm }: ReplanStep, when: string): void {
    this.moments++;
    const own = this.plan.vms.find(({ reservationId }) => reservationId === vm.reservationId);
    const placeless = own === undefined ? [] : placelessVm(own, this.fleet, this.plan);
    this.report([...this.onHost(fromHost), ...this.onHost(toHost), ...placeless], when);
  }

  private onHost(hostName: string): readonly Breach[] {
    const host = this.fleet.host(hostName);
    return host === null ? [] : [...amountBreaches(host), ...deviceBreaches(host), ...groupBreaches(host)];
  }

  private report(breaches: readonly Breach[], when: string): void {
    const ended = this.plan.steps.filter(({ id }) => this.status.get(id) === 'ended').map(({ id }) => id);
    for (const breach of breaches) {
      const key = keyOf(breach);
      if (this.before.has(key) || this.breaches.has(key)) continue;
      this.breaches.set(key, { ...breach, when: `${when}; ended: ${ended.join(' ')}` });
    }
  }
}

function keyOf({ code, subject }: Breach): string {
  return `${code} ${subject}`;
}
