import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove } from '../../lint/lint-fix';
import type { LintGiven } from '../../lint/lint-given';
import type { LintRule } from '../../lint/lint-rule';
import { isGivenAway } from '../../lint/lint-subject';

const KEY = 'hw:vif_multiqueue_enabled';

export const multiqueueNoVirtio: LintRule = {
  code: 'multiqueue.no_virtio_nic',
  severity: 'notice',
  rule: "`hw:vif_multiqueue_enabled` is about virtio NICs. The queues of a VF or PF are its driver's, and emulated NICs have one.",
  source: 'nova/virt/libvirt/vif.py get_base_config',
  find: (given) =>
    given.isOn(KEY) && given.portsKnown && !hasVirtioNic(given)
      ? [
          {
            pointer: extraSpecPointer(KEY),
            message: 'None of the ports is a virtio NIC.',
            fixes: [[remove(extraSpecPointer(KEY))]],
          },
        ]
      : [],
};

function hasVirtioNic(given: LintGiven): boolean {
  const model = given.property('hw_vif_model');
  return (model === null || model === 'virtio') && !given.ports.every(isGivenAway);
}
