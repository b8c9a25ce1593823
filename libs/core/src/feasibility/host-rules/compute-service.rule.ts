import type { HostRule } from '../host-rule';

/**
 * A VM starts only where `nova-compute` is enabled and up (`nova/scheduler/filters/compute_filter.py`, handbook 8, step 1).
 * Asked where a synchronisation has told of the service.
 */
export const computeService: HostRule = {
  name: 'compute-service',
  reject({ inventory: { computeService: service } }) {
    if (service === undefined) return null;
    const { status, state, disabledReason } = service;
    if (state === 'absent') {
      return { code: 'compute_service.absent', required: 'nova-compute', available: 'Nova knows this host no more' };
    }
    if (status === 'disabled') {
      const available = disabledReason === null ? 'disabled' : `disabled: ${disabledReason}`;
      return { code: 'compute_service.disabled', required: 'nova-compute enabled', available };
    }
    return state === 'up' ? null : { code: 'compute_service.down', required: 'nova-compute up', available: 'down' };
  },
};
