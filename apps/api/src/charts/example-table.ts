import { readFileSync } from 'node:fs';
import { readTable } from '@iopath/benchmarks';
import type { Measurement, SkippedRow } from '@iopath/core';

/** Found from the folder that the service is started in, which is the project's. */
const EXAMPLE = 'examples/measurements/example.csv';

/** The project's own table of measurements, which shows the form; empty where the service runs without its examples. */
export function exampleTable(): readonly (Measurement | SkippedRow)[] {
  try {
    return readTable(readFileSync(EXAMPLE, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
