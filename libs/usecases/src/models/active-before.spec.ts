import type { ModelChange } from '../ports/model-store.port';
import { activeBefore } from './active-before';

const change = (action: ModelChange['action'], from: string | null, to: string | null): ModelChange => {
  return { atMs: 0, action, from, to, by: null, requestId: null };
};
const PROMOTED_TWICE = [change('promote', null, 'c1'), change('promote', 'c1', 'c2')];

describe('what was active before', () => {
  it.each([
    ['nothing was promoted', [change('calibrate', null, 'c1')], undefined],
    ['one was: the shipped model', [change('calibrate', null, 'c1'), change('promote', null, 'c1')], null],
    ['two were: the first', PROMOTED_TWICE, 'c1'],
    [
      'the second was rolled back: what was before the first',
      [...PROMOTED_TWICE, change('rollback', 'c2', 'c1')],
      null,
    ],
    [
      'another was promoted since then: not what was rolled back',
      [...PROMOTED_TWICE, change('rollback', 'c2', 'c1'), change('promote', 'c1', 'c3')],
      'c1',
    ],
  ])('when %s', (_what, history, before) => {
    expect(activeBefore(history)).toBe(before);
  });
});
