import {
  AGELESS,
  type CalibratedModel,
  compileHost,
  type FactAgePolicy,
  type Fleet,
  FleetIndex,
  hardwareClassOf,
  type HostClaim,
  type HostFacts,
  type HostState,
  modelKeyOf,
} from '@iopath/core';
import type { Clock } from '../ports/surroundings.port';
import { FactAges } from './fact-ages';
import type { FleetChanges, FleetReader, HostRecord } from '../ports/fleet.port';

/**
 * The fleet in this process's memory: read whole once, then brought up to date by what changed.
 * It may be behind at any moment; the version check at commit makes that harmless.
 */
export class FleetSnapshot {
  private index: FleetIndex | null = null;
  private watermark: string | null = null;
  private running: Promise<unknown> = Promise.resolve();
  private next: Promise<Fleet> | null = null;
  private active: CalibratedModel | null = null;
  /** Hosts that a commit of this process moved while a read was under way, which may or may not have seen it. */
  private readonly movedMeanwhile = new Set<string>();
  private readonly ages: FactAges;

  constructor(
    private readonly reader: FleetReader,
    private readonly compile: (facts: HostFacts) => HostState = compileHost,
    factAges: FactAgePolicy = AGELESS,
    clock: Clock = Date.now,
  ) {
    this.ages = new FactAges(factAges, clock);
  }

  /** The performance model that was active at the last refresh; null: the one as shipped. */
  get model(): CalibratedModel | null {
    return this.active;
  }

  /** A host that was read elsewhere, as it would be in this fleet. */
  compiled(record: HostRecord): HostState {
    const { hostName, inventory } = record;
    const host = { hostName, hardwareClass: hardwareClassOf(inventory) };
    return this.compile({ ...record, modelKey: modelKeyOf(host, this.active), factAge: this.ages.of(inventory) });
  }

  /**
   * The fleet with everything in it that was committed before this call. Callers share one read, but
   * never one that had begun before they came: that could miss the host they were asked about.
   */
  refresh(): Promise<Fleet> {
    this.next ??= this.runAfter(this.running);
    return this.next;
  }

  /** These hosts as they are known here, without a look at the database; null when one of them is not known. */
  known(hostNames: readonly string[]): readonly HostState[] | null {
    const hosts = hostNames.flatMap((name) => this.index?.get(name) ?? []);
    return hosts.length === hostNames.length ? hosts : null;
  }

  /**
   * Takes over what a commit has just added to a host, so that whoever is next on it need not read it first.
   *
   * @param before the host as it was committed on, held by the commit until it ended: its version went up by one.
   */
  committed(before: HostState, added: readonly HostClaim[]): void {
    const held = this.index?.get(before.hostName) ?? null;
    if (held === null || held.version > before.version) return;
    const claims = [...before.claims, ...added].sort((a, b) => (a.reservationId < b.reservationId ? -1 : 1));
    this.index?.set(this.compile({ ...before, version: before.version + 1, claims }));
    this.movedMeanwhile.add(before.hostName);
  }

  private runAfter(previous: Promise<unknown>): Promise<Fleet> {
    const run = previous.then(() => {
      this.next = null;
      return this.update();
    });
    this.running = run.catch(() => undefined);
    return run;
  }

  private async update(): Promise<Fleet> {
    this.movedMeanwhile.clear();
    const changes = await this.reader.changesSince(this.watermark);
    if (changes.activeModel !== (this.active?.version ?? null)) {
      this.predictBy(changes.activeModel === null ? null : await this.reader.model(changes.activeModel));
    }
    const cloud = await this.reader.cloud();
    this.ages.see(cloud?.observed ?? {});
    if (this.index === null) this.index = new FleetIndex(changes.changed.map((record) => this.compiled(record)));
    else this.apply(this.index, changes);
    this.growOlder(this.index);
    this.index.setVfDemand(await this.reader.recentVfDemand());
    this.index.setCloud(cloud);
    this.watermark = changes.watermark;
    return this.index.fleet();
  }

  /** Facts grow older though nothing changes; a look that found the same makes them younger. */
  private growOlder(index: FleetIndex): void {
    if (!this.ages.beginRound()) return;
    for (const host of index.fleet().hosts) {
      if (this.ages.of(host.inventory) !== host.factAge) index.set(this.compiled(host));
    }
  }

  /** Another model may predict other hosts by parameters of their own. */
  private predictBy(model: CalibratedModel | null): void {
    this.active = model;
    for (const host of this.index?.fleet().hosts ?? []) this.index?.set(this.compiled(host));
  }

  /**
   * A reader may repeat changes; a host that is as it was is not compiled again. What is older than a commit during the
   * read is left out: its view began before that commit ended, so the next read tells of the host once more.
   */
  private apply(index: FleetIndex, { changed, removed }: FleetChanges): void {
    for (const hostName of removed) index.remove(hostName);
    for (const record of changed) {
      const held = index.get(record.hostName);
      if (held !== null && held.version > record.version && this.movedMeanwhile.has(record.hostName)) continue;
      if (held === null || !isSame(held, record)) index.set(this.compiled(record));
    }
  }
}

function isSame(held: HostState, record: HostRecord): boolean {
  return (
    held.version === record.version &&
    held.generation === record.generation &&
    held.state === record.state &&
    held.inventoryHash === record.inventoryHash &&
    held.inventory.observedAtMs === record.inventory.observedAtMs
  );
}
