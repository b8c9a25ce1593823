import { oldestObservation } from '../../cloud/merge/oldest-observation';
import type { HostRule } from '../host-rule';

/**
 * A host that nobody has looked at for longer than the operator allows (`FACTS_REFUSE_AFTER_S`) gets nothing: what is
 * known of it may be true of another machine by now, and Nova would be the one to find out.
 */
export const factsAge: HostRule = {
  name: 'facts-age',
  reject({ factAge, inventory }, { cloudObserved }) {
    if (factAge !== 'too_old') return null;
    const observedAtMs = oldestObservation(inventory, cloudObserved);
    const available = observedAtMs === null ? 'not known' : `observed at ${new Date(observedAtMs).toISOString()}`;
    return { code: 'host.facts_too_old', required: 'facts that were observed of late', available };
  },
};
