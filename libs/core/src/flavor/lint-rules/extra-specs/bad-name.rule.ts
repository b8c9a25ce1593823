import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove } from '../../lint/lint-fix';
import { extraSpecFault } from '../extra-spec-faults';

export const badName = extraSpecFault(
  {
    code: 'extra_spec.bad_name',
    rule: 'The name of an extra spec has 1 to 255 letters, digits, blanks and the characters `- _ : .`.',
    source: 'nova/api/validation/parameter_types.py',
  },
  (_given, key) => [[remove(extraSpecPointer(key))]],
);
