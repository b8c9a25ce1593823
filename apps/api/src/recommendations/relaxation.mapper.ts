import type { RelaxationChange, RelaxedPrediction, Relaxation } from '@iopath/core';
import type { RelaxationChangeDto, RelaxationDto, RelaxedDeviceDto, RelaxedPredictionDto } from './relaxation.dto';

export function fromRelaxation(relaxation: Relaxation): RelaxationDto {
  const { change, hostsUnlocked, costs, size, changes, exampleHosts, predicted, predictedAsAsked } = relaxation;
  return {
    change,
    hosts_unlocked: hostsUnlocked,
    costs,
    size,
    changes: changes.map(fromRelaxationChange),
    example_hosts: exampleHosts,
    predicted: predicted && fromPrediction(predicted),
    predicted_as_asked: predictedAsAsked && fromPrediction(predictedAsAsked),
  };
}

export function fromRelaxationChange({ target, subject, pointer, from, to }: RelaxationChange): RelaxationChangeDto {
  return { target, subject, pointer, from, to };
}

function fromPrediction({ hostName, nics, disks, migration }: RelaxedPrediction): RelaxedPredictionDto {
  const { live, mechanism } = migration;
  return {
    host_name: hostName,
    nics: nics.map(fromDevice),
    disks: disks.map(fromDevice),
    migration: { live, mechanism },
  };
}

function fromDevice({ name, path, latencyUs }: RelaxedPrediction['nics' | 'disks'][number]): RelaxedDeviceDto {
  const latency = latencyUs && { p50: rounded(latencyUs.p50), p99: rounded(latencyUs.p99) };
  return { name, path, latency_us: latency };
}

/** Four digits are more than any prediction is good for. */
function rounded(valueUs: number): number {
  return Number(valueUs.toPrecision(4));
}
