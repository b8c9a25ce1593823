import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove } from '../../lint/lint-fix';
import { isGivenAway, isVhostUser, type LintPort } from '../../lint/lint-subject';
import type { LintRule } from '../../lint/lint-rule';

const KEY = /^quota:vif_(inbound|outbound)_(average|peak|burst)$/;

export const vifQuota: LintRule = {
  code: 'vif_quota.no_tap',
  severity: 'warning',
  rule: '`quota:vif_*` shapes tap devices. It has no effect on SR-IOV, vDPA and vhost-user ports; a Neutron QoS policy is what limits those.',
  source: 'Nova, resource limits guide; nova/virt/libvirt/designer.py set_vif_bandwidth_config',
  find: (given) =>
    given.ports.length > 0 && given.ports.every(hasNoTap)
      ? given
          .specKeys()
          .filter((key) => KEY.test(key))
          .map((key) => ({
            pointer: extraSpecPointer(key),
            message: 'None of the ports has a tap device that could be shaped.',
            fixes: [[remove(extraSpecPointer(key))]],
          }))
      : [],
};

/** A macvtap of a VF is shaped or not by the version of libvirt, so nothing is said of it. */
function hasNoTap(port: LintPort): boolean {
  return isGivenAway(port) || isVhostUser(port) || port.vnicType === 'vdpa';
}
