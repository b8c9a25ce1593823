import { createHash } from 'node:crypto';
import { NOTHING_SEEN, type HoldState, type Seen, type SeenAllocation, type SeenReservation } from './operation';

interface WireAllocation {
  readonly id: string;
  readonly reservation_id: string;
  readonly recommendation_id: string;
  readonly host_name: string;
  readonly kind: 'vf' | 'pf' | 'pci';
  readonly pf_address: string | null;
  readonly vf_address: string;
  readonly state: HoldState;
  readonly server_id: string | null;
  readonly generation: number;
  readonly expires_at: string | null;
}

interface WireReservation {
  readonly id: string;
  readonly member: number;
  readonly host_name: string;
  readonly state: HoldState;
  readonly server_id: string | null;
  readonly expires_at: string | null;
}

interface WirePlacement {
  readonly host_name?: string;
  readonly nics?: readonly { readonly path: string }[];
  readonly vf_allocations?: readonly WireAllocation[];
  readonly reservations?: readonly WireReservation[];
}

interface WireRecommendation extends WirePlacement {
  readonly id: string;
  readonly status: string;
  readonly decided_at?: string | null;
  readonly input_hash?: string;
  readonly members?: readonly WirePlacement[];
}

/** What a JSON answer shows of recommendations, reservations and allocations, whichever endpoint gave it. */
export function readAnswer(body: unknown): Seen {
  if (!isRecord(body)) return NOTHING_SEEN;
  if (Array.isArray(body['recommendations'])) return join(body['recommendations'].map(readAnswer));
  if (Array.isArray(body['allocations'])) return join(body['allocations'].map(readAnswer));
  if (typeof body['vf_address'] === 'string') {
    return { ...NOTHING_SEEN, allocations: [allocation(body as unknown as WireAllocation)] };
  }
  if (typeof body['status'] === 'string' && typeof body['id'] === 'string') {
    return recommendation(body as unknown as WireRecommendation);
  }
  return NOTHING_SEEN;
}

function recommendation(wire: WireRecommendation): Seen {
  const placements = wire.members ?? [wire];
  return {
    recommendations: [{ id: wire.id, status: wire.status, decision: decisionOf(wire) }],
    reservations: placements
      .flatMap(({ reservations }) => reservations ?? [])
      .map((each) => reservation(each, wire.id)),
    allocations: placements.flatMap(({ vf_allocations }) => vf_allocations ?? []).map(allocation),
  };
}

/** A 202 tells no time of decision, and says nothing of what was decided. */
function decisionOf(wire: WireRecommendation): string | null {
  if (wire.decided_at == null) return null;
  const placements = (wire.members ?? [wire]).map(({ host_name, nics }) => [host_name, nics?.map((nic) => nic.path)]);
  const content = [wire.status, wire.decided_at, wire.input_hash, placements];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}

function reservation(wire: WireReservation, recommendationId: string): SeenReservation {
  return {
    id: wire.id,
    recommendationId,
    member: wire.member,
    hostName: wire.host_name,
    state: wire.state,
    serverId: wire.server_id,
    expiresAtMs: timeOf(wire.expires_at),
  };
}

function allocation(wire: WireAllocation): SeenAllocation {
  return {
    id: wire.id,
    reservationId: wire.reservation_id,
    recommendationId: wire.recommendation_id,
    hostName: wire.host_name,
    kind: wire.kind,
    pfAddress: wire.pf_address,
    deviceAddress: wire.vf_address,
    state: wire.state,
    serverId: wire.server_id,
    generation: wire.generation,
    expiresAtMs: timeOf(wire.expires_at),
  };
}

function timeOf(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}

function join(parts: readonly Seen[]): Seen {
  return {
    recommendations: parts.flatMap(({ recommendations }) => recommendations),
    reservations: parts.flatMap(({ reservations }) => reservations),
    allocations: parts.flatMap(({ allocations }) => allocations),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
