import { NIC_ISOLATION_CLASSES, type NicIsolationClass } from '../../io-path/nic-path';
import type { IsolationNeed } from '../../request/vm-request';
import type { NicPathRule } from '../nic-rule';

/** `tenant_pf` is met by a VF only on a PF without other tenants: rule `tenant-pf` looks at the PF. */
const WEAKEST: Readonly<Record<IsolationNeed, NicIsolationClass>> = {
  shared: 'host_software',
  dedicated_vf: 'virtual_function',
  tenant_pf: 'virtual_function',
  dedicated_device: 'whole_device',
};

/** The path's data path must be kept apart at least as strongly as asked. */
export const isolation: NicPathRule = {
  name: 'isolation',
  reject(path, _nic, { request }) {
    const weakest = WEAKEST[request.isolation];
    if (NIC_ISOLATION_CLASSES.indexOf(path.isolation) >= NIC_ISOLATION_CLASSES.indexOf(weakest)) return null;
    return { code: 'isolation.too_weak', required: request.isolation, available: path.isolation };
  },
};
