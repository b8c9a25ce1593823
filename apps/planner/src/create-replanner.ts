import { compileHost, type LinearSolver, type PlanningPolicy } from '@iopath/core';
import { openSolver } from '@iopath/solver';
import {
  answerReplan,
  type AnswerReplan,
  type CloudServerStore,
  type FleetReader,
  FleetSnapshot,
  type HeldVms,
  type ProfileStore,
  ReplanOnFleet,
} from '@iopath/usecases';

/** What re-planning works with. */
export interface ReplannerPorts {
  readonly fleet: FleetReader;
  readonly heldVms: HeldVms;
  readonly cloudServers: CloudServerStore;
  readonly profiles: ProfileStore;
  readonly policy: PlanningPolicy;
  /** Told why the solver found nothing though time was left. */
  readonly onSolverFailed: (error: unknown) => void;
  /** Left out: as the core answers. */
  readonly answer?: AnswerReplan;
}

/** What plans re-plans on these ports, with a view of the fleet of its own, for the thread that it is called on. */
export function createReplanner({
  fleet,
  onSolverFailed,
  answer = answerReplan,
  ...ports
}: ReplannerPorts): ReplanOnFleet {
  const snapshot = new FleetSnapshot(fleet, compileHost, ports.policy.factAges);
  let solver: Promise<LinearSolver> | null = null;
  return new ReplanOnFleet({
    ...ports,
    snapshot,
    policy: () => ({ ...ports.policy, model: snapshot.model }),
    solver: () => (solver ??= openSolver(onSolverFailed)),
    answer,
    clock: () => performance.now(),
  });
}
