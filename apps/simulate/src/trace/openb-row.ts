import { numberIn, textIn, type CsvRow } from './csv-rows';
import type { TraceVm } from './trace-vm';

export const OPENB_COLUMNS = ['name', 'cpu_milli', 'memory_mib', 'creation_time', 'deletion_time'];

const MILLI = 1000;
/** A container may state no memory; a VM has some. */
const LEAST_MIB = 512;

/** A pod of Alibaba's openb trace, taken for a VM of as many whole vCPUs; its GPUs are left out. */
export function openbVm(row: CsvRow): TraceVm {
  const isRunning = row.columns['deletion_time'] === '';
  return {
    id: textIn(row, 'name'),
    arrivalS: numberIn(row, 'creation_time'),
    departureS: isRunning ? null : numberIn(row, 'deletion_time'),
    vcpus: Math.ceil(numberIn(row, 'cpu_milli', 1) / MILLI),
    memoryMib: Math.max(LEAST_MIB, Math.ceil(numberIn(row, 'memory_mib'))),
  };
}
