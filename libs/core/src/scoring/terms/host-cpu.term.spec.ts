import { amount, nicInput, nicPrediction } from '../../spec-score-inputs';
import { hostCpu } from './host-cpu.term';

describe('the host CPU that a path costs', () => {
  it.each([
    [0, 1],
    [1, 0.5],
    [3, 0.25],
  ])('%d cores are worth %d', (cores, worth) => {
    expect(hostCpu.value(nicInput({ predicted: nicPrediction({ hostCores: amount(cores) }) }))).toBe(worth);
  });

  it('is told in hundredths of a core', () => {
    expect(hostCpu.reason(nicInput({ predicted: nicPrediction({ hostCores: amount(0.1234) }) }))).toBe(
      'about 0.12 host cores',
    );
  });
});
