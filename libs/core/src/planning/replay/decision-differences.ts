import type { Decision, Placement } from '../decision';
import {
  type DecisionFact,
  type DecisionPath,
  type FactValue,
  headlineFacts,
  outcomeFacts,
  placementFacts,
  rejectionFacts,
} from './decision-facts';

/** One thing that two decisions say differently; null where one of them says nothing of it. */
export interface DecisionDifference {
  /** Where it stands in the later decision, or stood in the earlier one if only that says it. */
  readonly at: DecisionPath;
  readonly before: FactValue;
  readonly after: FactValue;
}

/**
 * How two decisions about one request differ: how they ended, and for each VM host, paths, devices, scores with every
 * term's weight and value, and predictions. A VM that only one of them placed is told by its host and paths.
 */
export function decisionDifferences(before: Decision, after: Decision): readonly DecisionDifference[] {
  const was = membersOf(before);
  const is = membersOf(after);
  const places = Array.from({ length: Math.max(was.length, is.length) }, (_, member) => member);
  return [
    ...compare(outcomeFacts(before), outcomeFacts(after)),
    ...places.flatMap((member) => compareMembers(was[member], is[member], ['members', member])),
    ...compare(rejectionFacts(before), rejectionFacts(after)),
  ];
}

function membersOf(decision: Decision): readonly Placement[] {
  return decision.status === 'ready' ? decision.members : [];
}

function compareMembers(before: Placement | undefined, after: Placement | undefined, at: DecisionPath) {
  if (before !== undefined && after !== undefined) {
    return compare(placementFacts(before, at), placementFacts(after, at));
  }
  return compare(before ? headlineFacts(before, at) : [], after ? headlineFacts(after, at) : []);
}

function compare(before: readonly DecisionFact[], after: readonly DecisionFact[]): readonly DecisionDifference[] {
  const was = new Map(before.map((fact) => [fact.key, fact]));
  const is = new Map(after.map((fact) => [fact.key, fact]));
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((key) => {
    const [earlier, later] = [was.get(key), is.get(key)];
    const at = later?.at ?? earlier?.at ?? [];
    const difference = { at, before: earlier?.value ?? null, after: later?.value ?? null };
    return difference.before === difference.after ? [] : [difference];
  });
}
