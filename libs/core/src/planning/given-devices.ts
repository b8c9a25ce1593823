import type { PfState } from '../fleet/host-state';
import type { PciDevice } from '../inventory/inventory';
import type { NicPath } from '../io-path/nic-path';

/** What has been given away so far within one assignment: no device goes twice, and no PF beside one of its VFs. */
export class GivenDevices {
  /** How many VFs are given, by PF address. */
  private readonly vfs = new Map<string, number>();
  private readonly wholePfs = new Set<string>();
  private readonly devices = new Set<string>();

  /** @param mixed whether VFs and whole PFs are given to the same VM, each to be counted as the claim counts them. */
  constructor(private readonly mixed = false) {}

  /** Whether a PF still has what the path takes. */
  hasLeft(path: NicPath, { pf, usableVfs }: PfState): boolean {
    if (this.wholePfs.has(pf.address)) return false;
    const given = this.vfs.get(pf.address) ?? 0;
    return path.takes === 'pf' ? given === 0 : given < usableVfs.length;
  }

  /**
   * Whether Nova still counts a device of the PF when it looks for the nearest. A PF that was wholly free counts on even
   * when its last VF has gone to the same VM: Nova counts the PF itself, and only then finds that it is no VF. That is
   * the scheduler's count; the claim takes the PF out as soon as a VF goes, and the counts of a mixed VM are compared
   * before (`nova-fit/port-requests.ts`).
   */
  isCounted(path: NicPath, pf: PfState): boolean {
    if (this.hasLeft(path, pf)) return true;
    if (path.takes !== 'vf' || !pf.wholeIsFree || this.wholePfs.has(pf.pf.address)) return false;
    return !this.mixed || (this.vfs.get(pf.pf.address) ?? 0) === 0;
  }

  give(path: NicPath, { pf }: PfState): void {
    if (path.takes === 'pf') this.wholePfs.add(pf.address);
    else this.vfs.set(pf.address, (this.vfs.get(pf.address) ?? 0) + 1);
  }

  /** Undoes one {@link give}. */
  takeBack(path: NicPath, { pf }: PfState): void {
    if (path.takes === 'pf') this.wholePfs.delete(pf.address);
    else this.vfs.set(pf.address, (this.vfs.get(pf.address) ?? 1) - 1);
  }

  isFree({ address }: PciDevice): boolean {
    return !this.devices.has(address);
  }

  giveDevice({ address }: PciDevice): void {
    this.devices.add(address);
  }
}
