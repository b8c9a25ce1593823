import type { FailedPart, HostFacts, ReplanGoal, ReplanPlan, ReplanProblem } from '@iopath/core';
import type { Breach } from './breach';
import { checkPlan, type PlanCheck } from './check-plan';

/** Moves that a guest runs on through. */
const LIVE = ['ledger', 'transparent', 'unplug_replug', 'evacuate'];

/**
 * Executes the plan of a re-plan as {@link checkPlan} does, on documents in which what is to be left takes nobody, and looks
 * whether it does what was asked within its limits: every VM that has to leave leaves or is said to be stuck.
 */
export function checkReplan(problem: ReplanProblem, plan: ReplanPlan, orders: number, seed: number): PlanCheck {
  const { fleet, vms, goal, limits } = problem;
  const check = checkPlan(
    {
      hosts: fleet.hosts.map((host) => asLeft(host, goal)),
      vms: vms.map(({ reservationId, hostName, serverId, request }) => ({
        reservationId,
        hostName,
        projectId: request.projectId,
        group: limits.keepGroups ? request.constraints.group : null,
        hasServer: serverId !== null,
      })),
      steps: plan.steps,
      lostHosts: lostHosts(goal),
    },
    orders,
    seed,
  );
  const inPlan = [...forgotten(problem, plan), ...overLimits(problem, plan)];
  return { ...check, breaches: [...inPlan.map((breach) => ({ ...breach, when: 'in the plan' })), ...check.breaches] };
}

function asLeft(host: HostFacts, goal: ReplanGoal): HostFacts {
  if (goal.kind === 'drain' && goal.hosts.includes(host.hostName)) return { ...host, state: 'draining' };
  if (goal.kind !== 'failure') return host;
  const state = lostHosts(goal).includes(host.hostName) ? 'disabled' : host.state;
  const pfs = host.inventory.pfs.map((pf) => {
    const isDown = goal.failed.some((part) => isPartOf(part, host.hostName, pf.address, pf.physicalNetwork));
    return isDown ? { ...pf, linkState: 'down' as const } : pf;
  });
  return { ...host, state, inventory: { ...host.inventory, pfs } };
}

function isPartOf(part: FailedPart, hostName: string, address: string, physicalNetwork: string | null): boolean {
  if (part.kind === 'physical_network') {
    return part.physicalNetwork === physicalNetwork && (part.hostName ?? hostName) === hostName;
  }
  return part.kind !== 'host' && part.hostName === hostName && part.address === address;
}

function lostHosts(goal: ReplanGoal): readonly string[] {
  return goal.kind === 'failure' ? goal.failed.flatMap((part) => (part.kind === 'host' ? part.hostName : [])) : [];
}

/** VMs on what is to be left that neither leave nor are said to be stuck. */
function forgotten({ fleet, vms, goal }: ReplanProblem, { steps, stuck }: ReplanPlan): readonly Breach[] {
  const hosts = goal.kind === 'drain' ? goal.hosts : lostHosts(goal);
  const users = fleet.hosts.flatMap((host) => {
    const before = new Map(host.inventory.pfs.map(({ address, linkState }) => [address, linkState]));
    const failed = asLeft(host, goal).inventory.pfs.filter((pf) => before.get(pf.address) !== pf.linkState);
    const addresses = failed.map(({ address }) => address);
    return host.claims.filter(({ devices }) => devices.some(({ pfAddress }) => addresses.includes(pfAddress ?? '')));
  });
  const onPfs = new Set(users.map(({ reservationId }) => reservationId));
  const told = new Set([...steps, ...stuck].map(({ vm }) => vm.reservationId));
  return vms
    .filter(({ hostName, reservationId }) => hosts.includes(hostName) || onPfs.has(reservationId))
    .filter(({ reservationId }) => !told.has(reservationId))
    .map(({ reservationId, hostName }) => ({
      code: 'vm.forgotten',
      subject: reservationId,
      detail: `it has to leave ${hostName}`,
    }));
}

function overLimits({ limits, vms }: ReplanProblem, { steps }: ReplanPlan): readonly Breach[] {
  const breaches: Breach[] = [];
  const { maxMoves, liveOnly } = limits;
  if (maxMoves !== null && steps.length > maxMoves) {
    breaches.push({ code: 'plan.over_max_moves', subject: 'plan', detail: `${steps.length} of ${maxMoves}` });
  }
  for (const { id, mechanism, vm } of steps) {
    const asked = vms.find(({ reservationId }) => reservationId === vm.reservationId)?.request.migration;
    const mustBeLive = liveOnly || asked === 'live_required';
    if (mustBeLive && !LIVE.includes(mechanism)) {
      breaches.push({ code: 'plan.not_live', subject: id, detail: mechanism });
    }
  }
  return breaches;
}
