import type { HostClaim } from '../fleet/host-claims';
import type { HostState, PfState } from '../fleet/host-state';
import type { VfChange, VfHolder } from './vf-advice';

/**
 * What changing `sriov_numvfs` takes. The kernel refuses another number than 0 while VFs are on (`drivers/pci/pci-sysfs.c
 * sriov_numvfs_store`), so all VFs of the PF go and come back: nobody may hold one meanwhile.
 *
 * @param pairs queue pairs that each VF is to have; null: whatever the driver gives.
 */
export function vfChange(
  host: HostState,
  { pf, vfsInQuarantine }: PfState,
  vfs: number,
  pairs: number | null,
): VfChange {
  const holders = holdersOf(host.claims, pf.address);
  const own = holders.filter(({ isForeign }) => !isForeign).length;
  const foreign = holders.length - own;
  const ofHost = pf.vfs.filter(({ state }) => state === 'in_use_externally').length;
  const before = [
    ...(own === 0 ? [] : [`${counted(own, 'VM', 'holds', 'hold')} VFs of it: move them off by a re-plan.`]),
    ...(foreign === 0
      ? []
      : [
          `${counted(foreign, 'server', 'holds', 'hold')} VFs of it that the advisor did not place: move them in Nova.`,
        ]),
    ...(ofHost === 0 ? [] : [`${counted(ofHost, 'VF', 'is', 'are')} in use by the host itself: take that off first.`]),
    ...(vfsInQuarantine === 0 ? [] : [`${counted(vfsInQuarantine, 'VF', 'is', 'are')} in quarantine: clear it first.`]),
  ];
  return { holders, before, commands: commandsOf(pf, vfs, pairs) };
}

function holdersOf(claims: readonly HostClaim[], pfAddress: string): readonly VfHolder[] {
  return claims.flatMap(({ reservationId, isForeign, projectId, devices, somewhere = [] }) => {
    const addresses = devices
      .filter((device) => device.pfAddress === pfAddress || device.address === pfAddress)
      .map(({ address }) => address);
    const mayHold = somewhere.some(({ among }) => among.some(({ address }) => address === pfAddress));
    if (addresses.length === 0 && !mayHold) return [];
    return [{ id: reservationId, isForeign: isForeign === true, projectId, addresses }];
  });
}

function commandsOf(
  { address, eswitchMode, vfTotalMsix, vfs: present }: PfState['pf'],
  vfs: number,
  pairs: number | null,
): readonly string[] {
  const device = `/sys/bus/pci/devices/${address}`;
  const divides = pairs !== null && vfTotalMsix !== undefined && vfTotalMsix > 0;
  return [
    ...(present.length === 0 ? [] : [`echo 0 > ${device}/sriov_numvfs`]),
    // A VF's vectors cannot be set while a driver has it (Documentation/ABI/testing/sysfs-bus-pci).
    ...(divides ? [`echo 0 > ${device}/sriov_drivers_autoprobe`] : []),
    ...(eswitchMode === 'switchdev' ? [`devlink dev eswitch set pci/${address} mode switchdev`] : []),
    `echo ${vfs} > ${device}/sriov_numvfs`,
    ...(divides ? [`for vf in ${device}/virtfn*; do echo ${pairs + 1} > "$vf/sriov_vf_msix_count"; done`] : []),
  ];
}

function counted(count: number, thing: string, one: string, several: string): string {
  return count === 1 ? `1 ${thing} ${one}` : `${count} ${thing}s ${several}`;
}
