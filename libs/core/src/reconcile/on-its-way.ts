import type { CloudServer } from '../cloud/cloud-records';
import type { LiveHold } from './live-hold';
import { isOnHost } from './match-servers';

/**
 * Whether a step of a re-plan moves the VM of this hold, so that its server is expected at either end of the move. The hold
 * stays as it is then: the step itself says when the VM has moved. A server on a third host is nothing that the step did.
 */
export function isOnItsWay({ move, hostName }: LiveHold, server: CloudServer): boolean {
  if (move === null) return false;
  return move.end === 'target' || (!isOnHost(server, hostName) && isOnHost(server, move.otherHost));
}
