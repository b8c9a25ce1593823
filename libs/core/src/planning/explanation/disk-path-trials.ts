import { underItsAlias } from '../../feasibility/disk-alias';
import type { Rejection } from '../../feasibility/rejection';
import type { PciDevice } from '../../inventory/inventory';
import type { DiskPath } from '../../io-path/disk-path';
import type { DiskRequest } from '../../request/vm-request';
import type { RequestContext } from '../request-context';
import { nearDisk } from './guest-place';
import type { HostOnTrial } from './host-on-trial';
import { pathTrial } from './path-trial';
import type { PathTrial, Refusal } from './refusal';
import type { RuleBook } from './rule-book';
import { DISK_NUMA_AFFINITY, PCI_DEVICE_PRESENT } from './rule-lists';
import { weighDevices, type WeighedDevices } from './weigh-devices';

const NO_PCI_DEVICE: Rejection = { code: 'pci_device.none_free', required: 'a free PCI device', available: 'none' };

/** One path of one disk on trial on host after host; what rules on (path, host) say is remembered by the host's facet. */
export class DiskPathTrials {
  private readonly byRequest: readonly Refusal[];
  private readonly byIo = new Map<string, readonly Refusal[]>();
  private readonly deviceRanks: readonly number[];

  constructor(
    private readonly disk: DiskRequest,
    private readonly path: DiskPath,
    private readonly context: RequestContext,
    private readonly book: RuleBook,
  ) {
    const { lists, ranks } = book;
    this.byRequest = book.refusals(lists.diskPath, (rule) => rule.reject(path, disk, context));
    this.deviceRanks = [...lists.diskDevice.map(({ name }) => name), DISK_NUMA_AFFINITY].map((name) =>
      ranks.rankOf(name),
    );
  }

  on(trial: HostOnTrial): PathTrial {
    const { path, disk } = this;
    const byHost = this.ofHost(trial);
    const single = byHost.length === 0 ? this.byRequest : [...this.byRequest, ...byHost];
    if (path.takes === 'nothing') return pathTrial(disk.name, path.name, single, null);
    return pathTrial(disk.name, path.name, single, this.weighed(trial, single.length === 0));
  }

  private weighed(trial: HostOnTrial, mayBe: boolean): WeighedDevices<PciDevice> {
    const { path, context, book } = this;
    const { host } = trial;
    const devices = host.freePciDevices.map((device) => underItsAlias(path, device, host, context.pciAliases));
    if (devices.length === 0) {
      const refusal = book.refusal(PCI_DEVICE_PRESENT, NO_PCI_DEVICE, { refused: 0, of: 0 });
      const { rank } = refusal;
      return { passing: [], blocking: [refusal], fallsAt: rank, alone: [rank], freedBy: [rank] };
    }
    const near = mayBe ? nearDisk(path, devices, trial) : null;
    const answers = devices.map((device) => [
      ...book.lists.diskDevice.map((rule) => rule.reject(path, device, host, context)),
      near === null ? null : near(device),
    ]);
    return weighDevices(devices, answers, this.deviceRanks);
  }

  private ofHost({ host }: HostOnTrial): readonly Refusal[] {
    const { io } = host.facets;
    let refusals = this.byIo.get(io);
    if (refusals === undefined) {
      refusals = this.book.refusals(this.book.lists.diskHost, (rule) => rule.reject(this.path, this.disk, host));
      this.byIo.set(io, refusals);
    }
    return refusals;
  }
}
