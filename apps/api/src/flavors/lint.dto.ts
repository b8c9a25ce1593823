import {
  OPENSTACK_RELEASES,
  VNIC_TYPES,
  type NumaAffinityPolicy,
  type OpenStackRelease,
  type VnicType,
} from '@iopath/core';
import { FlavorDto, ImageDto, NUMA_POLICIES } from '../recommendations/request.dto';
import { BooleanField, EnumField, field, ListField, ObjectField, TextField } from '../wire/fields';
import type { ValueRule } from '../wire/value-rule';

const MAX_PROFILE_KEYS = 64;

const isProfile: ValueRule = {
  code: 'field.not_object',
  accepts: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  message: 'must be a JSON object',
};

const isSmall: ValueRule = {
  code: 'field.too_many',
  accepts: (value) => Object.keys(value as object).length <= MAX_PROFILE_KEYS,
  message: `must have at most ${MAX_PROFILE_KEYS} entries`,
};

export const RELEASE = {
  optional: true,
  description: "Release of the cloud; left out, the service's own target (`OPENSTACK_RELEASE`).",
  example: '2025.1',
} as const;

/** A port as Neutron takes and gives it; one of a recommendation's `neutron.ports` can be sent as it is. */
export class LintPortDto {
  @TextField({ optional: true, description: 'Name, for you only.', example: 'data' })
  name?: string;

  @EnumField(VNIC_TYPES, { default: 'normal', description: 'vNIC type.', example: 'direct' })
  'binding:vnic_type'?: VnicType;

  @TextField({
    optional: true,
    description: "What the host's agent made of it; `vhostuser` is what matters here.",
    example: null,
  })
  'binding:vif_type'?: string;

  @field({ optional: true, description: 'Binding profile.', example: {} }, [isProfile, isSmall], {
    type: 'object',
    additionalProperties: true,
  })
  'binding:profile'?: Record<string, unknown>;

  @EnumField(NUMA_POLICIES, { optional: true, description: 'PCI NUMA affinity.', example: 'required' })
  numa_affinity_policy?: NumaAffinityPolicy;

  @BooleanField({ optional: true, description: 'Trusted VF (2024.2).', example: null })
  trusted?: boolean;

  @TextField({ optional: true, description: '`switchdev` (2024.1).', example: null })
  hardware_offload_type?: string;
}

/** A flavor, and what it is used with. */
export class LintRequestDto {
  @EnumField(OPENSTACK_RELEASES, RELEASE)
  release?: OpenStackRelease;

  @ObjectField(() => FlavorDto, { description: 'The flavor. Its extra specs may be anything that Nova ever stored.' })
  flavor: FlavorDto;

  @ObjectField(() => ImageDto, { optional: true, description: 'Left out: an image that states nothing.' })
  image?: ImageDto;

  @ListField(() => LintPortDto, {
    optional: true,
    maxItems: 32,
    description: 'Left out: not known, and nothing is said that depends on them.',
  })
  ports?: LintPortDto[];
}

export class LintRuleDto {
  @TextField({ maxLength: 4096, description: 'What holds.', example: '`hw:cpu_thread_policy` needs pinned CPUs.' })
  text: string;

  @TextField({ maxLength: 4096, description: 'Where it comes from.', example: 'nova/virt/hardware.py' })
  source: string;
}

export class LintChangeDto {
  @EnumField(['set', 'remove'], { description: 'What to do.', example: 'set' })
  op: 'set' | 'remove';

  @TextField({
    maxLength: 4096,
    description: 'JSON pointer into this request.',
    example: '/flavor/extra_specs/hw:cpu_policy',
  })
  pointer: string;

  @field({ optional: true, description: 'Value to set.', example: 'dedicated' }, [], {
    oneOf: [{ type: 'string' }, { type: 'boolean' }],
  })
  value?: string | boolean;
}

export class LintFindingDto {
  @TextField({ description: 'Which rule is broken; never renamed.', example: 'multiqueue.one_vcpu' })
  code: string;

  @EnumField(['error', 'warning', 'notice'], {
    description:
      '`error`: refused, or the guest cannot work. `warning`: accepted, and not what it seems. `notice`: without effect.',
    example: 'notice',
  })
  severity: 'error' | 'warning' | 'notice';

  @TextField({
    maxLength: 4096,
    description: 'JSON pointer into this request.',
    example: '/flavor/extra_specs/hw:vif_multiqueue_enabled',
  })
  pointer: string;

  @ObjectField(() => LintRuleDto, { description: 'The rule.' })
  rule: LintRuleDto;

  @TextField({ maxLength: 4096, description: 'How it is broken here.', example: 'The flavor has one vCPU.' })
  message: string;

  @ListField(() => LintChangeDto, {
    optional: true,
    description:
      'Changes that belong together. They were tried: with them the finding is gone and no error is new. Null where only you can know what was meant.',
  })
  fix: LintChangeDto[] | null;
}

export class LintAnswerDto {
  @EnumField(OPENSTACK_RELEASES, { description: 'Release that it was judged for.', example: '2025.1' })
  release: OpenStackRelease;

  @ListField(() => LintFindingDto, { description: 'Errors first, then warnings, then notices.' })
  findings: LintFindingDto[];
}
