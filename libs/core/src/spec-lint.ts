import type { LintPort, LintSubject } from './flavor/lint/lint-subject';
import type { OpenStackRelease } from './nova/openstack-release';
import type { Flavor, Image } from './request/vm-request';

/** A flavor of 4 vCPUs and 4096 MiB, as in the handbook's table of conflicts, an image that states nothing, 2025.1. */
export interface LintedParts {
  readonly specs?: Flavor['extraSpecs'];
  readonly image?: Image['properties'];
  /** Left out: not known. */
  readonly ports?: readonly Partial<LintPort>[];
  readonly release?: OpenStackRelease;
  readonly vcpus?: number;
}

export function linted({ specs = {}, image = {}, ports, release = '2025.1', vcpus = 4 }: LintedParts): LintSubject {
  return {
    release,
    flavor: { vcpus, ramMib: 4096, diskGib: 20, extraSpecs: specs },
    image: { osId: null, properties: image },
    ports: ports?.map((port) => ({ ...A_PORT, ...port })) ?? null,
  };
}

const A_PORT: LintPort = {
  vnicType: 'normal',
  vifType: null,
  numaAffinityPolicy: null,
  trusted: null,
  hardwareOffloadType: null,
  bindingProfile: {},
};
