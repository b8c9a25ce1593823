import type { FailedPart, Fault, ReplanGoal } from '@iopath/core';
import type { ReplanDraft } from './replan-draft';

type GoalKind = ReplanGoal['kind'];
type GoalField = 'hosts' | 'failed' | 'free' | 'targets';

/** Which fields say something of a goal; others beside it are a misunderstanding that is better told than passed over. */
const FIELDS_OF: Readonly<Record<GoalKind, readonly GoalField[]>> = {
  drain: ['hosts'],
  failure: ['hosts', 'failed'],
  rebalance: ['hosts', 'targets'],
  consolidate: ['hosts', 'free'],
};

/**
 * The goal that a draft means: its reason, or for a `what_if` the goal of its question. A `what_if` that names none drains
 * the hosts that it names, or else rebalances.
 */
export function goalOfDraft(draft: ReplanDraft): ReplanGoal {
  const { hosts, failed, free, targets } = draft;
  const some = hosts.length === 0 ? null : hosts;
  switch (goalKindOf(draft)) {
    case 'drain':
      return { kind: 'drain', hosts };
    case 'failure':
      return { kind: 'failure', failed: [...hosts.map(hostAsFailed), ...failed] };
    case 'rebalance':
      return { kind: 'rebalance', hosts: some, targets };
    case 'consolidate':
      return { kind: 'consolidate', hosts: some, free: free ?? { kind: 'hosts' } };
  }
}

/** What a goal lacks, and what says nothing of it. */
export function goalFaults(draft: ReplanDraft): readonly Fault[] {
  const kind = goalKindOf(draft);
  return [...missing(draft, kind), ...useless(draft, FIELDS_OF[kind], `the goal ${kind}`)];
}

/** @param of what the fields would have to say something of */
export function useless(draft: ReplanDraft, useful: readonly GoalField[], of: string): readonly Fault[] {
  const given: Readonly<Record<GoalField, boolean>> = {
    hosts: draft.hosts.length > 0,
    failed: draft.failed.length > 0,
    free: draft.free !== null,
    targets: draft.targets.length > 0,
  };
  return (Object.keys(given) as GoalField[])
    .filter((field) => given[field] && !useful.includes(field))
    .map((field) => {
      const message = `"${field}" says nothing of ${of}.`;
      return { pointer: `/${field}`, code: 'replan.field_without_use', message };
    });
}

function goalKindOf({ reason, question, hosts }: ReplanDraft): GoalKind {
  if (reason !== 'what_if') return reason;
  const asked = question?.kind === 'plan' ? question.goal : null;
  return asked ?? (hosts.length > 0 ? 'drain' : 'rebalance');
}

function missing({ hosts, failed }: ReplanDraft, kind: GoalKind): readonly Fault[] {
  if (kind === 'drain' && hosts.length === 0) {
    return [
      { pointer: '/hosts', code: 'replan.hosts_missing', message: 'A drain needs the hosts that are to be empty.' },
    ];
  }
  if (kind === 'failure' && hosts.length + failed.length === 0) {
    const message = 'A failure needs what failed: hosts, or parts in "failed".';
    return [{ pointer: '/failed', code: 'replan.failed_missing', message }];
  }
  return [];
}

function hostAsFailed(hostName: string): FailedPart {
  return { kind: 'host', hostName };
}
