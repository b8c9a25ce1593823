import { underItsAlias } from '../../feasibility/disk-alias';
import type { Rejection } from '../../feasibility/rejection';
import type { PciDevice } from '../../inventory/inventory';
import type { DiskPath } from '../../io-path/disk-path';
import type { DiskRequest } from '../../request/vm-request';
import type { RequestContext } from '../request-context';
import { farDevices, type FarDevices } from './guest-place';
import type { HostOnTrial } from './host-on-trial';
import { pathTrial, type PathTrial } from './path-trial';
import type { Refusal } from './refusal';
import { remembered } from '../search/remembered';
import type { RuleBook } from './rule-book';
import { DISK_NUMA_AFFINITY, PCI_DEVICE_PRESENT } from './rule-lists';
import { noDevice, weighDevices, type WeighedDevices } from './weigh-devices';

const NO_PCI_DEVICE: Rejection = { code: 'pci_device.none_free', required: 'a free PCI device', available: 'none' };

/** One path of one disk on trial on host after host, as {@link NicPathTrials} is for a NIC. */
export class DiskPathTrials {
  private readonly byRequest: readonly Refusal[];
  private readonly byIo = new Map<number, readonly Refusal[]>();
  private readonly known = new Map<string, PathTrial>();
  private readonly deviceRanks: readonly number[];

  constructor(
    private readonly disk: DiskRequest,
    private readonly path: DiskPath,
    private readonly context: RequestContext,
    private readonly book: RuleBook,
  ) {
    const { lists, ranks } = book;
    const names = [...lists.diskDevice.map(({ name }) => name), DISK_NUMA_AFFINITY];
    this.byRequest = book.refusals(lists.diskPath, (rule) => rule.reject(path, disk, context));
    this.deviceRanks = names.map((name) => ranks.rankOf(name));
  }

  on(trial: HostOnTrial): PathTrial {
    const { path, disk, context, book } = this;
    const { host } = trial;
    const byHost = remembered(this.byIo, trial.io, () =>
      book.refusals(book.lists.diskHost, (rule) => rule.reject(path, disk, host)),
    );
    const single = [...this.byRequest, ...byHost];
    if (path.takes === 'nothing') {
      return remembered(this.known, `${trial.io}`, () => pathTrial(path.name, single, null));
    }
    // Those in quarantine are there to be told about; a rule refuses them.
    const there = [...host.freePciDevices, ...host.quarantinedPciDevices];
    const devices = there.map((device) => underItsAlias(path, device, host, context.pciAliases));
    const far = single.length === 0 ? farDevices(devices, trial) : null;
    const key = `${trial.io}|${trial.devices}|${far === null ? '' : JSON.stringify(far)}`;
    return remembered(this.known, key, () => pathTrial(path.name, single, this.weighed(devices, far, trial)));
  }

  private weighed(devices: readonly PciDevice[], far: FarDevices | null, { host }: HostOnTrial): WeighedDevices {
    const { path, context, book } = this;
    if (devices.length === 0) return noDevice(book.refusal(PCI_DEVICE_PRESENT, NO_PCI_DEVICE, { refused: 0, of: 0 }));
    const answers = devices.map((device, at) => [
      ...book.lists.diskDevice.map((rule) => rule.reject(path, device, host, context)),
      far?.positions.includes(at) === true ? far.rejection : null,
    ]);
    return weighDevices(answers, this.deviceRanks);
  }
}
