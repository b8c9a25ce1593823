import { extraSpecPointer, imagePropertyPointer } from '../../../nova/nova-refusal';
import { remove, set } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { moved } from '../extra-spec-faults';

const PARTS = ['sockets', 'cores', 'threads'] as const;
const VALIDATOR_FIXED_IN = '2025.1';

/** Before the fix only the image can set a limit; from it on the right name passes. */
export const cpuLimitNames: LintRule = {
  code: 'cpu_limits.bug_2120862',
  severity: 'error',
  rule: "Limits of the guest's CPU topology are `hw:cpu_max_sockets`, `_cores`, `_threads`. Until 2024.2 the flavor API refuses these names and takes `hw:max_cpu_*`, which nothing reads; there the image property `hw_cpu_max_*` sets the limit.",
  source: 'bug 2120862; nova/api/validation/extra_specs/hw.py',
  find: (given) =>
    PARTS.flatMap((part) => {
      const right = `hw:cpu_max_${part}`;
      const unread = `hw:max_cpu_${part}`;
      const fixed = given.since(VALIDATOR_FIXED_IN);
      return (fixed ? [unread] : [right, unread])
        .filter((key) => given.spec(key) !== null)
        .map((key) => {
          const pointer = extraSpecPointer(key);
          const byImage = set(imagePropertyPointer(`hw_cpu_max_${part}`), given.spec(key) ?? '');
          const why = key === right ? `Nova ${given.release} refuses ${key}` : `Nova does not read ${key}`;
          return {
            pointer,
            message: `${why}; ${fixed ? `write ${right}` : `set hw_cpu_max_${part} on the image`}.`,
            fixes: [fixed ? moved(given, key, right) : [remove(pointer), byImage], [remove(pointer)]],
          };
        });
    }),
};
