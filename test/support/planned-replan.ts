import { randomUUID } from 'node:crypto';
import { type DeviceTake, NO_LIMITS, type ReplanLimits, type ReplanStep } from '@iopath/core';
import { aNewReplan, aReplanPlan, aReplanRequest, aReplanStep } from '@iopath/testing';
import { onHost, type SpecDatabase } from './spec-database';

/** A cold move of the only VM of a recommendation, to a host as it is now. */
export async function aMoveOf(
  database: SpecDatabase,
  recommendationId: string,
  toHost: string,
  devices: readonly DeviceTake[] = [],
  changes: Partial<ReplanStep> = {},
): Promise<ReplanStep> {
  const recommendation = await database.recommendations.get(recommendationId);
  const held = recommendation?.reservations.find(({ state }) => state !== 'released');
  if (held === undefined) throw new Error(`${recommendationId} holds nothing`);
  const placement = await onHost(database, toHost, devices);
  const step = aReplanStep(held.id, held.hostName, toHost, { placement, ...changes });
  return { ...step, vm: { ...step.vm, recommendationId, serverId: held.serverId } };
}

/** Stores a re-plan that a worker has found this plan for. */
export async function planReplan(
  database: SpecDatabase,
  steps: readonly ReplanStep[],
  limits: Partial<ReplanLimits> = {},
): Promise<string> {
  const id = randomUUID();
  await database.replans.create(aNewReplan(id, { request: aReplanRequest({ limits: { ...NO_LIMITS, ...limits } }) }));
  const taken = await database.replans.takeNext(60_000);
  if (taken?.id !== id) throw new Error('another re-plan waits');
  const reservationIds = steps.map(({ vm }) => vm.reservationId);
  await database.replans.finish(taken, aReplanPlan(steps), { hosts: [], reservationIds });
  return id;
}
