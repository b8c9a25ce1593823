import type { PfState } from '../fleet/host-state';
import { servingVfCount, servingVfs, type VfKind } from '../fleet/vf-kinds';
import type { PciDevice, VirtualFunction } from '../inventory/inventory';
import type { NicPath } from '../io-path/nic-path';

/** What has been given away so far within one assignment: no device goes twice, and no PF beside one of its VFs. */
export class GivenDevices {
  /** The VFs that are given, in order, by PF address. */
  private readonly vfs = new Map<string, VirtualFunction[]>();
  private readonly wholePfs = new Set<string>();
  private readonly devices = new Set<string>();

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
    const vf = servingVfs(pf, vfKind).find((each) => given?.includes(each) !== true);
    if (vf === undefined) throw new Error(`PF ${pf.pf.address} was assigned more VFs than it has`);
    return vf;
  }

  /** Undoes the last {@link give} of this PF. */
  takeBack(path: NicPath, { pf }: PfState): void {
    if (path.vfKind === null) this.wholePfs.delete(pf.address);
    else this.vfs.get(pf.address)?.pop();
  }

  private hasGivenVf(pfAddress: string): boolean {
    return (this.vfs.get(pfAddress)?.length ?? 0) > 0;
  }

  private hasVfLeft(pf: PfState, kind: VfKind): boolean {
    const given = this.vfs.get(pf.pf.address);
    if (given === undefined || given.length === 0) return servingVfCount(pf, kind) > 0;
    return servingVfs(pf, kind).some((vf) => !given.includes(vf));
  }

  isFree({ address }: PciDevice): boolean {
    return !this.devices.has(address);
  }

  giveDevice({ address }: PciDevice): void {
    this.devices.add(address);
  }
}
