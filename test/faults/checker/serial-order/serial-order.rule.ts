import type { Rule, Violation } from '../../history/evidence';
import type { Operation } from '../../history/operation';
import { recommendationHistories } from './recommendation-histories';
import { RECOMMENDATION_MODEL } from './recommendation-model';
import { reservationHistories } from './reservation-histories';
import { reservationModel } from './reservation-model';
import { findSerialOrder, type SearchResult } from './search';

const RULE = 'serial-order';

/** For each recommendation and each reservation there is a serial order of the operations that explains every answer. */
export const serialOrder: Rule = (evidence) => {
  const byId = new Map(evidence.operations.map((operation) => [operation.id, operation]));
  const violations: Violation[] = [];
  for (const [id, history] of recommendationHistories(evidence)) {
    violations.push(...judge(`recommendation ${id}`, findSerialOrder(RECOMMENDATION_MODEL, history), byId));
  }
  for (const { id, devices, beganConfirmed, history } of reservationHistories(evidence)) {
    const model = reservationModel(devices, beganConfirmed ? 'confirmed' : 'reserved');
    violations.push(...judge(`reservation ${id}`, findSerialOrder(model, history), byId));
  }
  return violations;
};

interface Placed {
  readonly operationId: number;
  readonly act: object;
}

function judge<O extends Placed>(
  subject: string,
  result: SearchResult<O>,
  operations: ReadonlyMap<number, Operation>,
): readonly Violation[] {
  if (result.kind === 'found') return [];
  if (result.kind === 'too_large') {
    return [{ rule: RULE, subject, detail: 'not judged: too many operations at one time' }];
  }
  const tell = ({ operationId, act }: O) => {
    const { client, kind, invokedMs, answeredMs } = operations.get(operationId) ?? {};
    return `#${operationId} ${client} ${kind} ${invokedMs}..${answeredMs} ${JSON.stringify(act)}`;
  };
  const detail = `no serial order: after [${result.placed.slice(-6).map(tell).join('; ')}] none of [${result.stuck.map(tell).join('; ')}] can come`;
  return [{ rule: RULE, subject, detail }];
}
