import type { PfState } from '../../fleet/host-state';
import { servingVfs, type VfKind } from '../../fleet/vf-kinds';
import type { OperatorPrerequisite } from '../../planning/decision';
import type { PrerequisitesOf } from './prerequisite';

/** nova-compute offers ports no VF and no PF but those of its `[pci]device_spec` (handbook 3.1). */
export const pciDeviceSpec: PrerequisitesOf = ({ assignment: { nics } }, { request }) =>
  nics.flatMap(({ path, pf }, index) => {
    if (pf === null) return [];
    const isTrusted = path.trust === 'set_by_nova' && request.nics[index]?.trusted === true;
    return [deviceSpec(pf, path.vfKind, isTrusted)];
  });

/**
 * Nova gives a trusted port only devices that are tagged so (handbook 2.5). A VF with a vDPA device is listed by the ids
 * of the VF. `"physical_network": null` marks devices for tunnelled networks. A PF's address covers its VFs too, and no
 * other PF's; `devname` would stop nova-compute from starting where it reports devices in Placement (handbook 3.1).
 */
function deviceSpec(state: PfState, vfKind: VfKind | null, isTrusted: boolean): OperatorPrerequisite {
  const { pf } = state;
  const listed = vfKind === null ? pf : (servingVfs(state, vfKind)[0] ?? pf);
  const spec = {
    vendor_id: listed.vendorId,
    product_id: listed.productId,
    address: pf.address,
    physical_network: pf.physicalNetwork,
    ...(isTrusted ? { trusted: 'true' } : {}),
  };
  const network = pf.physicalNetwork === null ? 'for tunnelled networks' : `on ${pf.physicalNetwork}`;
  return {
    code: 'pci.device_spec',
    what: `nova-compute must offer ${vfKind === null ? 'the PF' : 'the VFs'} of ${pf.address} ${network}; of several device_spec the first that matches a device counts`,
    snippet: `[pci]\ndevice_spec = ${JSON.stringify(spec)}`,
    met: null,
  };
}
