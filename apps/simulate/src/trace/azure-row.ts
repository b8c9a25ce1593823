import { numberIn, textIn, type CsvRow } from './csv-rows';
import type { TraceVm } from './trace-vm';

export const AZURE_COLUMNS = [
  'vm_id',
  'arrival_s',
  'vcpus',
  'memory_gb',
  'duration_min_s',
  'duration_max_s',
  'censored',
];

const MIB_PER_GIB = 1024;

/**
 * A VM of the Azure Public Dataset V1. Of its lifetime only bounds are known, and the middle is taken; one that still
 * ran when the trace was cut (`censored`) does not leave.
 */
export function azureVm(row: CsvRow): TraceVm {
  const arrivalS = numberIn(row, 'arrival_s');
  const lifetimeS = (numberIn(row, 'duration_min_s') + numberIn(row, 'duration_max_s')) / 2;
  return {
    id: textIn(row, 'vm_id'),
    arrivalS,
    departureS: numberIn(row, 'censored') > 0 ? null : arrivalS + lifetimeS,
    vcpus: Math.ceil(numberIn(row, 'vcpus', 1)),
    memoryMib: Math.ceil(numberIn(row, 'memory_gb') * MIB_PER_GIB),
  };
}
