import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { isPlacementQuery } from '../placement-queries';

export const queryParameter: LintRule = {
  code: 'placement.not_expressible',
  severity: 'warning',
  rule: "A flavor asks Placement for `resources`, `trait` and `group_policy` only. `member_of`, `in_tree`, `root_required` and `same_subtree` are stored and ignored; use traits, aggregates of an availability zone, or a port's `resource_request`.",
  source: 'nova/scheduler/utils.py ResourceRequest',
  find: (given) =>
    given
      .specKeys()
      .filter(isPlacementQuery)
      .map((key) => ({
        pointer: extraSpecPointer(key),
        message: `Nova does not hand ${key} to Placement; the flavor does not narrow anything by it.`,
        fixes: [[remove(extraSpecPointer(key))]],
      })),
};
