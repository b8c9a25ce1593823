import type { PfState } from '../../fleet/host-state';
import { servingVfCount, servingVfs, type VfKind } from '../../fleet/vf-kinds';
import type { PciDevice, VirtualFunction } from '../../inventory/inventory';
import type { NicPath } from '../../io-path/nic-path';

/** What has been given away so far within one assignment: no device goes twice, and no PF beside one of its VFs. */
export class GivenDevices {
  /** The VFs that are given, in order, by PF address. */
  private readonly vfs = new Map<string, VirtualFunction[]>();
  private readonly wholePfs = new Set<string>();
  /** Addresses of devices given by alias. */
  private readonly devices = new Set<string>();
  /** PFs of those among them that are VFs. */
  private readonly devicePfs = new Set<string>();

  /** @param mixed whether VFs and whole PFs are given to the same VM, each to be counted as the claim counts them. */
  constructor(private readonly mixed = false) {}

  /** Whether a PF still has what the path takes. */
  hasLeft(path: NicPath, pf: PfState): boolean {
    const { address } = pf.pf;
    if (this.wholePfs.has(address)) return false;
    return path.vfKind === null ? !this.hasGivenVf(address) : this.hasVfLeft(pf, path.vfKind);
  }

  /**
   * Whether Nova still counts a device of the PF when it looks for the nearest. A PF that was wholly free counts on even
   * when its last VF has gone to the same VM: Nova counts the PF itself, and only then finds that it is no VF. So do VFs
   * with a vDPA device for a port that cannot have them. That is the scheduler's count; the claim takes the PF out as
   * soon as a VF goes, and the counts of a mixed VM are compared before (`nova-fit/port-requests.ts`). A vDPA port asks
   * for its type of device by name, so that nothing else counts for it.
   */
  isCounted(path: NicPath, pf: PfState): boolean {
    if (this.hasLeft(path, pf)) return true;
    const { address } = pf.pf;
    if (path.vfKind === null || path.vfKind === 'vdpa' || this.wholePfs.has(address)) return false;
    if (this.hasVfLeft(pf, 'vdpa')) return true;
    return pf.wholeIsFree && (!this.mixed || !this.hasGivenVf(address));
  }

  /** Gives what the path takes of the PF. */
  give(path: NicPath, pf: PfState): void {
    const { address } = pf.pf;
    const vf = this.nextVf(path, pf);
    if (vf === null) this.wholePfs.add(address);
    else this.vfs.set(address, [...(this.vfs.get(address) ?? []), vf]);
  }

  /** The VF that {@link give} would give now; null when the path takes the PF itself. */
  nextVf({ vfKind }: NicPath, pf: PfState): VirtualFunction | null {
    if (vfKind === null) return null;
    const given = this.vfs.get(pf.pf.address);
    const vf = servingVfs(pf, vfKind).find((each) => given?.includes(each) !== true && !this.devices.has(each.address));
    if (vf === undefined) throw new Error(`PF ${pf.pf.address} was assigned more VFs than it has`);
    return vf;
  }

  /** Undoes the last {@link give} of this PF. */
  takeBack(path: NicPath, { pf }: PfState): void {
    if (path.vfKind === null) this.wholePfs.delete(pf.address);
    else this.vfs.get(pf.address)?.pop();
  }

  private hasGivenVf(pfAddress: string): boolean {
    return (this.vfs.get(pfAddress)?.length ?? 0) > 0 || this.devicePfs.has(pfAddress);
  }

  private hasVfLeft(pf: PfState, kind: VfKind): boolean {
    const given = this.vfs.get(pf.pf.address);
    if (!this.hasGivenVf(pf.pf.address)) return servingVfCount(pf, kind) > 0;
    return servingVfs(pf, kind).some((vf) => given?.includes(vf) !== true && !this.devices.has(vf.address));
  }

  /** Whether a device asked for by alias is left: not given, nor its PF, nor a VF of it. */
  isFree({ address, deviceType, pfAddress }: PciDevice): boolean {
    if (this.devices.has(address)) return false;
    if (deviceType === 'type-PF') return !this.wholePfs.has(address) && !this.hasGivenVf(address);
    if (pfAddress === null) return true;
    return !this.wholePfs.has(pfAddress) && this.vfs.get(pfAddress)?.some((vf) => vf.address === address) !== true;
  }

  /** Gives a device by alias. It may be a PF or VF of a NIC, which is then gone for the ports. */
  giveDevice({ address, deviceType, pfAddress }: PciDevice): void {
    this.devices.add(address);
    if (deviceType === 'type-PF') this.wholePfs.add(address);
    else if (pfAddress !== null) this.devicePfs.add(pfAddress);
  }
}
