import fc from 'fast-check';
import { solveSymmetric } from './linear-system';

describe('a symmetric system', () => {
  it('is solved, with the diagonal of the inverse', () => {
    const { x, inverseDiagonal } = solveSymmetric(
      [Float64Array.of(4, 2), Float64Array.of(2, 3)],
      Float64Array.of(8, 7),
    );

    expect([...x]).toEqual([expect.closeTo(1.25, 9), expect.closeTo(1.5, 9)]);
    expect([...inverseDiagonal]).toEqual([expect.closeTo(0.375, 9), expect.closeTo(0.5, 9)]);
  });

  it('gives back what was multiplied, whatever the size', () => {
    const small = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(small, small, small), { minLength: 1, maxLength: 8 }), (columns) => {
        const size = columns.length;
        const rows = Array.from({ length: size }, (_, i) =>
          Float64Array.from({ length: size }, (_each, j) => {
            const a = columns[i] ?? [0, 0, 0];
            const b = columns[j] ?? [0, 0, 0];
            return a[0] * b[0] + a[1] * b[1] + (i === j ? 1 : 0);
          }),
        );
        const wanted = columns.map(([, , each]) => each);
        const right = Float64Array.from(
          rows.map((row) => row.reduce((sum, each, j) => sum + each * (wanted[j] ?? 0), 0)),
        );

        const { x } = solveSymmetric(rows, right);

        expect([...x]).toEqual(wanted.map((each) => expect.closeTo(each, 6) as number));
      }),
    );
  });

  it('is refused when it is not positive definite', () => {
    expect(() => solveSymmetric([Float64Array.of(1, 2), Float64Array.of(2, 1)], Float64Array.of(1, 1))).toThrow(
      RangeError,
    );
  });
});
