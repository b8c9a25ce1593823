import type { NicWarningRule } from './nic-warning';

/** `bnxt_hwrm_set_trusted_vf` gives success without doing anything where the firmware lacks the capability; nfp refuses. */
export const trustDependsOnFirmware: NicWarningRule = (
  { address, vfs, firmwareVersion },
  { title, pfDriver, features },
) => {
  if (vfs.length === 0 || features.trustedVf !== 'by_firmware') return [];
  const firmware = firmwareVersion === undefined ? 'its firmware, which is not known' : `firmware ${firmwareVersion}`;
  const detail = `Whether ${title} can trust a VF depends on ${firmware}: ${pfDriver} asks it. Try before ports ask for it.`;
  return [{ code: 'nic.trust_depends_on_firmware', address, detail }];
};
