import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove } from '../../lint/lint-fix';
import { extraSpecFault, moved } from '../extra-spec-faults';
import { nearestExtraSpec } from '../nearest-extra-spec';

/** Nova's own guides misspell two: `hw:emulator_thread_policy` and `hw:emulator_treads_policy` (handbook 1.1). */
export const unknown = extraSpecFault(
  {
    code: 'extra_spec.unknown',
    rule: "A key in a namespace of Nova's is one that Nova knows: the flavor API answers 400 from microversion 2.86 on, and before that it was stored without effect.",
    source: 'nova/api/validation/extra_specs/validators.py',
  },
  (given, key) => {
    const meant = nearestExtraSpec(key, given.release);
    return [...(meant === null ? [] : [moved(given, key, meant)]), [remove(extraSpecPointer(key))]];
  },
);
