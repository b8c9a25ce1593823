import type { HostRule } from '../host-rule';

/** The host must be in every aggregate asked for. */
export const aggregates: HostRule = {
  name: 'aggregates',
  reject(host, { request }) {
    const missing = request.constraints.aggregates.filter((name) => !host.inventory.aggregates.includes(name));
    if (missing.length === 0) return null;
    return {
      code: 'host.not_in_aggregate',
      required: missing.join(', '),
      available: host.inventory.aggregates.join(', ') || 'none',
    };
  },
};
