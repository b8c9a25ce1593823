import {
  changeFleet,
  heldVmsAfter,
  howManyFit,
  replan,
  type ReplanRequest,
  type ReplanResult,
  type ReplanTools,
  unlockingChanges,
} from '@iopath/core';
import { ReplanOutOfDate } from '../ports/replanner.port';
import type { ReplanWorld } from './replan-on-fleet';

/**
 * What a re-plan comes to on the world as it is, or as its changes make it.
 *
 * @throws ReplanOutOfDate when its changes cannot be made to the fleet any more.
 */
export function answerReplan(
  { question, changes, limits }: ReplanRequest,
  world: ReplanWorld,
  tools: ReplanTools,
): ReplanResult {
  const changed = changeFleet(world.fleet, world.policy, changes);
  if (changed.faults.length > 0) throw new ReplanOutOfDate(changed.faults);
  const { fleet, policy } = changed;
  switch (question.kind) {
    case 'plan': {
      const vms = heldVmsAfter(world.vms, changed);
      const waiting = world.rejected.map(({ request }) => request);
      return replan({ fleet, vms, uprooted: changed.uprooted, goal: question.goal, limits, policy, waiting }, tools);
    }
    case 'capacity':
      return howManyFit(question.request, fleet, policy, tools);
    case 'unlock':
      return unlockingChanges(world.rejected, fleet, policy, question.days, tools);
  }
}
