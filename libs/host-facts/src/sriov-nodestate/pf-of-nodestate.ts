import type { PfFacts, VfFacts } from '@iopath/core';
import {
  integerOf,
  type JsonRecord,
  listOf,
  member,
  pciAddressOf,
  pciIdOf,
  recordOf,
  textOf,
  withoutUndefined,
} from '../json/json-values';
import { MAX_COUNT, MAX_LINK_SPEED_MBPS, MAX_MTU, MAX_NAME, MAX_SHORT, MIN_MTU } from '../json/limits';
import type { SourceNotes } from '../notes/source-notes';
import { vfOfNodeState } from './vf-of-nodestate';

/**
 * An entry of `status.interfaces` (sriov-network-operator, `api/v1 InterfaceExt`): a PF with the VFs that exist on it. The
 * operator leaves `totalvfs` out where SR-IOV is off in firmware: how many VFs there could be is not known then.
 *
 * @returns null when it names no PCI address
 */
export function pfOfNodeState(entry: JsonRecord, notes: SourceNotes): PfFacts | null {
  const address = pciAddressOf(member(entry, 'pciAddress'));
  if (address === undefined) return null;
  const linkType = textOf(member(entry, 'linkType'), MAX_SHORT);
  if (linkType?.toUpperCase() === 'IB') notes.warn(`${address} is an InfiniBand function`);
  const totalVfs = integerOf(member(entry, 'totalvfs'), 0, MAX_COUNT);
  if (totalVfs === undefined) notes.notTold('pfs.total_vfs', `SR-IOV is off on ${address}, or it has none`);
  const eswitchMode = textOf(member(entry, 'eSwitchMode'), MAX_SHORT);
  return withoutUndefined({
    address,
    ifname: textOf(member(entry, 'name'), MAX_NAME),
    vendorId: pciIdOf(member(entry, 'vendor')),
    productId: pciIdOf(member(entry, 'deviceID')),
    driver: textOf(member(entry, 'driver'), MAX_SHORT),
    mtu: integerOf(member(entry, 'mtu'), MIN_MTU, MAX_MTU),
    totalVfs,
    eswitchMode: eswitchMode === 'legacy' || eswitchMode === 'switchdev' ? eswitchMode : undefined,
    ...linkOf(entry, address, notes),
    vfs: vfsOf(entry, address, notes),
  });
}

/** `25000 Mb/s` as `/sys/class/net/<if>/speed` tells it; it is `-1` without a carrier (`SPEED_UNKNOWN`, linux/ethtool.h). */
function linkOf(entry: JsonRecord, address: string, notes: SourceNotes): Pick<PfFacts, 'linkSpeedMbps' | 'linkState'> {
  const text = textOf(member(entry, 'linkSpeed'), MAX_SHORT);
  const mbps = integerOf(/^(-?\d{1,9})(?: ?Mb\/s)?$/.exec(text ?? '')?.[1], -1, MAX_LINK_SPEED_MBPS);
  if (text !== undefined && mbps === undefined) notes.warn(`${address}: link speed "${text}" is not in Mb/s`);
  // Nobody sees a carrier on a link that is not switched on.
  if (textOf(member(entry, 'linkAdminState'), MAX_SHORT) === 'down') return { linkState: 'down' };
  if (mbps === -1) {
    notes.assume(`pfs/${address}/link_state`, 'the kernel gives the speed -1 to a link that is down');
    return { linkState: 'down' };
  }
  if (mbps === undefined || mbps === 0) return {};
  notes.assume(`pfs/${address}/link_state`, 'drivers of PFs give a speed to a link that is up only');
  return { linkSpeedMbps: mbps, linkState: 'up' };
}

/** Undefined, so not told, when the entry counts VFs and lists none. */
function vfsOf(entry: JsonRecord, pfAddress: string, notes: SourceNotes): readonly VfFacts[] | undefined {
  const listed = listOf(member(entry, 'Vfs'));
  const count = integerOf(member(entry, 'numVfs'), 0, MAX_COUNT);
  if (count !== undefined && count !== listed.length) {
    notes.warn(`PF ${pfAddress} has ${count} VFs by numVfs, and ${listed.length} are listed`);
    if (listed.length === 0) return undefined;
  }
  const untold: string[] = [];
  const vfs = listed.flatMap((entryOfVf) => {
    const vf = vfOfNodeState(recordOf(entryOfVf) ?? {});
    if (vf === null) notes.warn(`a VF of PF ${pfAddress} has no PCI address and is left out`);
    else if (vf.inferredFrom !== null) notes.assume(`pfs/${pfAddress}/vfs/${vf.facts.address}/state`, vf.inferredFrom);
    if (vf !== null && vf.facts.state === undefined) untold.push(vf.facts.address);
    return vf?.facts ?? [];
  });
  if (untold.length > 0) {
    notes.notTold(
      'pfs.vfs.state',
      `whether anybody uses ${untold.length} VFs of PF ${pfAddress}, which have no interface`,
    );
  }
  return vfs;
}
