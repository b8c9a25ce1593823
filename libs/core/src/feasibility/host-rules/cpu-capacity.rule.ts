import type { HostRule } from '../host-rule';

/** Placement's VCPU and PCPU, after ratio, reservation and claims. */
export const cpuCapacity: HostRule = {
  name: 'cpu-capacity',
  reject({ free, capacity }, { wanted }) {
    if (wanted.vcpus > free.vcpus) {
      return { code: 'capacity.vcpus', required: `${wanted.vcpus} VCPU`, available: `${free.vcpus} VCPU` };
    }
    if (wanted.pcpus <= free.pcpus) return null;
    if (capacity.pcpus === 0) {
      return {
        code: 'capacity.no_dedicated_cpus',
        required: `${wanted.pcpus} PCPU`,
        available: 'no cpu_dedicated_set',
      };
    }
    return { code: 'capacity.pcpus', required: `${wanted.pcpus} PCPU`, available: `${free.pcpus} PCPU` };
  },
};
