/**
 * Solves `A x = b` for a symmetric positive definite `A` by Cholesky's factors, and gives the diagonal of `A`'s inverse,
 * which is what a fit's variances are.
 * @throws RangeError when A is not positive definite.
 */
export function solveSymmetric(
  a: readonly Float64Array[],
  b: Float64Array,
): { x: Float64Array; inverseDiagonal: Float64Array } {
  const factor = choleskyOf(a);
  const inverseDiagonal = new Float64Array(b.length);
  const unit = new Float64Array(b.length);
  for (let i = 0; i < b.length; i += 1) {
    unit.fill(0);
    unit[i] = 1;
    inverseDiagonal[i] = substitute(factor, unit)[i] ?? NaN;
  }
  return { x: substitute(factor, b), inverseDiagonal };
}

function at(rows: readonly Float64Array[], i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}

function choleskyOf(a: readonly Float64Array[]): readonly Float64Array[] {
  const factor: Float64Array[] = [];
  for (let i = 0; i < a.length; i += 1) {
    const row = new Float64Array(a.length);
    factor.push(row);
    for (let j = 0; j <= i; j += 1) {
      let sum = at(a, i, j);
      for (let k = 0; k < j; k += 1) sum -= (row[k] ?? 0) * at(factor, j, k);
      if (i === j && sum <= 0) throw new RangeError('the matrix is not positive definite');
      row[j] = i === j ? Math.sqrt(sum) : sum / at(factor, j, j);
    }
  }
  return factor;
}

function substitute(factor: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < x.length; i += 1) {
    let sum = x[i] ?? 0;
    for (let k = 0; k < i; k += 1) sum -= at(factor, i, k) * (x[k] ?? 0);
    x[i] = sum / at(factor, i, i);
  }
  for (let i = x.length - 1; i >= 0; i -= 1) {
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < x.length; k += 1) sum -= at(factor, k, i) * (x[k] ?? 0);
    x[i] = sum / at(factor, i, i);
  }
  return x;
}
