import { firstRejection } from '../../feasibility/rejection';
import { HOST_RULES } from '../../feasibility/rules';
import type { HostState } from '../../fleet/host-state';
import type { RequestContext } from '../request-context';
import type { RequestShape } from '../request-shape';

const ofShapes = new WeakMap<RequestShape, WeakMap<HostState, boolean>>();

/** Whether every rule on a host as a whole lets it pass; asked once for a state of a host and a shape of request. */
export function openHosts(context: RequestContext): (host: HostState) => boolean {
  const known = ofShapes.get(context.shape) ?? new WeakMap<HostState, boolean>();
  ofShapes.set(context.shape, known);
  return (host) => {
    let isOpen = known.get(host);
    if (isOpen === undefined) {
      isOpen = firstRejection(HOST_RULES, (rule) => rule.reject(host, context)) === null;
      known.set(host, isOpen);
    }
    return isOpen;
  };
}
