import type { HostRule } from '../host-rule';

/** `include_hosts` and `exclude_hosts`; a host in both is excluded. */
export const namedHosts: HostRule = {
  name: 'named-hosts',
  reject(host, { includedHosts, excludedHosts }) {
    if (excludedHosts.has(host.hostName)) {
      return { code: 'host.excluded', required: 'a host that is not excluded', available: 'excluded by the request' };
    }
    if (includedHosts === null || includedHosts.has(host.hostName)) return null;
    return { code: 'host.not_included', required: 'one of include_hosts', available: 'another host' };
  },
};
