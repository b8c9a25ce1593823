import { type GuestBlueprint, guestBlueprint, type PresentHost, type ReadyDecision } from '@iopath/core';
import type { Reservation } from '../ports/allocation-store.port';
import type { HostStore } from '../ports/host-store.port';
import type { Recommendation } from '../ports/recommendation-store.port';
import { Refusal } from '../refusal';

/**
 * The VMs of a recommendation, each on the host where its reservation is now.
 *
 * @throws Refusal conflict `recommendation.not_decided`, `recommendation.not_ready`
 */
export async function readyGuests(
  recommendation: Recommendation,
  hosts: Pick<HostStore, 'summary'>,
): Promise<readonly GuestBlueprint[]> {
  const { id: recommendationId, request } = recommendation;
  const { members } = readyDecision(recommendation);
  return Promise.all(
    members.map(async (placement, member) => {
      const guest = { recommendationId, request, member, placement };
      const hold = liveHoldOf(recommendation, member);
      if (hold === null || hold.hostName === placement.hostName) return guestBlueprint(guest);
      return guestBlueprint(guest, await presentHost(hold, hosts));
    }),
  );
}

/** What holds the VM's place; null when nothing does. */
export function liveHoldOf({ reservations }: Recommendation, member: number): Reservation | null {
  const its = reservations.filter((reservation) => reservation.member === member);
  return its.find(({ state, moveOf }) => state !== 'released' && state !== 'expired' && moveOf === null) ?? null;
}

async function presentHost({ hostName }: Reservation, hosts: Pick<HostStore, 'summary'>): Promise<PresentHost> {
  const host = await hosts.summary(hostName);
  return { hostName, availabilityZone: host?.availabilityZone ?? null };
}

function readyDecision({ status, decision }: Recommendation): ReadyDecision {
  if (decision?.status === 'ready') return decision;
  const isUnderWay = status === 'queued' || status === 'scoring';
  const code = isUnderWay ? 'recommendation.not_decided' : 'recommendation.not_ready';
  throw new Refusal('conflict', code, `The recommendation is ${status}; only a ready one says what to make.`);
}
