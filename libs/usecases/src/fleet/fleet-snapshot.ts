import type { Fleet, HostState } from '@iopath/core';
import type { FleetChanges, FleetReader, HostRecord } from '../ports/fleet.port';

/** The pure functions of core that turn facts into what the planner works on. */
export interface FleetCompiler {
  readonly compileHost: (facts: HostRecord) => HostState;
  readonly buildFleet: (hosts: readonly HostState[]) => Fleet;
}

/**
 * The fleet in this process's memory: read whole once, then brought up to date by what changed.
 * It may be behind at any moment; the version check at commit makes that harmless.
 */
export class FleetSnapshot {
  private readonly hosts = new Map<string, HostState>();
  private fleet: Fleet | null = null;
  private watermark: string | null = null;
  private running: Promise<unknown> = Promise.resolve();
  private next: Promise<Fleet> | null = null;

  constructor(
    private readonly reader: FleetReader,
    private readonly compiler: FleetCompiler,
  ) {}

  /**
   * The fleet with everything in it that was committed before this call. Callers share one read, but
   * never one that had begun before they came: that could miss the host they were asked about.
   */
  refresh(): Promise<Fleet> {
    this.next ??= this.runAfter(this.running);
    return this.next;
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
    const changes = await this.reader.changesSince(this.watermark);
    this.apply(changes);
    this.fleet ??= this.compiler.buildFleet([...this.hosts.values()]);
    this.watermark = changes.watermark;
    return this.fleet;
  }

  /** Drops the built fleet when anything is new; a reader may repeat changes. */
  private apply({ changed, removed }: FleetChanges): void {
    for (const hostName of removed) if (this.hosts.delete(hostName)) this.fleet = null;
    for (const record of changed) {
      const held = this.hosts.get(record.hostName);
      if (held !== undefined && isSame(held, record)) continue;
      this.hosts.set(record.hostName, this.compiler.compileHost(record));
      this.fleet = null;
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
