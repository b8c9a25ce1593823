import type { NicDeviceRule } from '../nic-rule';

/** `tenant_pf`: no other project on the same PF, so that its VFs share only with their own kind. */
export const tenantPf: NicDeviceRule = {
  name: 'tenant-pf',
  reject(path, _nic, { tenants }, { request }) {
    if (request.isolation !== 'tenant_pf' || path.takes !== 'vf') return null;
    for (const tenant of tenants) {
      if (tenant !== request.projectId) {
        return {
          code: 'isolation.pf_has_other_tenant',
          required: 'a PF without other projects',
          available: 'another project is on it',
        };
      }
    }
    return null;
  },
};
