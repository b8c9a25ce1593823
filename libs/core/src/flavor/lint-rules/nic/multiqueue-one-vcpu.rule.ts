import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';

const KEY = 'hw:vif_multiqueue_enabled';

export const multiqueueOneVcpu: LintRule = {
  code: 'multiqueue.one_vcpu',
  severity: 'notice',
  rule: '`hw:vif_multiqueue_enabled` gives a virtio NIC a queue a vCPU; with one vCPU Nova ignores it.',
  source: 'nova/virt/libvirt/vif.py _get_virtio_mq_settings',
  find: (given) =>
    given.isOn(KEY) && given.flavor.vcpus < 2
      ? [
          {
            pointer: extraSpecPointer(KEY),
            message: 'The flavor has one vCPU.',
            fixes: [[remove(extraSpecPointer(KEY))]],
          },
        ]
      : [],
};
