import type { LinearModel } from '@iopath/core';
import loadHighs, { type Highs } from 'highs';
import { HighsSolver } from './highs-solver';

const MODEL: LinearModel = { columns: [{ cost: 3, lower: 1, upper: 4, isInteger: true }], rows: [], offset: 0 };
const AMPLE_S = 20;

describe('the solver, when HiGHS breaks off', () => {
  let highs: Highs;
  const failures: unknown[] = [];

  beforeAll(async () => {
    highs = await loadHighs();
  });

  beforeEach(() => {
    failures.length = 0;
  });

  it('finds nothing, says why, and solves what comes next on the instance in reserve', () => {
    const solver = aSolver([broken(), highs]);
    expect(solver.solve(MODEL, AMPLE_S).status).toBe('unknown');
    expect(solver.solve(MODEL, AMPLE_S)).toMatchObject({ status: 'optimal', objective: 3 });
    expect(failures).toEqual([new WebAssembly.RuntimeError('Aborted()')]);
  });

  it('solves again as soon as another instance is open', async () => {
    const solver = aSolver([broken()]);
    expect(solver.solve(MODEL, AMPLE_S).status).toBe('unknown');
    expect(solver.solve(MODEL, AMPLE_S).status).toBe('unknown');
    await opened();
    expect(solver.solve(MODEL, AMPLE_S).status).toBe('optimal');
  });

  it('gives up an instance that has grown, with what it found', () => {
    const grown = { ...highs, memoryBytes: 2 ** 30 };
    const solver = aSolver([grown, broken()]);
    expect(solver.solve(MODEL, AMPLE_S).status).toBe('optimal');
    expect(solver.solve(MODEL, AMPLE_S).status).toBe('unknown');
  });

  it('keeps an instance that refused a model', () => {
    const solver = aSolver([highs, broken()]);
    const noNumber = { ...MODEL, offset: NaN };
    expect(() => solver.solve(noNumber, AMPLE_S)).toThrow('offset');
    expect(solver.solve(MODEL, AMPLE_S).status).toBe('optimal');
    expect(failures).toEqual([]);
  });

  function aSolver(instances: readonly Highs[]): HighsSolver {
    return new HighsSolver(
      instances,
      () => Promise.resolve(highs),
      (error) => failures.push(error),
    );
  }

  /** As Emscripten breaks off: when its memory is full, or a C++ exception is thrown. */
  function broken(): Highs {
    const withModel = () => {
      throw new WebAssembly.RuntimeError('Aborted()');
    };
    return { ...highs, withModel };
  }
});

/** Promises that are settled have been heard of. */
function opened(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
