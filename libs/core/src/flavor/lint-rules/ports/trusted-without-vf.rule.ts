import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { portPointer } from './port-pointer';

export const trustedWithoutVf: LintRule = {
  code: 'port_trust.no_vf',
  severity: 'warning',
  rule: 'Nova makes a VF trusted only for ports of vNIC type `direct`. Others with a device only narrow the choice to devices tagged as trusted, and normal ports have none.',
  source: 'nova/virt/libvirt/vif.py; nova/pci/request.py',
  find: (given) =>
    given.ports.flatMap(({ vnicType, trusted }, index) => {
      if (trusted !== true || vnicType === 'direct') return [];
      const pointer = portPointer(index, 'trusted');
      return [{ pointer, message: `A port of vNIC type ${vnicType} gets no trusted VF.`, fixes: [[remove(pointer)]] }];
    }),
};
