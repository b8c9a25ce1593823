import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove, set } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';

const KEY = 'hw:tpm_model';

export const tpmModelWithoutVersion: LintRule = {
  code: 'tpm.model_without_version',
  severity: 'warning',
  rule: 'A vTPM comes of `hw:tpm_version`; `hw:tpm_model` alone gives none.',
  source: 'nova/virt/hardware.py get_vtpm_constraint',
  find: (given) =>
    given.spec(KEY) !== null && given.spec('hw:tpm_version') === null && given.property('hw_tpm_version') === null
      ? [
          {
            pointer: extraSpecPointer(KEY),
            message: 'Neither flavor nor image has a TPM version, so the guest gets no TPM.',
            fixes: [[set(extraSpecPointer('hw:tpm_version'), '2.0')], [remove(extraSpecPointer(KEY))]],
          },
        ]
      : [],
};
