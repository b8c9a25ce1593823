import {
  buildFleet,
  changeFleet,
  compileHost,
  type FailedPart,
  type Fault,
  type Fleet,
  type PlanningPolicy,
} from '@iopath/core';
import type { FleetReader } from '../ports/fleet.port';
import type { RecommendationStore } from '../ports/recommendation-store.port';
import { unknownNetwork } from '../recommendations/unknown-networks';
import type { ReplanDraft } from './replan-draft';

export interface CheckPorts {
  readonly fleet: FleetReader;
  readonly recommendations: RecommendationStore;
  readonly policy: PlanningPolicy;
}

/** A name in a draft, and where it stands. */
interface Named {
  readonly name: string;
  readonly pointer: string;
}

const HELD: readonly string[] = ['reserved', 'confirmed', 'orphaned'];

/**
 * What a draft names and the fleet does not have, its own changes made. Only the hosts that it names are read.
 *
 * @param policy with the profiles that changes may name
 */
export async function checkAgainstFleet(
  draft: ReplanDraft,
  { fleet: reader, recommendations, policy }: CheckPorts,
): Promise<readonly Fault[]> {
  const hosts = hostsNamedIn(draft);
  const records = await reader.read([...new Set([...hosts, ...hostsToChange(draft)].map(({ name }) => name))]);
  const { fleet, faults } = changeFleet(
    buildFleet(records.map((record) => compileHost(record))),
    policy,
    draft.changes,
  );
  const known = new Set([...fleet.hosts, ...records].map(({ hostName }) => hostName));
  return [
    ...faults,
    ...hosts.flatMap(({ name, pointer }) => (known.has(name) ? [] : [unknownHost(name, pointer)])),
    ...draft.failed.flatMap((part, nth) => unknownPf(part, `/failed/${nth}`, fleet)),
    ...(await unknownNetworks(draft, reader)),
    ...(await unknownVms(draft, recommendations)),
  ];
}

function hostsNamedIn({ hosts, failed, targets, limits }: ReplanDraft): readonly Named[] {
  return [
    ...hosts.map((name, nth) => ({ name, pointer: `/hosts/${nth}` })),
    ...failed.flatMap((part, nth) =>
      part.hostName === null ? [] : [{ name: part.hostName, pointer: `/failed/${nth}/host_name` }],
    ),
    ...targets.map(({ toHost: name }, nth) => ({ name, pointer: `/targets/${nth}/to_host` })),
    ...limits.windows.flatMap((window, nth) =>
      (window.hosts ?? []).map((name, index) => ({ name, pointer: `/limits/windows/${nth}/hosts/${index}` })),
    ),
  ];
}

function hostsToChange({ changes }: ReplanDraft): readonly Named[] {
  return changes.flatMap((change, nth) =>
    'hostName' in change ? [{ name: change.hostName, pointer: `/changes/${nth}/host_name` }] : [],
  );
}

function unknownHost(name: string, pointer: string): Fault {
  return { pointer, code: 'host.unknown', message: `There is no host "${name}".` };
}

function unknownPf(part: FailedPart, pointer: string, fleet: Fleet): readonly Fault[] {
  if (part.kind !== 'pf' && part.kind !== 'link') return [];
  const host = fleet.hosts.find(({ hostName }) => hostName === part.hostName);
  if (host === undefined || host.inventory.pfs.some(({ address }) => address === part.address)) return [];
  const message = `Host ${part.hostName} has no PF at ${part.address}.`;
  return [{ pointer: `${pointer}/pf_address`, code: 'pf.unknown', message }];
}

async function unknownNetworks({ failed, free }: ReplanDraft, reader: FleetReader): Promise<readonly Fault[]> {
  const named: Named[] = failed.flatMap((part, nth) =>
    part.kind === 'physical_network'
      ? [{ name: part.physicalNetwork, pointer: `/failed/${nth}/physical_network` }]
      : [],
  );
  if (free?.kind === 'vfs') named.push({ name: free.physicalNetwork, pointer: '/free/physical_network' });
  if (named.length === 0) return [];
  const unknown = new Set(await reader.unknownPhysicalNetworks([...new Set(named.map(({ name }) => name))]));
  return named.filter(({ name }) => unknown.has(name)).map(({ name, pointer }) => unknownNetwork(name, pointer));
}

async function unknownVms({ targets }: ReplanDraft, recommendations: RecommendationStore): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const [nth, { recommendationId, member }] of targets.entries()) {
    const recommendation = await recommendations.get(recommendationId);
    if (recommendation === null) {
      const message = `There is no recommendation ${recommendationId}.`;
      faults.push({ pointer: `/targets/${nth}/recommendation_id`, code: 'recommendation.unknown', message });
    } else if (!recommendation.reservations.some((hold) => hold.member === member && HELD.includes(hold.state))) {
      const message = `Nothing is held for VM ${member} of recommendation ${recommendationId}.`;
      faults.push({ pointer: `/targets/${nth}/member`, code: 'recommendation.not_reserved', message });
    }
  }
  return faults;
}
