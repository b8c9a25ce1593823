import { EXTRA_SPEC_RULES } from '../../../nova/extra-spec-table.data';
import { extraSpecPointer } from '../../../nova/nova-refusal';
import { set, type LintFix } from '../../lint/lint-fix';
import { extraSpecFault } from '../extra-spec-faults';

export const badValue = extraSpecFault(
  {
    code: 'extra_spec.bad_value',
    rule: "A value is one that the key's validator takes, in the validator's own case, at most 255 characters long.",
    source: 'nova/api/validation/extra_specs',
  },
  (_given, key, value) => sameWord(key, value),
);

/** The right word in another case, or with blanks around it. What else was meant cannot be told. */
function sameWord(key: string, value: string): readonly LintFix[] {
  const accepted = EXTRA_SPEC_RULES.find(({ name }) => name === key)?.value;
  if (accepted?.kind !== 'word') return [];
  const meant = accepted.words.find((word) => word === value.trim().toLowerCase());
  return meant === undefined ? [] : [[set(extraSpecPointer(key), meant)]];
}
