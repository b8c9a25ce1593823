import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove } from '../../lint/lint-fix';
import { extraSpecFault } from '../extra-spec-faults';

export const notInRelease = extraSpecFault(
  {
    code: 'extra_spec.not_in_release',
    rule: 'A key is one that this release has, such as `hw:virtio_packed_ring` from 2024.1, `hw:mem_encryption_model` from 2025.2, `hw:tpm_secret_security` from 2026.1.',
    source: 'nova/api/validation/extra_specs of each release',
  },
  (_given, key) => [[remove(extraSpecPointer(key))]],
);
