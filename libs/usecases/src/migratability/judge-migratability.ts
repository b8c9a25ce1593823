import type { HostMigratability, migratabilityOf, PlanningPolicy } from '@iopath/core';
import type { FleetSnapshot } from '../fleet/fleet-snapshot';
import type { CloudServerStore, ServerOnHost } from '../ports/cloud-server-store.port';
import type { HeldVms } from '../ports/held-vms.port';
import { OneAtATime } from '../recommendations/one-at-a-time';
import { Refusal } from '../refusal';

export interface MigratabilityPorts {
  readonly heldVms: HeldVms;
  readonly cloudServers: CloudServerStore;
  readonly snapshot: FleetSnapshot;
  readonly policy: () => PlanningPolicy;
  readonly judge: typeof migratabilityOf;
}

/** A host's VMs, judged, and what else is on it. Plain data. */
export interface JudgedHost extends HostMigratability {
  /** What the advisor did not place, and so knows too little of to move, by id. */
  readonly notJudged: readonly NotJudgedServer[];
}

export interface NotJudgedServer {
  /** Of the server; of another consumer of Placement, the consumer's. */
  readonly id: string;
  readonly isServer: boolean;
  readonly name: string | null;
  readonly projectId: string | null;
  readonly status: string | null;
}

const PAGE = 1_000;

/** Tells of each VM on a host where it could go, how, and what is in its way. A question: nothing is stored. */
export class JudgeMigratability {
  private readonly judging = new OneAtATime();

  constructor(private readonly ports: MigratabilityPorts) {}

  /** @throws Refusal not_found `host.not_found`. */
  async execute(hostName: string): Promise<JudgedHost> {
    const { heldVms, snapshot, policy, judge } = this.ports;
    // Searches for every VM on the thread that serves everybody: one host at a time leaves the others their turns.
    return this.judging.run(async () => {
      const fleet = await snapshot.refresh();
      const host = fleet.hosts.find((each) => each.hostName === hostName);
      if (host === undefined) {
        throw new Refusal('not_found', 'host.not_found', `There is no host called "${hostName}".`);
      }
      const vms = await heldVms.read(hostName);
      return { ...judge(hostName, vms, fleet, policy()), notJudged: await this.notJudged(hostName) };
    });
  }

  private async notJudged(hostName: string): Promise<readonly NotJudgedServer[]> {
    const found: NotJudgedServer[] = [];
    for (let marker: string | null = null; ;) {
      const { items, nextMarker } = await this.ports.cloudServers.list(hostName, PAGE, marker);
      found.push(...items.filter(({ isForeign }) => isForeign).map(toNotJudged));
      if (nextMarker === null) return found;
      marker = nextMarker;
    }
  }
}

function toNotJudged({ claim, server }: ServerOnHost): NotJudgedServer {
  return {
    id: claim.reservationId,
    isServer: server !== null,
    name: server?.name ?? null,
    projectId: server?.projectId ?? null,
    status: server?.status ?? null,
  };
}
