import type { HostRule } from '../host-rule';

/** A draining or disabled host takes no new VM (as ComputeFilter keeps off disabled services). */
export const hostActive: HostRule = {
  name: 'host-active',
  reject: (host) =>
    host.state === 'active' ? null : { code: 'host.not_active', required: 'active', available: host.state },
};
