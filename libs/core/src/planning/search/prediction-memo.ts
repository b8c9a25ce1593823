import type {
  DiskModelInput,
  DiskPrediction,
  InterruptDelivery,
  NicModelInput,
  NicPrediction,
  NumaLocality,
} from '../../io-path/model/prediction';
import type { PathModel } from '../../io-path/model/path-model';
import { remembered } from './remembered';
import type { DiskKind } from '../../inventory/inventory';

const LOCALITIES: Readonly<Record<NumaLocality, number>> = { local: 0, remote: 1, unknown: 2 };
const INTERRUPTS: Readonly<Record<InterruptDelivery, number>> = {
  legacy: 0,
  posted: 1,
  polling: 2,
  unknown: 3,
  apicv: 4,
};
const DISK_KINDS: Readonly<Record<DiskKind, number>> = { nvme: 0, ssd: 1, hdd: 2 };
const UNKNOWN_DISK_KIND = 3;

/* Places in a key: no host has this many queues on a NIC, or VMs on a back end. */
const MAX_QUEUES = 4_096;
const MAX_SHARERS = 65_536;

/**
 * The model's answers for one NIC of a request, whose load and vCPUs are the same on every host. Hosts of one hardware
 * type with the same load ask the same question, so a planning run over thousands of hosts asks the model a few
 * dozen times. Keys are numbers, because a text for every question would cost more than the answer.
 */
export class NicPredictions {
  private readonly byModel = new Map<PathModel, Map<string, Map<number, NicPrediction>>>();

  for(input: NicModelInput, model: PathModel): NicPrediction {
    const byPath = remembered(this.byModel, model, () => new Map<string, Map<number, NicPrediction>>());
    const answers = remembered(byPath, input.path, () => new Map<number, NicPrediction>());
    const key = keyOf(input);
    let prediction = answers.get(key);
    if (prediction === undefined) {
      prediction = model.predictNic(input);
      answers.set(key, prediction);
    }
    return prediction;
  }
}

function keyOf({ linkSpeedMbps, queues, numa, interrupts, sharers }: NicModelInput): number {
  const link = linkSpeedMbps === null ? 0 : linkSpeedMbps + 1;
  return (((link * MAX_SHARERS + sharers) * MAX_QUEUES + queues) * 8 + INTERRUPTS[interrupts]) * 4 + LOCALITIES[numa];
}

/** The same for one disk of a request. */
export class DiskPredictions {
  private readonly byModel = new Map<PathModel, Map<string, (DiskPrediction | undefined)[]>>();

  for(input: DiskModelInput, model: PathModel): DiskPrediction {
    const byPath = remembered(this.byModel, model, () => new Map<string, (DiskPrediction | undefined)[]>());
    const answers = remembered(byPath, input.path, (): (DiskPrediction | undefined)[] => []);
    const kind = input.device === null ? UNKNOWN_DISK_KIND : DISK_KINDS[input.device];
    return (answers[kind * 4 + LOCALITIES[input.numa]] ??= model.predictDisk(input));
  }
}
