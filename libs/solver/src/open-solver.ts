import type { LinearSolver } from '@iopath/core';
import loadHighs from 'highs';
import { HighsSolver } from './highs-solver';

/**
 * HiGHS in WebAssembly, ready to solve on this thread, which it keeps from all else meanwhile. An instance takes some 20 MB
 * and 50 ms to open, and two are opened: see `HighsSolver`.
 *
 * @param onFailure is told why a solution is `unknown` where time was left: HiGHS ran out of its 2 GB, or failed
 */
export async function openSolver(onFailure: (error: unknown) => void): Promise<LinearSolver> {
  const open = () => loadHighs();
  return new HighsSolver(await Promise.all([open(), open()]), open, onFailure);
}
