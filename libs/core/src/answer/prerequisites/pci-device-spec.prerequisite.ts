import type { PfState } from '../../fleet/host-state';
import type { OperatorPrerequisite } from '../../planning/decision';
import type { PrerequisitesOf } from './prerequisite';

/** nova-compute offers ports no VF and no PF but those of its `[pci]device_spec` (handbook 3.1). */
export const pciDeviceSpec: PrerequisitesOf = ({ assignment: { nics } }, { request }) =>
  nics.flatMap(({ path, pf }, index) => {
    if (pf === null) return [];
    const isTrusted = path.takes === 'vf' && request.nics[index]?.trusted === true;
    return [deviceSpec(pf, path.takes === 'pf', isTrusted)];
  });

/** Nova gives a trusted port only devices that are tagged so (handbook 2.5). */
function deviceSpec({ pf, freeVfs }: PfState, isWhole: boolean, isTrusted: boolean): OperatorPrerequisite {
  const vf = freeVfs[0];
  const spec = {
    vendor_id: isWhole ? pf.vendorId : (vf?.vendorId ?? pf.vendorId),
    product_id: isWhole ? pf.productId : (vf?.productId ?? pf.productId),
    physical_network: pf.physicalNetwork,
    ...(isTrusted ? { trusted: 'true' } : {}),
  };
  return {
    code: 'pci.device_spec',
    what: `nova-compute must offer ${isWhole ? 'the PF' : 'the VFs'} of ${pf.address} on ${pf.physicalNetwork}`,
    snippet: `[pci]\ndevice_spec = ${JSON.stringify(spec)}`,
    met: null,
  };
}
