import type { PlanningPolicy } from '@iopath/core';
import { AdvisorPolicy } from './advisor.policy';
import { first, fullest, heaviest } from './host-choice';
import type { PlacingPolicy } from './placing-policy';
import { StandInPolicy } from './stand-in.policy';

/** A fresh policy for each replay, by its name on the command line. */
export const POLICIES: Readonly<Record<string, (planning: PlanningPolicy) => PlacingPolicy>> = {
  advisor: (planning) => new AdvisorPolicy(planning),
  nova: ({ release }) => new StandInPolicy('nova', heaviest, 'latency_direct', release),
  'nova-normal': ({ release }) => new StandInPolicy('nova-normal', heaviest, 'normal', release),
  'first-fit': ({ release }) => new StandInPolicy('first-fit', first, 'latency_direct', release),
  'best-fit': ({ release }) => new StandInPolicy('best-fit', fullest, 'latency_direct', release),
};
