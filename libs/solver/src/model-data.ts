import type { LinearModel, LinearRow } from '@iopath/core';
import type { Highs, ModelData } from 'highs';

/** The model as HiGHS takes it: the matrix row by row, each column of a row once. */
export function modelData(model: LinearModel, highs: Pick<Highs, 'constants'>): ModelData & { matrix: RowMatrix } {
  const { columns, rows } = model;
  const { continuous, integer } = highs.constants.variableType;
  return {
    numCols: columns.length,
    numRows: rows.length,
    offset: model.offset,
    colCost: Float64Array.from(columns, (column) => column.cost),
    colLower: Float64Array.from(columns, (column) => column.lower),
    colUpper: Float64Array.from(columns, (column) => column.upper),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    matrix: rowMatrix(rows, columns.length),
    // With integrality told HiGHS takes it for a MIP, and gives no duals.
    ...(isMip(model) && { integrality: columns.map(({ isInteger }) => (isInteger ? integer : continuous)) }),
  };
}

export function isMip(model: LinearModel): boolean {
  return model.columns.some((column) => column.isInteger);
}

interface RowMatrix {
  readonly format: 'csr';
  readonly numRows: number;
  readonly numCols: number;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

function rowMatrix(rows: readonly LinearRow[], columns: number): RowMatrix {
  const entries = rows.reduce((sum, row) => sum + row.entries.length, 0);
  const starts = new Int32Array(rows.length + 1);
  const indices = new Int32Array(entries);
  const values = new Float64Array(entries);
  /** Where a column was put last: in this row if not before its start. */
  const placeOf = new Int32Array(columns).fill(-1);
  let end = 0;
  rows.forEach((row, index) => {
    const start = end;
    for (const { column, factor } of row.entries) {
      const place = placeOf[column] ?? -1;
      if (place >= start) {
        values[place] = (values[place] ?? 0) + factor;
      } else {
        placeOf[column] = end;
        indices[end] = column;
        values[end] = factor;
        end += 1;
      }
    }
    starts[index + 1] = end;
  });
  const matrix = { starts, indices: indices.subarray(0, end), values: values.subarray(0, end) };
  return { format: 'csr', numRows: rows.length, numCols: columns, ...matrix };
}
