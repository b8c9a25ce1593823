import type { NicWarningRule } from './nic-warning';

/** Told where it matters: all VFs that the card is set to are on, or there is none to be had. */
export const vfNumberSetInFirmware: NicWarningRule = ({ address, vfs, totalVfs }, { title, vfLimit }) => {
  if (vfLimit.kind !== 'firmware' || totalVfs === null || vfs.length < totalVfs) return [];
  const detail = `All ${totalVfs} VFs that ${title} is set to are on; more take another ${vfLimit.setting} in the card, and a reset.`;
  return [{ code: 'nic.vf_number_set_in_firmware', address, detail }];
};
