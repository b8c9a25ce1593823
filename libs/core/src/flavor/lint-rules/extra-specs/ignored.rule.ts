import { OWN_NAMESPACE } from '../../../nova/extra-spec-table.data';
import { extraSpecPointer } from '../../../nova/nova-refusal';
import type { LintRule } from '../../lint/lint-rule';
import { moved } from '../extra-spec-faults';
import { isPlacementQuery } from '../placement-queries';
import { nearestExtraSpec } from '../nearest-extra-spec';

/** Keys without a namespace that Nova does read. */
const READ = ['group_policy', 'hide_hypervisor_id'];

export const ignored: LintRule = {
  code: 'extra_spec.ignored',
  severity: 'notice',
  rule: "A key without a namespace, or in one that is not Nova's, is stored and ignored. (The AggregateInstanceExtraSpecsFilter, which is not on by default, compares keys without a namespace with the metadata of aggregates.)",
  source: 'nova/api/validation/extra_specs/validators.py; nova/scheduler/filters/aggregate_instance_extra_specs.py',
  find: (given) =>
    given
      .specKeys()
      .filter((key) => !isNovas(key) && !READ.includes(key) && !isPlacementQuery(key))
      .map((key) => {
        const meant = nearestExtraSpec(key, given.release);
        const hint = meant === null ? '' : ` Was ${meant} meant?`;
        return {
          pointer: extraSpecPointer(key),
          message: `Nova ignores ${key}.${hint}`,
          fixes: meant === null ? [] : [moved(given, key, meant)],
        };
      }),
};

function isNovas(key: string): boolean {
  const [namespace = ''] = key.split(':', 1);
  return key.includes(':') && OWN_NAMESPACE.test(namespace);
}
