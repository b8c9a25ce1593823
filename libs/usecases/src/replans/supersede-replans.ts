import type { ReplanObserver } from '../ports/replan-observer.port';
import type { ReplanStore } from '../ports/replan-store.port';

/**
 * Of the hosts that a plan's steps come to, the part that may have moved on. Each step is placed anew on its host when it
 * is made, so a plan stands a claim more or less; where every second host has them, the order of the steps proves nothing.
 */
const MOST_CHANGED = 1 / 3;
/** In a fleet that changes faster than anybody plans for it, planning on and on would help nobody. */
export const MOST_RENEWALS = 3;

export interface SupersedePorts {
  readonly store: ReplanStore;
  readonly observer: ReplanObserver;
  readonly newId: () => string;
}

/** Ends plans that wait to be applied and that the fleet has left behind; those that renew themselves are planned anew. */
export class SupersedeReplans {
  constructor(private readonly ports: SupersedePorts) {}

  async execute(): Promise<void> {
    const { store, observer, newId } = this.ports;
    for (const id of await store.findOutdated(MOST_CHANGED)) {
      if (await store.supersede(id, newId(), MOST_RENEWALS)) observer.replanSuperseded(id);
    }
  }
}
