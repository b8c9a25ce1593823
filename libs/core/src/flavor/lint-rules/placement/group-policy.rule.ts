import { extraSpecPointer } from '../../../nova/nova-refusal';
import { set } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';

const IN_GROUP = /^(?:resources|trait)([a-zA-Z0-9_-]{1,64}):/;

export const groupPolicy: LintRule = {
  code: 'placement.group_policy_missing',
  severity: 'error',
  rule: 'Two or more request groups with a suffix (`resources1:…`, `trait_nic:…`) need `group_policy`; without one Placement refuses the query and Nova ends in NoValidHost, with no more than a warning in its log. (Ports with guaranteed bandwidth bring groups of their own.)',
  source: 'nova/scheduler/utils.py ResourceRequest; Placement API 1.25',
  find: (given) => {
    const groups = new Set(given.specKeys().flatMap((key) => IN_GROUP.exec(key)?.[1] ?? []));
    if (groups.size < 2 || given.spec('group_policy') !== null) return [];
    const pointer = extraSpecPointer('group_policy');
    return [
      {
        pointer,
        message: `The flavor has ${groups.size} request groups (${[...groups].sort().join(', ')}) and no group_policy.`,
        fixes: [[set(pointer, 'none')]],
      },
    ];
  },
};
