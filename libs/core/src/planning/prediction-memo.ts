import type { DiskModelInput, DiskPrediction, NicModelInput, NicPrediction } from '../io-path/model/prediction';
import { predictDisk } from '../io-path/model/predict-disk';
import { predictNic } from '../io-path/model/predict-nic';

/**
 * Predictions by input. Hosts of one hardware type with the same load ask the model the same question, so a
 * planning run over thousands of hosts asks it a few dozen times.
 */
export class PredictionMemo {
  private readonly nics = new Map<string, NicPrediction>();
  private readonly disks = new Map<string, DiskPrediction>();

  nic(input: NicModelInput): NicPrediction {
    const key = `${input.path}|${input.linkSpeedMbps}|${input.vcpus}|${input.queues}|${input.numa}|${input.interrupts}|${input.sharers}|${input.bandwidthMbps}|${input.packetRateKpps}`;
    let prediction = this.nics.get(key);
    if (prediction === undefined) {
      prediction = predictNic(input);
      this.nics.set(key, prediction);
    }
    return prediction;
  }

  disk(input: DiskModelInput): DiskPrediction {
    const key = `${input.path}|${input.device}|${input.vcpus}|${input.numa}|${input.ioThread}|${input.iops}|${input.throughputMibps}`;
    let prediction = this.disks.get(key);
    if (prediction === undefined) {
      prediction = predictDisk(input);
      this.disks.set(key, prediction);
    }
    return prediction;
  }
}
