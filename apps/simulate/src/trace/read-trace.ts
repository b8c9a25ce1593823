import { AZURE_COLUMNS, azureVm } from './azure-row';
import { csvRows, type CsvRow } from './csv-rows';
import { InputError } from './input-error';
import { OPENB_COLUMNS, openbVm } from './openb-row';
import type { TraceVm } from './trace-vm';

const FORMATS = [
  { columns: AZURE_COLUMNS, read: azureVm },
  { columns: OPENB_COLUMNS, read: openbVm },
];

/**
 * The VMs of a trace in the order of the file, which has to be that of their arrival. Its columns tell which format it is.
 *
 * @param limit VMs to read at most.
 * @throws InputError that names file and line.
 */
export async function* readTrace(file: string, limit: number): AsyncGenerator<TraceVm, void, undefined> {
  let read: ((row: CsvRow) => TraceVm) | null = null;
  let lastS = -Infinity;
  for await (const row of csvRows(file, limit)) {
    read ??= formatOf(row);
    const vm = read(row);
    if (vm.arrivalS < lastS) throw new InputError(`${file}, line ${row.line}: it arrives before the line above it`);
    lastS = vm.arrivalS;
    yield vm;
  }
  if (read === null) throw new InputError(`${file}: there is no VM in it`);
}

function formatOf({ file, columns }: CsvRow): (row: CsvRow) => TraceVm {
  const format = FORMATS.find((each) => each.columns.every((column) => column in columns));
  if (format !== undefined) return format.read;
  const known = FORMATS.map((each) => each.columns.join(',')).join(' or ');
  throw new InputError(`${file}, line 1: the columns have to be ${known}`);
}
