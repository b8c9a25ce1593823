import type { CloudServer } from '../../cloud/cloud-records';
import { isOnHost } from '../../reconcile/match-servers';
import { isAtRest } from '../../reconcile/server-phase';
import type { ReplanStep } from '../replan-plan';

/** One move of a server that Nova was asked for: an instance action (`nova/objects/instance_action.py`). */
export interface ServerMove {
  /** Nova's id of the request; told apart by nothing else. */
  readonly requestId: string;
  /** `migrate`, `live-migration`, `resize`, `evacuate`. */
  readonly action: string;
  readonly startedAtMs: number;
  /** `Error` where something of it failed. */
  readonly message: string | null;
}

/** What the cloud shows of a server that a step is to move. */
export interface MoveInSight {
  /** Null when Nova knows it no more. */
  readonly server: CloudServer | null;
  /** Whether Nova was asked for a move of it since the step began, by us or by somebody else. */
  readonly wasAsked: boolean;
}

/** What is to be done about a step that is running. */
export type MoveVerdict =
  /** The call never went out, or nobody can have seen it. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'wait' }
  /** `VERIFY_RESIZE` on the right host. */
  | { readonly kind: 'confirm' }
  /** `VERIFY_RESIZE` on another host. */
  | { readonly kind: 'revert'; readonly detail: string }
  | { readonly kind: 'arrived' }
  | { readonly kind: 'failed'; readonly code: string; readonly detail: string; readonly isOnTarget: boolean };

/**
 * What the state of a server says of its move (`nova/compute/vm_states.py`, `task_states.py`, in API words). Nova sets the
 * task state before it accepts a move, so a server at rest where it was, of which a move was asked, will not move any more.
 */
export function judgeMove(
  step: Pick<ReplanStep, 'fromHost' | 'toHost' | 'action'>,
  { server, wasAsked }: MoveInSight,
): MoveVerdict {
  if (server === null || server.status === 'DELETED') {
    return failed('step.server_gone', 'Nova knows the server no more.', false);
  }
  const isThere = isOnHost(server, step.toHost);
  if (server.status === 'VERIFY_RESIZE' && server.taskState === null) {
    return isThere ? { kind: 'confirm' } : { kind: 'revert', detail: `Nova chose ${server.host ?? 'no host'}.` };
  }
  if (server.taskState !== null || (!isAtRest(server) && server.status !== 'SHELVED_OFFLOADED'))
    return { kind: 'wait' };
  const fault = server.faultMessage === null ? '' : ` ${server.faultMessage}`;
  if (server.status === 'ERROR') {
    const isOld = !wasAsked && isOnHost(server, step.fromHost) && step.action === 'evacuate';
    return isOld ? { kind: 'ask' } : failed('step.server_in_error', `The server is in ERROR.${fault}`, isThere);
  }
  if (isThere) return { kind: 'arrived' };
  if (!isOnHost(server, step.fromHost)) {
    return failed('step.server_elsewhere', `The server is ${server.status} on ${server.host ?? 'no host'}.`, false);
  }
  return wasAsked ? failed('step.not_moved', `Nova left the server where it was.${fault}`, false) : { kind: 'ask' };
}

function failed(code: string, detail: string, isOnTarget: boolean): MoveVerdict {
  return { kind: 'failed', code, detail, isOnTarget };
}
